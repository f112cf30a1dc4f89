#include "CKernels.h"

#include <string.h>

enum { lane_count = 16, block_rows = 8 };

static inline float finished(const ck_convolution *job, float v) {
  if (v < 0) v *= job->slope;
  if (v < job->low) v = job->low;
  if (v > job->high) v = job->high;
  return v;
}

/// Writes the valid lanes of one vector of sums: the epilogue of the kernels without compressing stores.
static inline void store_lanes(const ck_convolution *job, int vector, int row, const float *sums,
                               const float *residual, float *out) {
  size_t at = (size_t)row * job->plane + (size_t)job->places[vector];
  unsigned lanes = job->lanes[vector];
  for (int lane = 0; lane < lane_count; lane++) {
    if (!(lanes >> lane & 1)) continue;
    out[at] = finished(job, residual ? sums[lane] + residual[at] : sums[lane]);
    at++;
  }
}

/// One block of rows at one vector of pixels; the twin the faster kernels are tested against.
static void plain_tile(const ck_convolution *job, const float *x, const float *w, const float *bias,
                       int row, int vector, const float *residual, float *out) {
  int block = job->block, rows = job->rows - row < block ? job->rows - row : block;
  float sums[block_rows][lane_count];
  for (int r = 0; r < rows; r++)
    for (int lane = 0; lane < lane_count; lane++) sums[r][lane] = bias[row + r];
  for (int k = 0; k < job->depth; k++) {
    const float *pixels = x + job->taps[k] + job->starts[vector];
    for (int r = 0; r < rows; r++)
      for (int lane = 0; lane < lane_count; lane++) sums[r][lane] += w[k * block + r] * pixels[lane];
  }
  for (int r = 0; r < rows; r++) store_lanes(job, vector, row + r, sums[r], residual, out);
}

static void convolve_plain(const ck_convolution *job, const float *x, const float *w, const float *bias,
                           const float *residual, float *out) {
  for (int v = 0; v < job->vectors; v++)
    for (int row = 0; row < job->rows; row += job->block)
      plain_tile(job, x, w + (size_t)row * job->depth, bias, row, v, residual, out);
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma")))
#define AVX512 __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx2,fma,bmi2,popcnt")))
#define INLINE static inline __attribute__((always_inline))

// AVX2: four rows by one vector of sixteen pixels, eight accumulators.

AVX2 INLINE void avx2_tile(const ck_convolution *job, const float *x, const float *w, const float *bias,
                           int row, int rows, int vector, const float *residual, float *out) {
  __m256 low[4], high[4];
  const int block = job->block;
  for (int r = 0; r < rows; r++) low[r] = high[r] = _mm256_set1_ps(bias[row + r]);
  for (int k = 0; k < job->depth; k++) {
    const float *pixels = x + job->taps[k] + job->starts[vector];
    __m256 a = _mm256_loadu_ps(pixels), b = _mm256_loadu_ps(pixels + 8);
#pragma unroll
    for (int r = 0; r < rows; r++) {
      __m256 s = _mm256_broadcast_ss(w + (size_t)k * block + r);
      low[r] = _mm256_fmadd_ps(s, a, low[r]);
      high[r] = _mm256_fmadd_ps(s, b, high[r]);
    }
  }
  for (int r = 0; r < rows && row + r < job->rows; r++) {
    float sums[lane_count];
    _mm256_storeu_ps(sums, low[r]);
    _mm256_storeu_ps(sums + 8, high[r]);
    store_lanes(job, vector, row + r, sums, residual, out);
  }
}

AVX2 static void convolve_avx2(const ck_convolution *job, const float *x, const float *w, const float *bias,
                               const float *residual, float *out) {
  for (int v = 0; v < job->vectors; v++)
    for (int row = 0; row < job->rows; row += job->block) {
      const float *at = w + (size_t)row * job->depth;
      if (job->block == 1) {
        avx2_tile(job, x, at, bias, row, 1, v, residual, out);
      } else {
        avx2_tile(job, x, at, bias, row, 4, v, residual, out);
        if (row + 4 < job->rows) avx2_tile(job, x, at + 4, bias, row + 4, 4, v, residual, out);
      }
    }
}

// AVX-512: eight rows by three vectors, 24 accumulators; or one row by eight vectors.

AVX512 INLINE void avx512_store(const ck_convolution *job, int vector, int row, __m512 v,
                                const float *residual, float *out) {
  __mmask16 lanes = job->lanes[vector];
  __mmask16 front = (__mmask16)((1u << __builtin_popcount(lanes)) - 1);
  size_t at = (size_t)row * job->plane + (size_t)job->places[vector];
  if (lanes != 0xffff) v = _mm512_maskz_compress_ps(lanes, v);
  if (residual) v = _mm512_add_ps(v, _mm512_maskz_loadu_ps(front, residual + at));
  v = _mm512_mask_mul_ps(v, _mm512_cmp_ps_mask(v, _mm512_setzero_ps(), _CMP_LT_OQ), v,
                         _mm512_set1_ps(job->slope));
  // Not-a-number in the second operand comes through: a broken input must stay visible.
  v = _mm512_max_ps(_mm512_set1_ps(job->low), v);
  v = _mm512_min_ps(_mm512_set1_ps(job->high), v);
  _mm512_mask_storeu_ps(out + at, front, v);
}

AVX512 INLINE void avx512_tile(const ck_convolution *job, const float *x, const float *w, const float *bias,
                               int row, const int rows, int vector, const int vectors,
                               const float *residual, float *out) {
  __m512 sums[rows][vectors];
  const float *from[vectors];
#pragma unroll
  for (int v = 0; v < vectors; v++) from[v] = x + job->starts[vector + v];
#pragma unroll
  for (int r = 0; r < rows; r++)
#pragma unroll
    for (int v = 0; v < vectors; v++) sums[r][v] = _mm512_set1_ps(bias[row + r]);
  for (int k = 0; k < job->depth; k++) {
    const ptrdiff_t tap = job->taps[k];
    __m512 pixels[vectors];
#pragma unroll
    for (int v = 0; v < vectors; v++) pixels[v] = _mm512_loadu_ps(from[v] + tap);
#pragma unroll
    for (int r = 0; r < rows; r++) {
      __m512 s = _mm512_set1_ps(w[(size_t)k * rows + r]);
#pragma unroll
      for (int v = 0; v < vectors; v++) sums[r][v] = _mm512_fmadd_ps(s, pixels[v], sums[r][v]);
    }
  }
#pragma unroll
  for (int r = 0; r < rows; r++)
    if (row + r < job->rows)
#pragma unroll
      for (int v = 0; v < vectors; v++) avx512_store(job, vector + v, row + r, sums[r][v], residual, out);
}

AVX512 static void convolve_avx512(const ck_convolution *job, const float *x, const float *w,
                                   const float *bias, const float *residual, float *out) {
  int v = 0;
  if (job->block == 1) {
    for (int row = 0; row < job->rows; row++) {
      const float *at = w + (size_t)row * job->depth;
      for (v = 0; v + 8 <= job->vectors; v += 8) avx512_tile(job, x, at, bias, row, 1, v, 8, residual, out);
      for (; v < job->vectors; v++) avx512_tile(job, x, at, bias, row, 1, v, 1, residual, out);
    }
    return;
  }
  for (; v + 3 <= job->vectors; v += 3)
    for (int row = 0; row < job->rows; row += block_rows)
      avx512_tile(job, x, w + (size_t)row * job->depth, bias, row, 8, v, 3, residual, out);
  for (int row = 0; row < job->rows && v < job->vectors; row += block_rows) {
    const float *at = w + (size_t)row * job->depth;
    if (job->vectors - v == 2)
      avx512_tile(job, x, at, bias, row, 8, v, 2, residual, out);
    else
      avx512_tile(job, x, at, bias, row, 8, v, 1, residual, out);
  }
}

int32_t ck_has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
}

int32_t ck_best_level(void) {
  if (ck_has_avx512()) return ck_avx512;
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? ck_avx2 : ck_plain;
}

void ck_convolve(const ck_convolution *job, const float *planes, const float *weights, const float *bias,
                 const float *residual, float *out) {
  switch (job->level) {
    case ck_avx512: convolve_avx512(job, planes, weights, bias, residual, out); break;
    case ck_avx2: convolve_avx2(job, planes, weights, bias, residual, out); break;
    default: convolve_plain(job, planes, weights, bias, residual, out);
  }
}

#else

int32_t ck_has_avx512(void) { return 0; }
int32_t ck_best_level(void) { return ck_plain; }

void ck_convolve(const ck_convolution *job, const float *planes, const float *weights, const float *bias,
                 const float *residual, float *out) {
  convolve_plain(job, planes, weights, bias, residual, out);
}

#endif

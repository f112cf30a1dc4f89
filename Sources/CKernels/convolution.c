#include "CKernels.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

enum { MOST_PIXELS = 14 };

// What any processor can do: the twin the faster families are tested against.

#define NAME(x) plain_##x
#define LANES 4
#define VECTORS(width) 4
#define TILES TILE(1, 4) TILE(2, 4)
#define ADD_PRODUCT(sum, w, x) sum += (w) * (x)
#include "tiles.h"

INLINE plain_floats pair_product(plain_floats w, plain_floats x) {
  const plain_words a = (plain_words)w, b = (plain_words)x, high = (plain_words){0} + 0xffff0000;
  return (plain_floats)(a << 16) * (plain_floats)(b << 16) + (plain_floats)(a & high) * (plain_floats)(b & high);
}

#define NAME(x) plain_half_##x
#define LANES 4
#define VECTORS(width) 4
#define TILES TILE(1, 4) TILE(2, 4)
#define ADD_PRODUCT(sum, w, x) sum += (plain_half_floats)pair_product((plain_floats)(w), (plain_floats)(x))
#include "tiles.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NAME(x) avx2_##x
#define LANES 8
#define VECTORS(width) 2
#define TILES TILE(1, 2) TILE(2, 2) TILE(3, 2) TILE(4, 2) TILE(5, 2) TILE(6, 2)
#define ADD_PRODUCT(sum, w, x) sum = (avx2_floats)_mm256_fmadd_ps((__m256)(w), (__m256)(x), (__m256)(sum))
#include "tiles.h"
#pragma clang attribute pop

#define AVX512_TILES \
  TILE(1, 1) TILE(2, 1) TILE(3, 1) TILE(4, 1) TILE(5, 1) TILE(6, 1) TILE(7, 1) TILE(8, 1) TILE(9, 1) \
  TILE(10, 1) TILE(11, 1) TILE(12, 1) TILE(13, 1) TILE(14, 1) TILE(1, 2) TILE(2, 2) TILE(3, 2) \
  TILE(4, 2) TILE(5, 2) TILE(6, 2) TILE(7, 2) TILE(8, 2) TILE(9, 2) TILE(10, 2) TILE(11, 2) \
  TILE(12, 2) TILE(1, 3) TILE(2, 3) TILE(3, 3) TILE(4, 3) TILE(5, 3) TILE(6, 3) TILE(7, 3) TILE(8, 3) \
  TILE(1, 4) TILE(2, 4) TILE(3, 4) TILE(4, 4) TILE(5, 4) TILE(6, 4)
#define AVX512 "avx512f,avx512vl,avx512bw,avx512dq,avx2,fma"
#pragma clang attribute push(__attribute__((target(AVX512))), apply_to = function)
#define NAME(x) avx512_##x
#define LANES 16
#define VECTORS(width) ((width) / 16)
#define TILES AVX512_TILES
#define ADD_PRODUCT(sum, w, x) sum = (avx512_floats)_mm512_fmadd_ps((__m512)(w), (__m512)(x), (__m512)(sum))
#include "tiles.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target(AVX512 ",avx512bf16"))), apply_to = function)
#define NAME(x) avx512_half_##x
#define LANES 16
#define VECTORS(width) ((width) / 16)
#define TILES AVX512_TILES
#define ADD_PRODUCT(sum, w, x) sum = (avx512_half_floats)_mm512_dpbf16_ps((__m512)(sum), (__m512bh)(w), (__m512bh)(x))
#include "tiles.h"
#pragma clang attribute pop

int32_t ck_best_level(void) {
  const int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  if (has_avx512) return __builtin_cpu_supports("avx512bf16") ? ck_avx512_bf16 : ck_avx512;
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? ck_avx2 : ck_plain;
}
#else
int32_t ck_best_level(void) { return ck_plain; }
#endif

void ck_convolve(const ck_convolution *job, const float *image, const float *weights, const float *bias,
                 const void *residual, void *out) {
#if defined(__x86_64__)
  if (job->is_half_in && job->level == ck_avx512_bf16)
    return avx512_half_convolve(job, image, weights, bias, residual, out);
  if (!job->is_half_in && job->level >= ck_avx512)
    return avx512_convolve(job, image, weights, bias, residual, out);
  if (!job->is_half_in && job->level == ck_avx2)
    return avx2_convolve(job, image, weights, bias, residual, out);
#endif
  if (job->is_half_in) return plain_half_convolve(job, image, weights, bias, residual, out);
  plain_convolve(job, image, weights, bias, residual, out);
}

void ck_convolve_depthwise(const ck_convolution *job, const float *image, const float *weights,
                           const float *bias, const float *residual, float *out) {
#if defined(__x86_64__)
  if (job->level >= ck_avx512) return avx512_convolve_depthwise(job, image, weights, bias, residual, out);
  if (job->level == ck_avx2) return avx2_convolve_depthwise(job, image, weights, bias, residual, out);
#endif
  plain_convolve_depthwise(job, image, weights, bias, residual, out);
}

void ck_add_halves(int32_t level, size_t count, const uint16_t *a, const uint16_t *b, uint16_t *out) {
#if defined(__x86_64__)
  if (level >= ck_avx512) return avx512_add_halves(count, a, b, out);
  if (level == ck_avx2) return avx2_add_halves(count, a, b, out);
#endif
  plain_add_halves(count, a, b, out);
}

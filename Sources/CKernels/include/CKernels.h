#pragma once
#include <stddef.h>
#include <stdint.h>

// The inner loops that need wide vectors. Everything else of the engine is Swift.
//
// A convolution is a matrix product whose right-hand rows are never copied together: row `k` (one input
// channel and one kernel tap) starts `taps[k]` floats into the padded planes. Pixels are taken sixteen at
// a time; vector `v` starts `starts[v]` floats further on, its valid lanes are the bits of `lanes[v]`, and
// these are written next to each other from `places[v]` of the output plane. So strides, dilations, odd
// widths and borders are all settled when the tables are made, and this loop has no special cases.

enum ck_level { ck_plain = 0, ck_avx2 = 1, ck_avx512 = 2 };

/// The widest vectors this processor and this operating system let us use.
int32_t ck_best_level(void);

/// 1 where the processor has the AVX-512 instructions OpenBLAS's SkylakeX kernels need.
int32_t ck_has_avx512(void);

typedef struct {
  int32_t level;    // one of ck_level, at most ck_best_level()
  int32_t rows;     // output channels
  int32_t block;    // output channels packed together: 8, or 1 for a single row
  int32_t depth;    // input channels times taps
  int32_t vectors;  // groups of sixteen pixels
  const int32_t *taps;
  const int32_t *starts;
  const int32_t *places;
  const uint16_t *lanes;
  size_t plane;  // floats between two output channels
  float low, high;  // the result is clamped to these
  float slope;      // negative results are first multiplied by this
} ck_convolution;

/// out = clamp(leak(weights * planes + bias + residual)).
///
/// `weights` is [rows / block][depth][block] and `bias` [rows], both filled up with zeros to whole blocks;
/// `residual` has the layout of `out`, or is NULL. Up to 15 floats behind the last pixel are read.
void ck_convolve(const ck_convolution *job, const float *planes, const float *weights, const float *bias,
                 const float *residual, float *out);

/// Seconds of a clock that never goes back, for timing the kernels.
double ck_seconds(void);

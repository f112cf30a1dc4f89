#pragma once
#include <stddef.h>
#include <stdint.h>

// The inner loops that need wide vectors. Everything else of the engine is Swift.
//
// An image is stored pixel by pixel, the channels of a pixel next to each other. A convolution is a matrix
// product whose rows are never copied together: for an output pixel (y, x), tap (j, i) reads the channels
// that start `row_offsets[y][j] + column_offsets[i][x]` words into the image, or zeros where either is
// negative. So strides, dilations, borders and transposed convolutions are all settled when the two small
// tables are made, and the loop has no special cases.
//
// A word is 32 bits: one float channel, or two neighbouring channels in bfloat16.

enum ck_level { ck_plain = 0, ck_avx2 = 1, ck_avx512 = 2, ck_avx512_bf16 = 3 };

/// The widest vectors this processor and this operating system let us use.
int32_t ck_best_level(void);

enum { ck_block = 64 };

typedef struct {
  int32_t level;              // one of ck_level, at most ck_best_level()
  int32_t words;              // of one group of one input pixel
  int32_t rows;               // output channels of one group
  int32_t height, width;      // of the output
  int32_t kernel_height, kernel_width;
  int32_t has_runs;           // neighbouring taps of a row read neighbouring pixels
  int32_t is_half_in;         // the image and the weights are bfloat16 pairs, not floats
  int32_t is_half_out;        // the result and the residual are bfloat16, not floats
  int32_t pitch;              // channels from one output pixel to the next
  const int32_t *row_offsets;     // [height][kernel_height], in words
  const int32_t *column_offsets;  // [kernel_width][width], in words
  const float *zeros;         // `words` of them
  float slope;                // negative results are first multiplied by this
  float low, high;            // then the result is clamped to these
} ck_convolution;

/// out = clamp(leak(weights * image + bias + residual)), for one group of one image.
///
/// `weights` is [rows / 64][taps][words][64], the last block as narrow as a multiple of sixteen allows and
/// filled up with zeros; `bias` is [rows], filled up likewise. `residual` has the layout of `out`, or is NULL.
void ck_convolve(const ck_convolution *job, const float *image, const float *weights, const float *bias,
                 const void *residual, void *out);

/// The same where every group has one input and one output channel, floats in and out.
///
/// `words` and `pitch` are the number of channels; `weights` is [taps][channels].
void ck_convolve_depthwise(const ck_convolution *job, const float *image, const float *weights,
                           const float *bias, const float *residual, float *out);

/// out[i] = a[i] + b[i], all bfloat16.
void ck_add_halves(int32_t level, size_t count, const uint16_t *a, const uint16_t *b, uint16_t *out);

/// Seconds of a clock that never goes back, for timing the kernels.
double ck_seconds(void);

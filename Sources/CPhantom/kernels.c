#include "CPhantom.h"

#include <stddef.h>
#include <string.h>

// Vectors never cross a function that is not inlined, so their calling convention does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

#define JOINED(a, b) a##_##b
#define PASTED(a, b) JOINED(a, b)
#define NAME(name) PASTED(name, LEVEL)

#include "lanes.h"

#define LEVEL plain
#include "elementary_body.h"
#include "noise_body.h"
#include "echo_body.h"
#include "display_body.h"
#undef LEVEL

#if defined(__x86_64__)
#define LEVEL avx2
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#include "elementary_body.h"
#include "noise_body.h"
#include "echo_body.h"
#include "display_body.h"
#pragma clang attribute pop
#undef LEVEL
#define LEVEL avx512
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx2"))), \
                             apply_to = function)
#include "elementary_body.h"
#include "noise_body.h"
#include "echo_body.h"
#include "display_body.h"
#pragma clang attribute pop
#undef LEVEL

int32_t cp_best_level(void) {
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq"))
    return cp_avx512;
  return __builtin_cpu_supports("avx2") ? cp_avx2 : cp_plain;
}

#define CHOSEN(name, ...)                                 \
  (level == cp_avx512 ? PASTED(name, avx512)(__VA_ARGS__) \
   : level == cp_avx2 ? PASTED(name, avx2)(__VA_ARGS__)   \
                      : PASTED(name, plain)(__VA_ARGS__))
#else
int32_t cp_best_level(void) { return cp_plain; }
#define CHOSEN(name, ...) ((void)level, PASTED(name, plain)(__VA_ARGS__))
#endif

float cp_noise_at(int32_t level, float x, float y, float z, uint32_t seed) {
  return CHOSEN(noise, x, y, z, seed);
}

// Eight corners fill no wider vector, so AVX-512 has nothing to add to noise.
float cp_noise(float x, float y, float z, uint32_t seed) { return cp_noise_at(cp_best_level(), x, y, z, seed); }

cp_wall cp_cell_wall(float x, float y, float z, uint32_t seed) {
  const int32_t level = cp_best_level();
  return CHOSEN(cell_wall, x, y, z, seed);
}

void cp_tissue(int32_t level, const uint8_t *voxels, int32_t nx, int32_t ny, int32_t nz, const cp_run *runs,
               int32_t rows, int32_t lines, float *amplitude, float *attenuation, float *interface_,
               float *slope, float *sheen) {
  CHOSEN(tissue, voxels, nx, ny, nz, runs, rows, lines, amplitude, attenuation, interface_, slope, sheen);
}

void cp_scatterers(int32_t level, const int16_t *thin, const int16_t *thick, const int32_t *tiles,
                   const cp_run *runs, const float *weights, const float *turns, const float *step,
                   int32_t rows, int32_t lines, float *real, float *imaginary) {
  CHOSEN(scatterers, thin, thick, tiles, runs, weights, turns, step, rows, lines, real, imaginary);
}

void cp_echoes(int32_t level, const float *amplitude, const float *interface_, const float *slope,
               const float *sheen, const float *mirror_real, const float *mirror_imaginary,
               const float *scale, const float *across, int32_t rows, int32_t lines, float *real,
               float *imaginary) {
  CHOSEN(echoes, amplitude, interface_, slope, sheen, mirror_real, mirror_imaginary, scale, across, rows,
         lines, real, imaginary);
}

void cp_transmitted(int32_t level, const float *attenuation, const float *weights, const float *per_step,
                    const float *skin, int32_t rows, int32_t lines, float *out) {
  CHOSEN(transmitted, attenuation, weights, per_step, skin, rows, lines, out);
}

void cp_pulse(int32_t level, const float *real, const float *imaginary, const float *cosine,
              const float *sine, int32_t taps, int32_t rows, int32_t lines, float *upper_real,
              float *upper_imaginary, float *lower_real, float *lower_imaginary) {
  CHOSEN(pulse, real, imaginary, cosine, sine, taps, rows, lines, upper_real, upper_imaginary, lower_real,
         lower_imaginary);
}

void cp_beams(int32_t level, const float *real, const float *imaginary, const float *cosine,
              const float *sine, int32_t taps, int32_t is_steered, const float *left, const float *right,
              int32_t rows, int32_t lines, float *power) {
  CHOSEN(beams, real, imaginary, cosine, sine, taps, is_steered, left, right, rows, lines, power);
}

void cp_decimate(int32_t level, const float *power, int32_t rows, int32_t lines, float *out) {
  CHOSEN(decimate, power, rows, lines, out);
}

void cp_clutter(int32_t level, const float *pedestal, const float *near, const float *texture,
                const cp_run *runs, const float *ghost, const float *per_row, const float *noise,
                float floor, const uint32_t *seeds, int32_t rows, int32_t lines, float *power) {
  CHOSEN(clutter, pedestal, near, texture, runs, ghost, per_row, noise, floor, seeds, rows, lines, power);
}

void cp_contact(int32_t level, const float *contact, const float *ring, int32_t rows, int32_t lines,
                float *power) {
  CHOSEN(contact, contact, ring, rows, lines, power);
}

void cp_levels(int32_t level, float *power, const float *lift, int32_t rows, int32_t lines) {
  CHOSEN(levels, power, lift, rows, lines);
}

void cp_smooth(int32_t level, const float *levels, const float *down, int32_t down_taps,
               const float *across, int32_t across_taps, const float *wide_down, int32_t wide_down_taps,
               const float *wide_across, int32_t wide_across_taps, float sharpening, int32_t rows,
               int32_t lines, float *out) {
  CHOSEN(smooth, levels, down, down_taps, across, across_taps, wide_down, wide_down_taps, wide_across,
         wide_across_taps, sharpening, rows, lines, out);
}

void cp_picture(int32_t level, const float *levels, const int32_t *row_at, const float *row_share,
                const int32_t *line_at, const float *line_share, int32_t lines, int32_t width,
                int32_t height, const float *map, float *picture, uint8_t *grey) {
  CHOSEN(picture, levels, row_at, row_share, line_at, line_share, lines, width, height, map, picture, grey);
}

#pragma once
#include <stdint.h>

// The inner loops of the phantom that need wide vectors. Everything else of the engine is Swift.
//
// Every kernel exists three times from one source: for any processor, for AVX2 and for AVX-512. All three do
// the same operations in the same order, lane by lane, without fused multiply-adds and without sums across
// lanes, so a picture has the same bytes whichever runs. Planes are row-major, one row a depth, the lines of
// a row next to each other; `lines` is a multiple of 16 and at most cp_most_lines.

enum { cp_plain = 0, cp_avx2 = 1, cp_avx512 = 2 };
enum { cp_most_lines = 512, cp_most_taps = 63 };

/// The widest vectors this processor lets us use.
int32_t cp_best_level(void);

/// Gradient noise of unit feature size, about -1...1 (Perlin, Improving Noise, SIGGRAPH 2002, on a hash).
float cp_noise(float x, float y, float z, uint32_t seed);
float cp_noise_at(int32_t level, float x, float y, float z, uint32_t seed);

typedef struct {
  float distance;  // second nearest minus nearest: 0 on the wall
  uint32_t cell;
} cp_wall;

/// The wall between the two nearest of randomly placed cells (Worley, SIGGRAPH 1996).
cp_wall cp_cell_wall(float x, float y, float z, uint32_t seed);

/// A straight run of samples: where it begins and what one line further adds, in units of a grid's steps.
typedef struct {
  float x, y, z;
  float dx, dy, dz;
} cp_run;



/// What three planes across the slice hold, averaged 1:2:1, along `3 * rows` runs.
///
/// The grid has four bytes a voxel, `x` fastest, then `z`, then `y`: echo level in steps of 0.4 dB from -60,
/// root of attenuation from 0 to 10 dB/cm/MHz, interface potential in 1/60 from -0.8, sheen in 1/85. It is
/// read by trilinear interpolation and clamped at its borders. Amplitude is against plain fat; slope is the
/// interface potential's difference between the outer planes.
void cp_tissue(int32_t level, const uint8_t *voxels, int32_t nx, int32_t ny, int32_t nz, const cp_run *runs,
               int32_t rows, int32_t lines, float *amplitude, float *attenuation, float *interface_,
               float *slope, float *sheen);

/// Scatterers along one run per row, from a tile of 64 x 256 x (128 + 1) voxels with two complex values of
/// 16 bits each (`y` slowest, `x` fastest, its first column repeated); `weights` has two per row.
/// `turns` holds cosine and sine per row of the phase at the first line, and `step` of one line's phase.
void cp_scatterers(int32_t level, const int16_t *thin, const int16_t *thick, const int32_t *tiles,
                   const cp_run *runs, const float *weights, const float *turns, const float *step,
                   int32_t rows, int32_t lines, float *real, float *imaginary);

/// Weights the scatterers by the tissue and adds the mirror-like echo of interfaces, in place.
/// `scale` = strength, half an inverse row step, half an inverse line step; `across` one per row.
void cp_echoes(int32_t level, const float *amplitude, const float *interface_, const float *slope,
               const float *sheen, const float *mirror_real, const float *mirror_imaginary,
               const float *scale, const float *across, int32_t rows, int32_t lines, float *real,
               float *imaginary);

/// What absorption leaves of the power, for one steering: `weights` left, centre, right; `per_step` per row;
/// `skin` the loss before the first row, dB.
void cp_transmitted(int32_t level, const float *attenuation, const float *weights, const float *per_step,
                    const float *skin, int32_t rows, int32_t lines, float *out);

/// Convolves down the lines with a pulse and with its mirror in frequency. `lower_*` may be the same planes
/// as `upper_*` when `sine` is all zero.
void cp_pulse(int32_t level, const float *real, const float *imaginary, const float *cosine,
              const float *sine, int32_t taps, int32_t rows, int32_t lines, float *upper_real,
              float *upper_imaginary, float *lower_real, float *lower_imaginary);

/// Convolves across the lines with a beam and with its mirror image, one kernel of `taps` per row, and adds
/// the power that is left of each. Without steering there is one beam, and `right` and `sine` are not read.
void cp_beams(int32_t level, const float *real, const float *imaginary, const float *cosine,
              const float *sine, int32_t taps, int32_t is_steered, const float *left, const float *right,
              int32_t rows, int32_t lines, float *power);

/// Means over blocks of 4 x 4.
void cp_decimate(int32_t level, const float *power, int32_t rows, int32_t lines, float *out);

/// Adds off-axis echoes, repeats of the near field, haze, electronic noise and the main bang.
/// `pedestal` and `near` are decimated planes; `texture` a tile of speckle power; `ghost` a plane of it;
/// `per_row` haze and main bang, two per row; `noise` 4096 draws; `seeds` frame and case.
void cp_clutter(int32_t level, const float *pedestal, const float *near, const float *texture,
                const cp_run *runs, const float *ghost, const float *per_row, const float *noise,
                float floor, const uint32_t *seeds, int32_t rows, int32_t lines, float *power);

/// Where the probe has lost the skin: the echo fades and the crystal rings. `contact` per line 1 ... 0 and
/// `ring` per row and line, both powers.
void cp_contact(int32_t level, const float *contact, const float *ring, int32_t rows, int32_t lines,
                float *power);

/// Power to dB, plus a lift per row.
void cp_levels(int32_t level, float *power, const float *lift, int32_t rows, int32_t lines);

/// Local-statistics filter: flat speckle is averaged with two Gaussians, edges stay; then `sharpening` of
/// what is left along the line.
void cp_smooth(int32_t level, const float *levels, const float *down, int32_t down_taps,
               const float *across, int32_t across_taps, const float *wide_down, int32_t wide_down_taps,
               const float *wide_across, int32_t wide_across_taps, float sharpening, int32_t rows,
               int32_t lines, float *out);

/// Levels at the pixels, bilinear, and their grey. `row_at`/`line_at` are whole places with shares.
void cp_picture(int32_t level, const float *levels, const int32_t *row_at, const float *row_share,
                const int32_t *line_at, const float *line_share, int32_t lines, int32_t width,
                int32_t height, const float *map, float *picture, uint8_t *grey);

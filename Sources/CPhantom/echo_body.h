// From tissue and scatterers to echo power.

INLINE f8 NAME(two_voxels)(const uint8_t *p) {
  bytes8 b;
  memcpy(&b, p, sizeof b);
  return __builtin_convertvector(b, f8);
}

INLINE f8 NAME(two_scatterers)(const int16_t *p) {
  words8 w;
  memcpy(&w, p, sizeof w);
  return __builtin_convertvector(w, f8);
}

INLINE f16 NAME(along)(int line, float from, float step) {
  const f16 ramp = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return (ramp + (float)line) * step + from;
}

/// Four channels of every sample of one run.
static void NAME(fetch)(const uint8_t *voxels, int nx, int ny, int nz, const cp_run *run, int lines,
                        float *out) {
  const int row = nx * 4, slab = nx * nz * 4;
  for (int line = 0; line < lines; line += 16) {
    f16 x = clamp16(NAME(along)(line, run->x, run->dx), 0, (float)nx - 1.001f);
    f16 y = clamp16(NAME(along)(line, run->y, run->dy), 0, (float)ny - 1.001f);
    f16 z = clamp16(NAME(along)(line, run->z, run->dz), 0, (float)nz - 1.001f);
    i16 i = __builtin_convertvector(x, i16), j = __builtin_convertvector(y, i16),
        k = __builtin_convertvector(z, i16);
    f16 u = x - __builtin_convertvector(i, f16), v = y - __builtin_convertvector(j, f16),
        w = z - __builtin_convertvector(k, f16);
    // Through memory: taking single lanes out of vectors costs more than a store.
    int32_t at[16];
    float us[16], vs[16], ws[16];
    store_whole16(at, j * slab + k * row + i * 4);
    store16(us, u);
    store16(vs, v);
    store16(ws, w);
    for (int lane = 0; lane < 16; lane++) {
      const uint8_t *p = voxels + at[lane];
      f8 a = NAME(two_voxels)(p), c = NAME(two_voxels)(p + slab);
      a += (NAME(two_voxels)(p + row) - a) * ws[lane];
      c += (NAME(two_voxels)(p + slab + row) - c) * ws[lane];
      a += (c - a) * vs[lane];
      f4 voxel = a.lo + (a.hi - a.lo) * us[lane];
      memcpy(out + (line + lane) * 4, &voxel, sizeof voxel);
    }
  }
}

/// One channel of sixteen samples of four.
INLINE f16 NAME(channel)(const float *samples, int channel) {
#define FOUR(n) samples[4 * n], samples[4 * n + 4], samples[4 * n + 8], samples[4 * n + 12]
  samples += channel;
  return (f16){FOUR(0), FOUR(4), FOUR(8), FOUR(12)};
#undef FOUR
}

static void NAME(tissue)(const uint8_t *voxels, int nx, int ny, int nz, const cp_run *runs, int rows,
                         int lines, float *amplitude, float *attenuation, float *interface_, float *slope,
                         float *sheen) {
  float planes[3][cp_most_lines * 4];
  const float per_step = 0.1328771f, base = -19.931569f;  // log2 of 10^(0.4/10) and of 10^(-60/10)
  for (int row = 0; row < rows; row++) {
    for (int k = 0; k < 3; k++) NAME(fetch)(voxels, nx, ny, nz, runs + row * 3 + k, lines, planes[k]);
    for (int line = 0; line < lines; line += 16) {
      const float *a = planes[0] + line * 4, *b = planes[1] + line * 4, *c = planes[2] + line * 4;
      size_t at = (size_t)row * (size_t)lines + (size_t)line;
      f16 power = exp2_16(NAME(channel)(a, 0) * per_step + base) * 0.25f;
      power += exp2_16(NAME(channel)(b, 0) * per_step + base) * 0.5f;
      power += exp2_16(NAME(channel)(c, 0) * per_step + base) * 0.25f;
      store16(amplitude + at, __builtin_elementwise_sqrt(power));
      f16 qa = NAME(channel)(a, 1), qb = NAME(channel)(b, 1), qc = NAME(channel)(c, 1);
      store16(attenuation + at, (qa * qa * 0.25f + qb * qb * 0.5f + qc * qc * 0.25f) * (10.0f / 65025.0f));
      f16 za = NAME(channel)(a, 2), zb = NAME(channel)(b, 2), zc = NAME(channel)(c, 2);
      store16(interface_ + at, (za * 0.25f + zb * 0.5f + zc * 0.25f) * (1.0f / 60.0f));
      store16(slope + at, (zc - za) * (1.0f / 60.0f));
      store16(sheen + at, NAME(channel)(b, 3) * (1.0f / 85.0f));
    }
  }
}

static void NAME(scatterers)(const int16_t *thin, const int16_t *thick, const int32_t *tiles,
                             const cp_run *runs, const float *weights, const float *turns,
                             const float *step, int rows, int lines, float *real, float *imaginary) {
  float samples[cp_most_lines * 4], steadiness[cp_most_lines];
  // Neighbours in the tile have this correlation along x and z; between them a mean of two has less power,
  // which would print the tile's grid on the speckle. What is lost is given back.
  const float lost = 2 * (1 - 0.117f);
  // The phase of line n is the turn of the row times the step to the n: sixteen powers at once.
  f16 step_c, step_s;
  float c = 1, s = 0;
  for (int lane = 0; lane < 16; lane++) {
    step_c[lane] = c;
    step_s[lane] = s;
    float next = c * step[0] - s * step[1];
    s = c * step[1] + s * step[0];
    c = next;
  }
  const float block_c = c, block_s = s;
  for (int row = 0; row < rows; row++) {
    const int16_t *tile = tiles[row] ? thick : thin;
    const cp_run *run = runs + row;
    for (int line = 0; line < lines; line += 16) {
      f16 u, v, w;
      i16 i = floor16(NAME(along)(line, run->x, run->dx), &u) & 127;
      i16 j = floor16(NAME(along)(line, run->y, run->dy), &v) & 63;
      i16 k = floor16(NAME(along)(line, run->z, run->dz), &w) & 255;
      int32_t at[16], deeper[16], further[16];
      float us[16], vs[16], ws[16];
      f16 left = (1.0f - u * (1.0f - u) * lost) * (1.0f - w * (1.0f - w) * lost);
      store16(steadiness + line, 1.0f / __builtin_elementwise_sqrt(left));
      store_whole16(at, ((j * 256 + k) * 129 + i) * 4);
      store_whole16(deeper, (((k + 1) & 255) - k) * (129 * 4));
      store_whole16(further, (((j + 1) & 63) - j) * (256 * 129 * 4));
      store16(us, u);
      store16(vs, v);
      store16(ws, w);
      for (int lane = 0; lane < 16; lane++) {
        const int16_t *p = tile + at[lane];
        int d = deeper[lane], f = further[lane];
        f8 a = NAME(two_scatterers)(p), b = NAME(two_scatterers)(p + f);
        a += (NAME(two_scatterers)(p + d) - a) * ws[lane];
        b += (NAME(two_scatterers)(p + f + d) - b) * ws[lane];
        a += (b - a) * vs[lane];
        f4 two = a.lo + (a.hi - a.lo) * us[lane];
        memcpy(samples + (line + lane) * 4, &two, sizeof two);
      }
    }
    f16 turn_c = step_c * turns[row * 2] - step_s * turns[row * 2 + 1];
    f16 turn_s = step_c * turns[row * 2 + 1] + step_s * turns[row * 2];
    for (int line = 0; line < lines; line += 16) {
      const float *p = samples + line * 4;
      f16 r = NAME(channel)(p, 0) * weights[row * 2] + NAME(channel)(p, 2) * weights[row * 2 + 1];
      f16 i = NAME(channel)(p, 1) * weights[row * 2] + NAME(channel)(p, 3) * weights[row * 2 + 1];
      f16 steady = load16(steadiness + line);
      size_t at = (size_t)row * (size_t)lines + (size_t)line;
      store16(real + at, (r * turn_c - i * turn_s) * steady);
      store16(imaginary + at, (r * turn_s + i * turn_c) * steady);
      f16 next = turn_c * block_c - turn_s * block_s;
      turn_s = turn_c * block_s + turn_s * block_c;
      turn_c = next;
    }
  }
}

static void NAME(echoes)(const float *amplitude, const float *interface_, const float *slope,
                         const float *sheen, const float *mirror_real, const float *mirror_imaginary,
                         const float *scale, const float *across, int rows, int lines, float *real,
                         float *imaginary) {
  float here[cp_most_lines + 2];
  for (int row = 0; row < rows; row++) {
    const float *above = interface_ + (size_t)(row > 0 ? row - 1 : 0) * (size_t)lines;
    const float *below = interface_ + (size_t)(row < rows - 1 ? row + 1 : row) * (size_t)lines;
    padded(interface_ + (size_t)row * (size_t)lines, lines, 1, 1, here);
    for (int line = 0; line < lines; line += 16) {
      size_t at = (size_t)row * (size_t)lines + (size_t)line;
      f16 gz = (load16(below + line) - load16(above + line)) * scale[1];
      f16 gx = (load16(here + line + 2) - load16(here + line)) * scale[2];
      f16 gy = load16(slope + at) * across[row];
      f16 square = gz * gz;
      f16 facing = square / (square + gx * gx + gy * gy + 1e-4f);
      f16 lobe = facing * facing;
      f16 size = gz < 0.0f ? -gz : gz;
      f16 mirror = size * lobe * lobe * (load16(sheen + at) + 0.3f) * scale[0];
      f16 loudness = load16(amplitude + at) + mirror * 0.45f;
      mirror = mirror * 0.9f;
      store16(real + at, load16(real + at) * loudness + mirror * load16(mirror_real + at));
      store16(imaginary + at, load16(imaginary + at) * loudness + mirror * load16(mirror_imaginary + at));
    }
  }
}

static void NAME(transmitted)(const float *attenuation, const float *weights, const float *per_step,
                              const float *skin, int rows, int lines, float *out) {
  float above[cp_most_lines + 2], loss[cp_most_lines];
  padded(skin, lines, 1, 1, above);
  for (int row = 0; row < rows; row++) {
    for (int line = 0; line < lines; line += 16) {
      size_t at = (size_t)row * (size_t)lines + (size_t)line;
      f16 v = load16(above + line) * weights[0] + load16(above + line + 1) * weights[1] +
              load16(above + line + 2) * weights[2] + load16(attenuation + at) * per_step[row];
      store16(loss + line, v);
      store16(out + at, exp2_16(v * -0.33219281f));
    }
    padded(loss, lines, 1, 1, above);
  }
}

static void NAME(pulse)(const float *real, const float *imaginary, const float *cosine, const float *sine,
                        int taps, int rows, int lines, float *upper_real, float *upper_imaginary,
                        float *lower_real, float *lower_imaginary) {
  const int reach = taps / 2;
  for (int row = 0; row < rows; row++) {
    const int first = reach > row ? reach - row : 0;
    const int last = taps < rows - row + reach ? taps : rows - row + reach;
    for (int line = 0; line < lines; line += 16) {
      f16 rc = 0, rs = 0, ic = 0, is = 0;
      for (int tap = first; tap < last; tap++) {
        size_t at = (size_t)(row + tap - reach) * (size_t)lines + (size_t)line;
        f16 r = load16(real + at), i = load16(imaginary + at);
        rc += r * cosine[tap];
        ic += i * cosine[tap];
        rs += r * sine[tap];
        is += i * sine[tap];
      }
      size_t at = (size_t)row * (size_t)lines + (size_t)line;
      store16(lower_real + at, rc + is);
      store16(lower_imaginary + at, ic - rs);
      store16(upper_real + at, rc - is);
      store16(upper_imaginary + at, ic + rs);
    }
  }
}

static void NAME(beams)(const float *real, const float *imaginary, const float *cosine, const float *sine,
                        int taps, int is_steered, const float *left, const float *right, int rows,
                        int lines, float *power) {
  float r[cp_most_lines + cp_most_taps], i[cp_most_lines + cp_most_taps];
  for (int row = 0; row < rows; row++) {
    const size_t base = (size_t)row * (size_t)lines;
    const float *c = cosine + (size_t)row * (size_t)taps, *s = sine + (size_t)row * (size_t)taps;
    padded(real + base, lines, taps / 2, 0, r);
    padded(imaginary + base, lines, taps / 2, 0, i);
    for (int line = 0; line < lines; line += 16) {
      f16 rc = 0, rs = 0, ic = 0, is = 0;
      if (!is_steered) {
        for (int tap = 0; tap < taps; tap++) {
          rc += load16(r + line + tap) * c[tap];
          ic += load16(i + line + tap) * c[tap];
        }
        store16(power + base + line, load16(power + base + line) + (rc * rc + ic * ic) * load16(left + base + line));
        continue;
      }
      for (int tap = 0; tap < taps; tap++) {
        f16 a = load16(r + line + tap), b = load16(i + line + tap);
        rc += a * c[tap];
        ic += b * c[tap];
        rs += a * s[tap];
        is += b * s[tap];
      }
      f16 pr = rc - is, pi = ic + rs, mr = rc + is, mi = ic - rs;
      f16 sum = (pr * pr + pi * pi) * load16(right + base + line);
      sum += (mr * mr + mi * mi) * load16(left + base + line);
      store16(power + base + line, load16(power + base + line) + sum);
    }
  }
}

// From echo power to the picture.

static void NAME(decimate)(const float *power, int rows, int lines, float *out) {
  float sum[cp_most_lines];
  for (int row = 0; row + 3 < rows; row += 4) {
    for (int line = 0; line < lines; line += 16) {
      const float *p = power + (size_t)row * (size_t)lines + line;
      store16(sum + line, load16(p) + load16(p + lines) + (load16(p + 2 * lines) + load16(p + 3 * lines)));
    }
    float *to = out + (size_t)(row / 4) * (size_t)(lines / 4);
    for (int k = 0; k < lines / 4; k++)
      to[k] = ((sum[4 * k] + sum[4 * k + 1]) + (sum[4 * k + 2] + sum[4 * k + 3])) * 0.0625f;
  }
}

/// One row of a decimated plane, bilinear, at full width.
static void NAME(expanded)(const float *plane, int row, int rows, int lines, float *out) {
  const int width = lines / 4, height = rows / 4;
  float at = ((float)row - 1.5f) * 0.25f;
  at = at < 0 ? 0 : at > (float)(height - 1) ? (float)(height - 1) : at;
  int top = (int)at < height - 1 ? (int)at : height - 2;
  float share = at - (float)top;
  float coarse[cp_most_lines / 4 + 2];
  const float *a = plane + (size_t)top * (size_t)width, *b = a + width;
  for (int k = 0; k < width; k++) coarse[k + 1] = a[k] + (b[k] - a[k]) * share;
  coarse[0] = coarse[1];
  coarse[width + 1] = coarse[width];
  for (int k = 0; k < width; k++) {
    float left = coarse[k], here = coarse[k + 1], right = coarse[k + 2];
    out[4 * k] = left * 0.375f + here * 0.625f;
    out[4 * k + 1] = left * 0.125f + here * 0.875f;
    out[4 * k + 2] = here * 0.875f + right * 0.125f;
    out[4 * k + 3] = here * 0.625f + right * 0.375f;
  }
}

INLINE u16 NAME(mixed16)(u16 h) {
  h ^= h >> 16;
  h *= 0x7FEB352Du;
  h ^= h >> 15;
  h *= 0x846CA68Bu;
  return h ^ (h >> 16);
}

static void NAME(clutter)(const float *pedestal, const float *near, const float *texture,
                          const cp_run *runs, const float *ghost, const float *per_row,
                          const float *noise, float floor, const uint32_t *seeds, int rows, int lines,
                          float *power) {
  float off_axis[cp_most_lines], repeats[cp_most_lines];
  const i16 ramp = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  for (int row = 0; row < rows; row++) {
    const cp_run *run = runs + row;
    NAME(expanded)(pedestal, row, rows, lines, off_axis);
    NAME(expanded)(near, row, rows, lines, repeats);
    const uint32_t base = (uint32_t)row * 0x8DA6B343u ^ seeds[0] * 0xCB1AB31Fu ^ seeds[1] * 0x9E3779B1u;
    for (int line = 0; line < lines; line += 16) {
      f16 rest;
      i16 i = floor16(NAME(along)(line, run->x, run->dx) + 0.5f, &rest) & 127;
      i16 j = floor16(NAME(along)(line, run->y, run->dy) + 0.5f, &rest) & 63;
      i16 k = floor16(NAME(along)(line, run->z, run->dz) + 0.5f, &rest) & 255;
      int32_t at[16], draw[16];
      store_whole16(at, (j * 256 + k) * 128 + i);
      store_whole16(draw, (i16)(NAME(mixed16)((u16)(ramp + line) * 0xD8163841u ^ base) & 4095u));
      float speckle[16], hisses[16];
      for (int lane = 0; lane < 16; lane++) speckle[lane] = texture[at[lane]];
      for (int lane = 0; lane < 16; lane++) hisses[lane] = noise[draw[lane]];
      f16 hiss = load16(hisses);
      size_t here = (size_t)row * (size_t)lines + (size_t)line;
      f16 sum = load16(power + here) + load16(off_axis + line) * load16(speckle);
      sum += (load16(repeats + line) + per_row[row * 2]) * load16(ghost + here);
      store16(power + here, sum + hiss * floor + per_row[row * 2 + 1]);
    }
  }
}

static void NAME(contact)(const float *contact, const float *ring, int rows, int lines, float *power) {
  for (int row = 0; row < rows; row++)
    for (int line = 0; line < lines; line += 16) {
      float *p = power + (size_t)row * (size_t)lines + line;
      store16(p, load16(p) * load16(contact + line) + load16(ring + (size_t)row * (size_t)lines + line));
    }
}

static void NAME(levels)(float *power, const float *lift, int rows, int lines) {
  for (int row = 0; row < rows; row++)
    for (int line = 0; line < lines; line += 16) {
      float *p = power + (size_t)row * (size_t)lines + line;
      f16 v = load16(p);
      v = v < 1e-20f ? (f16)1e-20f : v;
      store16(p, log2_16(v) * 3.0103f + lift[row]);
    }
}

static void NAME(smooth)(const float *levels, const float *down, int down_taps, const float *across,
                         int across_taps, const float *wide_down, int wide_down_taps,
                         const float *wide_across, int wide_across_taps, float sharpening, int rows,
                         int lines, float *out) {
  enum { room = cp_most_lines + cp_most_taps };
  float mean[cp_most_lines], wide[cp_most_lines], square[cp_most_lines];
  float means[room], wides[room], squares[room];
  for (int row = 0; row < rows; row++) {
    for (int line = 0; line < lines; line += 16) {
      f16 m = 0, w = 0, q = 0;
      for (int tap = 0; tap < down_taps; tap++) {
        int from = row + tap - down_taps / 2;
        from = from < 0 ? 0 : from >= rows ? rows - 1 : from;
        m += load16(levels + (size_t)from * (size_t)lines + line) * down[tap];
      }
      for (int tap = 0; tap < wide_down_taps; tap++) {
        int from = row + tap - wide_down_taps / 2;
        from = from < 0 ? 0 : from >= rows ? rows - 1 : from;
        f16 v = load16(levels + (size_t)from * (size_t)lines + line);
        w += v * wide_down[tap];
        q += v * v * wide_down[tap];
      }
      store16(mean + line, m);
      store16(wide + line, w);
      store16(square + line, q);
    }
    padded(mean, lines, across_taps / 2, 1, means);
    padded(wide, lines, wide_across_taps / 2, 1, wides);
    padded(square, lines, wide_across_taps / 2, 1, squares);
    for (int line = 0; line < lines; line += 16) {
      f16 m = 0, w = 0, q = 0;
      for (int tap = 0; tap < across_taps; tap++) m += load16(means + line + tap) * across[tap];
      for (int tap = 0; tap < wide_across_taps; tap++) {
        w += load16(wides + line + tap) * wide_across[tap];
        q += load16(squares + line + tap) * wide_across[tap];
      }
      f16 variance = q - w * w;
      f16 keep = clamp16((variance - 4.5f) / (variance + 1e-3f), 0.12f, 1.0f);
      size_t at = (size_t)row * (size_t)lines + (size_t)line;
      f16 kept = m + keep * (load16(levels + at) - m);
      // Edge enhancement as machines do it: what the wide average lacks, put back a little stronger.
      store16(out + at, kept + (kept - w) * sharpening);
    }
  }
}

static void NAME(picture)(const float *levels, const int32_t *row_at, const float *row_share,
                          const int32_t *line_at, const float *line_share, int lines, int width,
                          int height, const float *map, float *picture, uint8_t *grey) {
  float row[cp_most_lines], pixels[16];
  for (int y = 0; y < height; y++) {
    const float *top = levels + (size_t)row_at[y] * (size_t)lines;
    for (int line = 0; line < lines; line += 16) {
      f16 a = load16(top + line), b = load16(top + lines + line);
      store16(row + line, a + (b - a) * row_share[y]);
    }
    for (int x = 0; x < width; x += 16) {
      const int count = width - x < 16 ? width - x : 16;
      for (int k = 0; k < 16; k++) {
        int at = line_at[x + (k < count ? k : count - 1)];
        pixels[k] = row[at] + (row[at + 1] - row[at]) * line_share[x + (k < count ? k : count - 1)];
      }
      f16 t = clamp16(load16(pixels) * map[1] + map[0], 1e-4f, 1.0f);
      f16 g = exp2_16(log2_16(t) * map[2]) * 253.0f + 2.0f;
      int32_t whole[16];
      store_whole16(whole, __builtin_convertvector(clamp16(g, 0, 255.0f), i16));
      for (int k = 0; k < count; k++) {
        picture[(size_t)y * (size_t)width + (size_t)(x + k)] = pixels[k];
        grey[(size_t)y * (size_t)width + (size_t)(x + k)] = (uint8_t)whole[k];
      }
    }
  }
}

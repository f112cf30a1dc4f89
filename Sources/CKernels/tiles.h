// The convolution written once for vectors of any width; included once for each processor family, with
//   NAME(x)       the name of x in this family
//   LANES         floats in a vector
//   TILES         TILE(p, v) for every p pixels by v vectors that fit in registers beside weights and pixels
//   VECTORS(w)    vectors a tile is wide where the block of weights is w channels wide
//   ADD_PRODUCT(sum, weights, word)   sum plus the products of weights and one word

typedef float NAME(floats) __attribute__((vector_size(4 * LANES), aligned(4)));
typedef uint16_t NAME(halves) __attribute__((vector_size(2 * LANES), aligned(2)));
typedef uint32_t NAME(words) __attribute__((vector_size(4 * LANES), aligned(4)));

/// In every lane a where the condition holds, else b.
INLINE NAME(floats) NAME(choose)(NAME(words) condition, NAME(floats) a, NAME(floats) b) {
  return (NAME(floats))(((NAME(words))a & condition) | ((NAME(words))b & ~condition));
}

/// To the nearest bfloat16, ties to even; not-a-number stays one.
INLINE NAME(halves) NAME(rounded)(NAME(floats) v) {
  const NAME(words) bits = (NAME(words))v, up = bits + 0x7fff + (bits >> 16 & 1);
  const NAME(floats) safe = NAME(choose)((NAME(words))(v == v), (NAME(floats))up, (NAME(floats))(bits | 0x400000));
  return __builtin_convertvector((NAME(words))safe >> 16, NAME(halves));
}

INLINE NAME(floats) NAME(widened)(NAME(halves) v) {
  return (NAME(floats))(__builtin_convertvector(v, NAME(words)) << 16);
}

/// The activation. Comparisons with not-a-number are false, so that it comes through: a broken input must
/// stay visible.
INLINE NAME(floats) NAME(finished)(const ck_convolution *job, NAME(floats) v) {
  const NAME(floats) zero = {0}, slope = job->slope - zero, low = job->low - zero, high = job->high - zero;
  v = NAME(choose)((NAME(words))(v < 0), v * slope, v);
  v = NAME(choose)((NAME(words))(v < low), low, v);
  return NAME(choose)((NAME(words))(v > high), high, v);
}

INLINE void NAME(store_vector)(const ck_convolution *job, NAME(floats) sum, const void *residual, void *out) {
  if (job->is_half_out) {
    if (residual) sum += NAME(widened)(*(const NAME(halves) *)residual);
    *(NAME(halves) *)out = NAME(rounded)(NAME(finished)(job, sum));
  } else {
    if (residual) sum += *(const NAME(floats) *)residual;
    *(NAME(floats) *)out = NAME(finished)(job, sum);
  }
}

/// The first `size` bytes of a vector, where the image has no room for all.
static void NAME(store_lanes)(const ck_convolution *job, NAME(floats) sum, const void *residual, void *out,
                              size_t size) {
  char other[4 * LANES] = {0}, result[4 * LANES];
  if (residual) memcpy(other, residual, size);
  NAME(store_vector)(job, sum, residual ? other : NULL, result);
  memcpy(out, result, size);
}

/// Adds residuals to finished sums, `channels` at a time from `at` on for each of `pixels`, and stores them.
///
/// `sums` has `stride` floats a pixel, enough for whole vectors.
static void NAME(store)(const ck_convolution *job, const float *sums, int stride, int pixels, int channels,
                        const void *residual, void *out, size_t at) {
  for (int p = 0; p < pixels; p++, sums += stride, at += job->pitch)
    for (int c = 0; c < channels; c += LANES) {
      const size_t lanes = channels - c < LANES ? channels - c : LANES, size = job->is_half_out ? 2 : 4;
      char *target = (char *)out + (at + c) * size;
      const char *source = residual ? (const char *)residual + (at + c) * size : NULL;
      NAME(floats) sum = *(const NAME(floats) *)(sums + c);
      if (lanes == LANES)
        NAME(store_vector)(job, sum, source, target);
      else
        NAME(store_lanes)(job, sum, source, target, lanes * size);
    }
}

/// `pixels` neighbours in row y from x on, times `vectors` of channels from `row` on.
INLINE void NAME(tile)(const ck_convolution *job, const float *image, const float *weights, const float *bias,
                       const void *residual, void *out, int block, int row, int y, int x, const int pixels,
                       const int vectors) {
  NAME(floats) sums[MOST_PIXELS][4];
#pragma unroll
  for (int p = 0; p < pixels; p++)
#pragma unroll
    for (int v = 0; v < vectors; v++) sums[p][v] = *(const NAME(floats) *)(bias + row + v * LANES);
  // Inside the image the taps of a kernel row read one run of words.
  const int32_t last = job->column_offsets[(job->kernel_width - 1) * job->width + x + pixels - 1];
  const int is_run = job->has_runs && job->column_offsets[x] >= 0 && last >= 0;
  const int taps = is_run ? 1 : job->kernel_width, words = job->kernel_width / taps * job->words;
  for (int j = 0; j < job->kernel_height; j++) {
    const int32_t above = job->row_offsets[y * job->kernel_height + j];
    if (above < 0) {
      weights += taps * words * block;
      continue;
    }
    for (int i = 0; i < taps; i++) {
      const int32_t *columns = job->column_offsets + i * job->width + x;
      const float *from[MOST_PIXELS];
#pragma unroll
      for (int p = 0; p < pixels; p++) from[p] = columns[p] < 0 ? job->zeros : image + above + columns[p];
      for (int k = 0; k < words; k++, weights += block) {
#pragma unroll
        for (int p = 0; p < pixels; p++)
#pragma unroll
          for (int v = 0; v < vectors; v++)
            ADD_PRODUCT(sums[p][v], *(const NAME(floats) *)(weights + v * LANES), from[p][k] - (NAME(floats)){0});
      }
    }
  }
  float results[MOST_PIXELS * 4 * LANES];
#pragma unroll
  for (int p = 0; p < pixels; p++)
#pragma unroll
    for (int v = 0; v < vectors; v++) *(NAME(floats) *)(results + (p * vectors + v) * LANES) = sums[p][v];
  const int rest = job->rows - row, channels = rest < vectors * LANES ? rest : vectors * LANES;
  if (channels > 0)
    NAME(store)(job, results, vectors * LANES, pixels, channels, residual, out,
                (size_t)(y * job->width + x) * job->pitch + row);
}

#define ARGUMENTS                                                                                        \
  const ck_convolution *job, const float *image, const float *weights, const float *bias,                \
      const void *residual, void *out, int block, int row, int y, int x
#define TILE(p, v)                                                                                       \
  static void NAME(tile_##p##_##v)(ARGUMENTS) {                                                          \
    NAME(tile)(job, image, weights, bias, residual, out, block, row, y, x, p, v);                        \
  }
TILES
#undef TILE

static void NAME(convolve)(const ck_convolution *job, const float *image, const float *weights, const float *bias,
                           const void *residual, void *out) {
  typedef void tile(ARGUMENTS);
#define TILE(p, v) [v][p] = NAME(tile_##p##_##v),
  static tile *const tiles[5][MOST_PIXELS + 1] = {TILES};
#undef TILE
  const int depth = job->kernel_height * job->kernel_width * job->words;
  for (int row = 0; row < job->rows; row += ck_block) {
    const int rest = (job->rows - row + 15) / 16 * 16, block = rest < ck_block ? rest : ck_block;
    const int vectors = VECTORS(block);
    // Rows are cut into tiles as equal as possible, so that no lane works in vain.
    int most = MOST_PIXELS;
    while (!tiles[vectors][most]) most--;
    const int cuts = (job->width + most - 1) / most;
    for (int part = 0; part < block; part += vectors * LANES)
      for (int y = 0; y < job->height; y++)
        for (int cut = 0; cut < cuts; cut++) {
          const int x = job->width * cut / cuts, pixels = job->width * (cut + 1) / cuts - x;
          tiles[vectors][pixels](job, image, weights + (size_t)row * depth + part, bias, residual, out, block,
                                 row + part, y, x);
        }
  }
}

/// One output pixel of a depthwise convolution, `LANES` channels at a time.
__attribute__((unused)) static void NAME(convolve_depthwise)(const ck_convolution *job, const float *image, const float *weights,
                                     const float *bias, const float *residual, float *out) {
  for (int y = 0; y < job->height; y++)
    for (int x = 0; x < job->width; x++)
      for (int c = 0; c < job->rows; c += LANES) {
        const int count = job->rows - c;
        NAME(floats) sum = *(const NAME(floats) *)(bias + c);
        for (int j = 0; j < job->kernel_height; j++) {
          const int32_t above = job->row_offsets[y * job->kernel_height + j];
          for (int i = 0; i < job->kernel_width && above >= 0; i++) {
            const int32_t column = job->column_offsets[i * job->width + x];
            if (column < 0) continue;
            const float *w = weights + (size_t)(j * job->kernel_width + i) * job->pitch + c;
            sum += *(const NAME(floats) *)w * *(const NAME(floats) *)(image + above + column + c);
          }
        }
        const size_t at = (size_t)(y * job->width + x) * job->pitch + c;
        NAME(store)(job, (const float *)&sum, LANES, 1, count < LANES ? count : LANES, residual, out, at);
      }
}

__attribute__((unused)) static void NAME(add_halves)(size_t count, const uint16_t *a, const uint16_t *b,
                                                     uint16_t *out) {
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    const NAME(halves) x = *(const NAME(halves) *)(a + i), y = *(const NAME(halves) *)(b + i);
    *(NAME(halves) *)(out + i) = NAME(rounded)(NAME(widened)(x) + NAME(widened)(y));
  }
  NAME(halves) x = {0}, y = {0};
  memcpy(&x, a + i, 2 * (count - i));
  memcpy(&y, b + i, 2 * (count - i));
  x = NAME(rounded)(NAME(widened)(x) + NAME(widened)(y));
  memcpy(out + i, &x, 2 * (count - i));
}

#undef NAME
#undef LANES
#undef TILES
#undef VECTORS
#undef ARGUMENTS
#undef ADD_PRODUCT

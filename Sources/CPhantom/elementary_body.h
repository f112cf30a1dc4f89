// Loading, storing and the elementary functions, sixteen at a time.

INLINE f16 load16(const float *p) {
  f16 v;
  memcpy(&v, p, sizeof v);
  return v;
}

INLINE void store16(float *p, f16 v) { memcpy(p, &v, sizeof v); }

INLINE void store_whole16(int32_t *p, i16 v) { memcpy(p, &v, sizeof v); }

INLINE f16 clamp16(f16 x, float low, float high) {
  x = x < low ? (f16)low : x;
  return x > high ? (f16)high : x;
}

/// The integer below, for |x| < 2^22, and in `rest` the distance from it.
INLINE i16 floor16(f16 x, f16 *rest) {
  f16 shifted = x + rounding_shift;
  i16 whole = (i16)shifted - 0x4B400000;
  f16 f = x - (shifted - rounding_shift);
  i16 below = f < 0.0f;
  *rest = below ? f + 1.0f : f;
  return whole + below;
}

/// Relative error below 3e-7.
INLINE f16 exp2_16(f16 x) {
  x = clamp16(x, -126.0f, 126.0f);
  f16 shifted = x + rounding_shift;
  i16 whole = (i16)shifted - 0x4B400000;
  f16 f = x - (shifted - rounding_shift);
  f16 p = f * 0.00015403f + 0.00133355f;
  p = p * f + 0.00961813f;
  p = p * f + 0.05550411f;
  p = p * f + 0.24022651f;
  p = p * f + 0.69314718f;
  p = p * f + 1.0f;
  return p * (f16)((whole + 127) << 23);
}

/// For x > 0.
INLINE f16 log2_16(f16 x) {
  i16 bits = (i16)x;
  i16 exponent = (bits >> 23) - 127;
  f16 mantissa = (f16)((bits & 0x007FFFFF) | 0x3F800000);
  i16 high = mantissa > 1.4142135f;
  mantissa = high ? mantissa * 0.5f : mantissa;
  exponent = exponent - high;
  f16 s = (mantissa - 1.0f) / (mantissa + 1.0f);
  f16 z = s * s;
  f16 p = z * 0.4121986f + 0.57707802f;
  p = p * z + 0.96179669f;
  p = p * z + 2.88539008f;
  return __builtin_convertvector(exponent, f16) + s * p;
}

/// A row with `reach` repeated or empty samples on both sides, so that taps never leave it.
INLINE void padded(const float *row, int lines, int reach, int repeats, float *out) {
  for (int j = 0; j < reach; j++) {
    out[j] = repeats ? row[0] : 0.0f;
    out[reach + lines + j] = repeats ? row[lines - 1] : 0.0f;
  }
  memcpy(out + reach, row, sizeof(float) * (size_t)lines);
}

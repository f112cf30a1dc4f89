// Hashed noise: all eight corners, or all twenty-seven cells, of one place at once.

#define CORNERS(a, b, c, d, e, f, g, h) ((u8){a, b, c, d, e, f, g, h})

INLINE u8 NAME(mixed)(u8 h) {
  h ^= h >> 16;
  h *= 0x7FEB352Du;
  h ^= h >> 15;
  h *= 0x846CA68Bu;
  return h ^ (h >> 16);
}

INLINE float NAME(fade)(float t) { return t * t * t * (t * (t * 6 - 15) + 10); }

INLINE int32_t NAME(below)(float x, float *rest) {
  float shifted = x + rounding_shift;
  int32_t whole;
  memcpy(&whole, &shifted, 4);
  float f = x - (shifted - rounding_shift);
  *rest = f < 0 ? f + 1 : f;
  return whole - 0x4B400000 - (f < 0);
}

/// The dot products with one of twelve edge directions chosen by each hash; every choice is a mask.
INLINE f8 NAME(slopes)(u8 h, f8 x, f8 y, f8 z) {
  u8 bx = (u8)x, by = (u8)y, bz = (u8)z;
  u8 is_high = (u8)((i8)(h << 28) >> 31);
  u8 u = bx ^ ((bx ^ by) & is_high) ^ (h << 31);
  u8 is_low = (((h >> 3) | (h >> 2)) & 1) - 1;
  u8 v = bz ^ ((bz ^ by) & is_low);
  u8 is_top = 0u - ((h >> 3) & (h >> 2) & ~h & 1);
  v ^= (v ^ bx) & is_top;
  v ^= (h << 30) & 0x80000000u;
  return (f8)u + (f8)v;
}

static float NAME(noise)(float px, float py, float pz, uint32_t seed) {
  float x, y, z;
  uint32_t i = (uint32_t)NAME(below)(px, &x) * 0x8DA6B343u;
  uint32_t j = (uint32_t)NAME(below)(py, &y) * 0xD8163841u;
  uint32_t k = (uint32_t)NAME(below)(pz, &z) * 0xCB1AB31Fu;
  uint32_t i1 = i + 0x8DA6B343u, j1 = j + 0xD8163841u, k1 = k + 0xCB1AB31Fu;
  u8 h = CORNERS(i, i1, i, i1, i, i1, i, i1) ^ CORNERS(j, j, j1, j1, j, j, j1, j1) ^
         CORNERS(k, k, k, k, k1, k1, k1, k1) ^ (seed * 0x9E3779B1u);
  float x1 = x - 1, y1 = y - 1, z1 = z - 1;
  f8 s = NAME(slopes)(NAME(mixed)(h), (f8){x, x1, x, x1, x, x1, x, x1}, (f8){y, y, y1, y1, y, y, y1, y1},
                      (f8){z, z, z, z, z1, z1, z1, z1});
  f4 x_low = __builtin_shufflevector(s, s, 0, 2, 4, 6), x_high = __builtin_shufflevector(s, s, 1, 3, 5, 7);
  f4 along_x = x_low + NAME(fade)(x) * (x_high - x_low);
  float v = NAME(fade)(y);
  float near = along_x[0] + v * (along_x[1] - along_x[0]);
  float far = along_x[2] + v * (along_x[3] - along_x[2]);
  return near + NAME(fade)(z) * (far - near);
}

INLINE f8 NAME(seed_places)(u8 bits) {
  return __builtin_convertvector((i8)(bits & 1023u), f8) * (0.7f / 1023.0f) + 0.15f;
}

static cp_wall NAME(cell_wall)(float x, float y, float z, uint32_t seed) {
  float rest;
  int32_t i = NAME(below)(x, &rest), j = NAME(below)(y, &rest), k = NAME(below)(z, &rest);
  float away[32];
  uint32_t cells[32];
  for (int block = 0; block < 4; block++) {
    i8 n = (i8){0, 1, 2, 3, 4, 5, 6, 7} + block * 8;
    n = n > 26 ? (i8)26 : n;
    // Exact thirds of small numbers by multiplication.
    i8 a = (n * 57) >> 9, b = ((n - a * 9) * 11) >> 5, c = n - a * 9 - b * 3;
    a += i - 1;
    b += j - 1;
    c += k - 1;
    u8 h = NAME(mixed)((u8)a * 0x8DA6B343u ^ (u8)b * 0xD8163841u ^ (u8)c * 0xCB1AB31Fu ^ (seed * 0x9E3779B1u));
    f8 dx = __builtin_convertvector(a, f8) + NAME(seed_places)(h) - x;
    f8 dy = __builtin_convertvector(b, f8) + NAME(seed_places)(h >> 10) - y;
    f8 dz = __builtin_convertvector(c, f8) + NAME(seed_places)(h >> 20) - z;
    f8 d = dx * dx + dy * dy + dz * dz;
    memcpy(away + block * 8, &d, sizeof d);
    memcpy(cells + block * 8, &h, sizeof h);
  }
  float nearest = 1e9f, second = 1e9f;
  int best = 0;
  for (int n = 0; n < 27; n++) {
    float d = away[n];
    second = d < nearest ? nearest : d < second ? d : second;
    best = d < nearest ? n : best;
    nearest = d < nearest ? d : nearest;
  }
  return (cp_wall){__builtin_sqrtf(second) - __builtin_sqrtf(nearest), cells[best]};
}

import Sonography

/// Hashed noise in three dimensions: the raw material of all tissue texture.
///
/// Gradient noise after Perlin, *Improving Noise* (SIGGRAPH 2002), on a 32-bit integer hash instead of a
/// permutation table, so that it never repeats; cells after Worley (SIGGRAPH 1996).

@inline(__always)
func hashed(_ x: Int32, _ y: Int32, _ z: Int32, _ seed: UInt32) -> UInt32 {
  var h =
    UInt32(bitPattern: x) &* 0x8DA6_B343 ^ UInt32(bitPattern: y) &* 0xD816_3841
    ^ UInt32(bitPattern: z) &* 0xCB1A_B31F ^ seed &* 0x9E37_79B1
  h ^= h >> 16
  h = h &* 0x7FEB_352D
  h ^= h >> 15
  h = h &* 0x846C_A68B
  return h ^ (h >> 16)
}

/// The dot product with one of twelve edge directions chosen by the hash.
///
/// The coordinates come as bit patterns and every choice is a mask: hashed choices cannot be predicted, and
/// branching on them costs more than everything else here.
@inline(__always)
private func slope(_ h: UInt32, _ x: UInt32, _ y: UInt32, _ z: UInt32) -> Float {
  let isHigh = UInt32(bitPattern: Int32(bitPattern: h << 28) >> 31)
  let u = x ^ ((x ^ y) & isHigh) ^ (h << 31)
  let isLow = (((h >> 3) | (h >> 2)) & 1) &- 1
  var v = z ^ ((z ^ y) & isLow)
  let isTop = 0 &- ((h >> 3) & (h >> 2) & ~h & 1)
  v ^= (v ^ x) & isTop
  v ^= (h << 30) & 0x8000_0000
  return Float(bitPattern: u) + Float(bitPattern: v)
}

@inline(__always)
private func fade(_ t: Float) -> Float { t * t * t * (t * (t * 6 - 15) + 10) }

/// Smooth noise of unit feature size: about −1...1, mean 0, standard deviation 0.27.
func gradientNoise(_ px: Float, _ py: Float, _ pz: Float, _ seed: UInt32) -> Float {
  let (i, x) = floorSplit(px)
  let (j, y) = floorSplit(py)
  let (k, z) = floorSplit(pz)
  let u = fade(x)
  let v = fade(y)
  let (x0, x1) = (x.bitPattern, (x - 1).bitPattern)
  let (y0, y1) = (y.bitPattern, (y - 1).bitPattern)
  let (z0, z1) = (z.bitPattern, (z - 1).bitPattern)
  let a = slope(hashed(i, j, k, seed), x0, y0, z0)
  let b = slope(hashed(i &+ 1, j, k, seed), x1, y0, z0)
  let c = slope(hashed(i, j &+ 1, k, seed), x0, y1, z0)
  let d = slope(hashed(i &+ 1, j &+ 1, k, seed), x1, y1, z0)
  let e = slope(hashed(i, j, k &+ 1, seed), x0, y0, z1)
  let f = slope(hashed(i &+ 1, j, k &+ 1, seed), x1, y0, z1)
  let g = slope(hashed(i, j &+ 1, k &+ 1, seed), x0, y1, z1)
  let h = slope(hashed(i &+ 1, j &+ 1, k &+ 1, seed), x1, y1, z1)
  let (ab, cd) = (a + u * (b - a), c + u * (d - c))
  let (ef, gh) = (e + u * (f - e), g + u * (h - g))
  let near = ab + v * (cd - ab)
  return near + fade(z) * (ef + v * (gh - ef) - near)
}

/// How far a place is from the wall between the two nearest cells (0 on the wall), and whose cell it is.
func cellWall(_ x: Float, _ y: Float, _ z: Float, _ seed: UInt32) -> (distance: Float, cell: UInt32) {
  let (i, j, k) = (floorSplit(x).whole, floorSplit(y).whole, floorSplit(z).whole)
  var nearest: Float = 1e9
  var second: Float = 1e9
  var cell: UInt32 = 0
  for a in i &- 1...i &+ 1 {
    for b in j &- 1...j &+ 1 {
      for c in k &- 1...k &+ 1 {
        let h = hashed(a, b, c, seed)
        let dx = Float(a) + seedPlace(h) - x
        let dy = Float(b) + seedPlace(h >> 10) - y
        let dz = Float(c) + seedPlace(h >> 20) - z
        let d = dx * dx + dy * dy + dz * dz
        if d < nearest {
          (second, nearest, cell) = (nearest, d, h)
        } else if d < second {
          second = d
        }
      }
    }
  }
  return (second.squareRoot() - nearest.squareRoot(), cell)
}

@inline(__always)
private func seedPlace(_ bits: UInt32) -> Float { 0.15 + 0.7 * Float(bits & 1023) / 1023 }

/// Draws for one case, all from one seed.
struct Draw {
  private var generator: SplitMix64

  init(seed: UInt64, stream: UInt64 = 0) {
    generator = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ stream &* 0xD1B5_4A32_D192_ED03)
  }

  mutating func unit() -> Float { Float(generator.next() >> 40) / 16_777_216 }

  mutating func within(_ range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// Nearly Gaussian, mean 0, standard deviation 1.
  mutating func normal() -> Float {
    (0..<12).reduce(-6) { sum, _ in sum + unit() }
  }

  mutating func bits() -> UInt64 { generator.next() }

  mutating func index(below count: Int) -> Int { min(Int(unit() * Float(count)), count - 1) }

  mutating func direction(flattened y: Float = 1) -> SIMD3<Float> {
    let v = SIMD3(normal(), normal() * y, normal())
    return v / max((v * v).sum().squareRoot(), 1e-3)
  }
}

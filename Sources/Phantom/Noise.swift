internal import CPhantom
import Sonography

// Hashed noise in three dimensions: the raw material of all tissue texture. Gradient noise after Perlin,
// *Improving Noise* (SIGGRAPH 2002), on a 32-bit integer hash instead of a permutation table, so that it
// never repeats; cells after Worley (SIGGRAPH 1996).

/// Smooth noise of unit feature size: about −1...1, mean 0, standard deviation 0.27.
@inline(__always)
func gradientNoise(_ x: Float, _ y: Float, _ z: Float, _ seed: UInt32) -> Float {
  cp_noise(x, y, z, seed)
}

/// How far a place is from the wall between the two nearest cells (0 on the wall), and whose cell it is.
@inline(__always)
func cellWall(_ x: Float, _ y: Float, _ z: Float, _ seed: UInt32) -> (distance: Float, cell: UInt32) {
  let wall = cp_cell_wall(x, y, z, seed)
  return (wall.distance, wall.cell)
}

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

internal import CPhantom
import Sonography

/// The random scatterers of all tissue: complex reflectivity, already demodulated to baseband.
///
/// A tile of 15.4 × 12.8 × 12.8 mm that repeats. They stay in the tissue while the probe moves, which is
/// what makes speckle travel and decorrelate as it does. Three tiles are filtered for three slice
/// thicknesses; blending them by depth with square-root weights keeps the power and gives the
/// elevational correlation of the beam, which summing a few planes does not.
struct Scatterers: Sendable {
  /// Two neighbouring thicknesses side by side, 16 bits a number, the first column repeated at the end.
  let thin: [Int16]
  let thick: [Int16]
  /// Fully developed three-look speckle power, mean 1: the texture of clutter from beside the beam.
  let texture: [Float]
  private static let (nx, ny, nz) = (128, 64, 256)
  static let voxel = SIMD3<Float>(0.12, 0.20, 0.05)
  private static let thicknesses: [Float] = [0.6, 1.12, 2]
  /// One unit of amplitude in stored steps: 4.6 deviations fit, rounding is 70 dB down.
  static let unit: Float = 7000

  /// Every phantom uses the same tiles; they are a constant of the method.
  static let standard = Scatterers()

  private init() {
    let tiles = Self.thicknesses.enumerated().map { index, thickness in
      var tile = Self.white(seed: UInt64(7 + index))
      Self.smooth(&tile, stride: 1, count: Self.nx, sigma: 0.42)
      Self.smooth(&tile, stride: Self.nx, count: Self.nz, sigma: 0.42)
      Self.smooth(
        &tile, stride: Self.nx * Self.nz, count: Self.ny, sigma: thickness / 2.355 / Self.voxel.y)
      let power = tile.reduce(Float(0)) { $0 + ($1 * $1).sum() } / Float(tile.count)
      let scale = 1 / power.squareRoot()
      return tile.map { $0 * scale }
    }
    thin = Self.stored(tiles[0], tiles[1])
    thick = Self.stored(tiles[1], tiles[2])
    texture = Self.texture(of: tiles[2])
  }

  private static func stored(_ a: [SIMD2<Float>], _ b: [SIMD2<Float>]) -> [Int16] {
    var out: [Int16] = []
    out.reserveCapacity(ny * nz * (nx + 1) * 4)
    for row in 0..<ny * nz {
      for column in 0...nx {
        let at = row &* nx &+ (column & (nx &- 1))
        for value in [a[at].x, a[at].y, b[at].x, b[at].y] {
          out.append(Int16(min(max(value * unit, -32_767), 32_767)))
        }
      }
    }
    return out
  }

  private static func texture(of tile: [SIMD2<Float>]) -> [Float] {
    tile.indices.map { at in
      let (x, z, y) = (at & 127, (at >> 7) & 255, at >> 15)
      let looks = (0..<3).reduce(Float(0)) { sum, look in
        let (i, j, k) = ((x + look * 43) & 127, (y + look * 21) & 63, (z + look * 90) & 255)
        let other = (j * 256 + k) * 128 + i
        return sum + (tile[other] * tile[other]).sum()
      }
      return looks / 3
    }
  }

  private static func white(seed: UInt64) -> [SIMD2<Float>] {
    var generator = SplitMix64(seed: seed)
    // Four uniform numbers are Gaussian enough: the filters below mix dozens of them.
    func deviate() -> Float {
      let bits = generator.next()
      let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + bits >> 48
      return Float(sum) / 65536 - 2
    }
    return (0..<nx * ny * nz).map { _ in
      let (a, b) = (deviate(), deviate())
      return SIMD2(a, b)
    }
  }

  /// Circular Gaussian filter along one axis.
  private static func smooth(
    _ tile: inout [SIMD2<Float>], stride: Int, count: Int, sigma: Float
  ) {
    let reach = min(count / 2 - 1, Int(3 * sigma + 1))
    let kernel = (-reach...reach).map { bell(Float($0) / (1.414 * sigma)) }
    var line = [SIMD2<Float>](repeating: .zero, count: count)
    for start in 0..<tile.count / count {
      let base = start / stride * stride * count + start % stride
      for i in 0..<count { line[i] = tile[base &+ i &* stride] }
      for i in 0..<count {
        var sum = SIMD2<Float>.zero
        for t in 0..<kernel.count {
          sum += kernel[t] * line[(i &+ t &- reach &+ count) & (count &- 1)]
        }
        tile[base &+ i &* stride] = sum
      }
    }
  }

  /// Which tiles make up a slice of this thickness, and their amplitudes.
  static func blend(thickness: Float) -> (isThick: Bool, weights: SIMD2<Float>) {
    let t = log2(min(max(thickness, thicknesses[0]), thicknesses[2]))
    let first = t < log2(thicknesses[1]) ? 0 : 1
    let (low, high) = (log2(thicknesses[first]), log2(thicknesses[first + 1]))
    let share = min(max((t - low) / (high - low), 0), 1)
    return (first == 1, SIMD2((1 - share).squareRoot(), share.squareRoot()))
  }
}

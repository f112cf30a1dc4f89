import Sonography

/// The random scatterers of all tissue: complex reflectivity, already demodulated to baseband.
///
/// A tile of 15.4 × 12.8 × 12.8 mm that repeats. They stay in the tissue while the probe moves, which is
/// what makes speckle travel and decorrelate as it does. Three tiles are filtered for three slice
/// thicknesses; blending them by depth with square-root weights keeps the power and gives the
/// elevational correlation of the beam, which summing a few planes does not.
struct Scatterers: Sendable {
  private let tiles: [[SIMD2<Float>]]
  private static let (nx, ny, nz) = (128, 64, 256)
  private static let voxel = SIMD3<Float>(0.12, 0.20, 0.05)
  private static let thicknesses: [Float] = [0.62, 1.15, 1.95]

  /// Every phantom uses the same tiles; they are a constant of the method.
  static let standard = Scatterers()

  private init() {
    tiles = Self.thicknesses.enumerated().map { index, thickness in
      var tile = Self.white(seed: UInt64(7 + index))
      Self.smooth(&tile, stride: 1, count: Self.nx, sigma: 0.42)
      Self.smooth(&tile, stride: Self.nx, count: Self.nz, sigma: 0.42)
      Self.smooth(
        &tile, stride: Self.nx * Self.nz, count: Self.ny, sigma: thickness / 2.355 / Self.voxel.y)
      let power = tile.reduce(Float(0)) { $0 + ($1 * $1).sum() } / Float(tile.count)
      let scale = 1 / power.squareRoot()
      return tile.map { $0 * scale }
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
  func blend(thickness: Float) -> (first: Int, weights: SIMD2<Float>) {
    let all = Self.thicknesses
    let t = log2(min(max(thickness, all[0]), all[2]))
    let first = t < log2(all[1]) ? 0 : 1
    let (low, high) = (log2(all[first]), log2(all[first + 1]))
    let share = min(max((t - low) / (high - low), 0), 1)
    return (first, SIMD2((1 - share).squareRoot(), share.squareRoot()))
  }

  @inline(__always)
  func sample(_ p: SIMD3<Float>, tile: Int) -> SIMD2<Float> {
    let (x, u) = floorSplit(p.x / Self.voxel.x)
    let (y, v) = floorSplit(p.y / Self.voxel.y)
    let (z, w) = floorSplit(p.z / Self.voxel.z)
    let (x0, x1) = (Int(x) & 127, Int(x &+ 1) & 127)
    let (y0, y1) = (Int(y) & 63, Int(y &+ 1) & 63)
    let (z0, z1) = (Int(z) & 255, Int(z &+ 1) & 255)
    let (a, b) = ((y0 &* 256 &+ z0) &* 128, (y0 &* 256 &+ z1) &* 128)
    let (c, d) = ((y1 &* 256 &+ z0) &* 128, (y1 &* 256 &+ z1) &* 128)
    let near = mixed(tile, a, x0, x1, u) * (1 - w) + mixed(tile, b, x0, x1, u) * w
    let far = mixed(tile, c, x0, x1, u) * (1 - w) + mixed(tile, d, x0, x1, u) * w
    return near * (1 - v) + far * v
  }

  @inline(__always)
  private func mixed(
    _ tile: Int, _ row: Int, _ left: Int, _ right: Int, _ share: Float
  ) -> SIMD2<Float> {
    tiles[tile][row &+ left] * (1 - share) + tiles[tile][row &+ right] * share
  }

  /// Fully developed three-look speckle power, mean 1: the texture of clutter from beside the beam.
  @inline(__always)
  func clutter(_ p: SIMD3<Float>) -> Float {
    let x = Int(split(p.x / Self.voxel.x).whole)
    let y = Int(split(p.y / Self.voxel.y).whole)
    let z = Int(split(p.z / Self.voxel.z).whole)
    var sum: Float = 0
    for look in 0..<3 {
      let t = tiles[2][
        (((y &+ look &* 21) & 63) &* 256 &+ ((z &+ look &* 90) & 255)) &* 128
          &+ ((x &+ look &* 43) & 127)]
      sum += (t * t).sum()
    }
    return sum / 3
  }
}

/// The tissue of one sweep, worked out once on a grid and then read by interpolation.
///
/// Steps of 0.24 × 0.4 × 0.1 mm, each below half the beam in its direction: coarser makes beads on sloping
/// septa, finer shows nothing more. About a microsecond a voxel to fill.
struct TissueVolume: Sendable {
  private let voxels: [SIMD4<Float>]
  private let origin: SIMD3<Float>
  private let counts: (x: Int, y: Int, z: Int)
  private let limits: SIMD3<Float>
  private static let step = SIMD3<Float>(0.24, 0.4, 0.1)

  init(_ tissue: Tissue, x: ClosedRange<Float>, y: ClosedRange<Float>, depth: Float) {
    let step = Self.step
    origin = SIMD3(x.lowerBound, y.lowerBound, 0)
    counts = (
      Int((x.upperBound - x.lowerBound) / step.x) + 2,
      Int((y.upperBound - y.lowerBound) / step.y) + 2, Int(depth / step.z) + 2
    )
    limits = SIMD3(Float(counts.x), Float(counts.y), Float(counts.z)) - 1.001
    var voxels = [SIMD4<Float>]()
    voxels.reserveCapacity(counts.x * counts.y * counts.z)
    for j in 0..<counts.y {
      let py = y.lowerBound + Float(j) * step.y
      let layers = (0..<counts.x).map { tissue.layers(x.lowerBound + Float($0) * step.x, py) }
      for k in 0..<counts.z {
        for i in 0..<counts.x {
          let p = SIMD3(x.lowerBound + Float(i) * step.x, py, Float(k) * step.z)
          voxels.append(tissue.sample(p, above: layers[i]))
        }
      }
    }
    self.voxels = voxels
  }

  @inline(__always)
  func sample(_ p: SIMD3<Float>) -> SIMD4<Float> {
    let q = ((p - origin) / Self.step).clamped(lowerBound: .zero, upperBound: limits)
    let (i, j, k) = (Int(q.x), Int(q.y), Int(q.z))
    let (u, v, w) = (q.x - Float(i), q.y - Float(j), q.z - Float(k))
    let row = counts.x
    let slab = row &* counts.z
    let a = j &* slab &+ k &* row &+ i
    let b = a &+ slab
    let near = mixed(a, u) * (1 - w) + mixed(a &+ row, u) * w
    let far = mixed(b, u) * (1 - w) + mixed(b &+ row, u) * w
    return near * (1 - v) + far * v
  }

  @inline(__always)
  private func mixed(_ index: Int, _ u: Float) -> SIMD4<Float> {
    voxels[index] * (1 - u) + voxels[index &+ 1] * u
  }
}

extension TissueVolume {
  /// The same tissue everywhere.
  init(filling matter: SIMD4<Float>) {
    voxels = [SIMD4<Float>](repeating: matter, count: 8)
    origin = .zero
    counts = (2, 2, 2)
    limits = SIMD3(repeating: 0.999)
  }
}

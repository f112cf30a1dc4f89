internal import CPhantom

/// The tissue of one sweep, worked out once on a grid and then read by interpolation.
///
/// Steps of 0.24 × 0.4 × 0.1 mm, each below half the beam in its direction: coarser makes beads on sloping
/// septa, finer shows nothing more. Four bytes a voxel, as the kernels want them: 84 MB for 60 × 60 × 50 mm.
struct TissueVolume: Sendable {
  let voxels: [UInt8]
  let origin: SIMD3<Float>
  let counts: SIMD3<Int32>
  /// The rectangle of skin above it, mm.
  let limits: (low: SIMD2<Float>, high: SIMD2<Float>)
  static let step = SIMD3<Float>(0.24, 0.4, 0.1)

  init(
    _ tissue: Tissue, x: ClosedRange<Float>, y: ClosedRange<Float>, depth: Float, slabs: Int? = nil
  ) {
    self.init(x: x, y: y, depth: depth, slabs: slabs) { xs, py, zs, emit in
      let places = xs.map { tissue.tissuePlace(SIMD3($0, py, 0)) }
      let layers = places.map { tissue.layers($0.x, $0.y) }
      for z in zs {
        for (place, layer) in zip(places, layers) {
          emit(tissue.sample(SIMD3(place.x, place.y, z), above: layer))
        }
      }
    }
  }

  /// The same grid, worked out by `workers` tasks at once, a share of the slabs each.
  static func baked(
    _ tissue: Tissue, x: ClosedRange<Float>, y: ClosedRange<Float>, depth: Float, workers: Int
  ) async -> TissueVolume {
    let slabs = Int((y.upperBound - y.lowerBound) / step.y) + 2
    let share = (slabs + workers - 1) / max(workers, 1)
    return await withTaskGroup(of: (Int, TissueVolume).self) { group in
      for first in stride(from: 0, to: slabs, by: max(share, 1)) {
        let last = min(first + share, slabs) - 1
        group.addTask {
          let low = y.lowerBound + Float(first) * step.y
          return (first, TissueVolume(tissue, x: x, y: low...low, depth: depth, slabs: last - first + 1))
        }
      }
      let parts = await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      return TissueVolume(joining: parts.sorted { $0.key < $1.key }.map(\.value), y: y)
    }
  }

  private init(joining parts: [TissueVolume], y: ClosedRange<Float>) {
    let (first, slabs) = (parts[0], parts.reduce(0) { $0 + $1.counts.y })
    origin = first.origin
    counts = SIMD3(first.counts.x, slabs, first.counts.z)
    limits = (
      SIMD2(first.limits.low.x, y.lowerBound), SIMD2(first.limits.high.x, y.upperBound)
    )
    voxels = parts.flatMap { $0.voxels.dropLast(4) } + [0, 0, 0, 0]
  }

  /// The matter at every place, for the plain phantoms of physics.
  init(
    x: ClosedRange<Float>, y: ClosedRange<Float>, depth: Float,
    matter: (SIMD3<Float>) -> SIMD4<Float>
  ) {
    self.init(x: x, y: y, depth: depth) { xs, py, zs, emit in
      for z in zs { for x in xs { emit(matter(SIMD3(x, py, z))) } }
    }
  }

  /// `slab` emits one slab across the slice, `x` fastest, then `z`.
  private init(
    x: ClosedRange<Float>, y: ClosedRange<Float>, depth: Float, slabs: Int? = nil,
    slab: (_ x: [Float], _ y: Float, _ z: [Float], _ emit: (SIMD4<Float>) -> Void) -> Void
  ) {
    let step = Self.step
    origin = SIMD3(x.lowerBound, y.lowerBound, 0)
    limits = (SIMD2(x.lowerBound, y.lowerBound), SIMD2(x.upperBound, y.upperBound))
    let counts = (
      x: Int((x.upperBound - x.lowerBound) / step.x) + 2,
      y: slabs ?? Int((y.upperBound - y.lowerBound) / step.y) + 2, z: Int(depth / step.z) + 2
    )
    self.counts = SIMD3(Int32(counts.x), Int32(counts.y), Int32(counts.z))
    let xs = (0..<counts.x).map { x.lowerBound + Float($0) * step.x }
    let zs = (0..<counts.z).map { Float($0) * step.z }
    var voxels: [UInt8] = []
    // The kernels read eight bytes at the last voxel.
    voxels.reserveCapacity(counts.x * counts.y * counts.z * 4 + 4)
    for j in 0..<counts.y {
      slab(xs, y.lowerBound + Float(j) * step.y, zs) { matter in
        let stored = Self.stored(matter)
        voxels.append(stored.x)
        voxels.append(stored.y)
        voxels.append(stored.z)
        voxels.append(stored.w)
      }
    }
    voxels.append(contentsOf: [0, 0, 0, 0])
    self.voxels = voxels
  }

  /// Level, attenuation, interface potential and sheen, in the kernels' steps.
  @inline(__always)
  private static func stored(_ matter: SIMD4<Float>) -> SIMD4<UInt8> {
    SIMD4(
      step((matter.x + 60) * 2.5), step((max(matter.y, 0) / 10).squareRoot() * 255),
      step((matter.z + 0.8) * 60), step(matter.w * 85))
  }

  @inline(__always)
  private static func step(_ value: Float) -> UInt8 { UInt8(min(max(value + 0.5, 0), 255)) }

  /// The samples of one row, from `p` on, one `step` a line.
  func run(from p: SIMD3<Float>, step: SIMD3<Float>) -> cp_run {
    let start = (p - origin) / Self.step
    let advance = step / Self.step
    return cp_run(x: start.x, y: start.y, z: start.z, dx: advance.x, dy: advance.y, dz: advance.z)
  }
}

extension TissueVolume {
  /// The same tissue everywhere.
  init(filling matter: SIMD4<Float>) {
    self.init(x: -500...500, y: -500...500, depth: 0.1, filled: matter)
  }

  /// One voxel stretched over the rectangle: reading clamps at the borders.
  private init(
    x: ClosedRange<Float>, y: ClosedRange<Float>, depth: Float, filled matter: SIMD4<Float>
  ) {
    let voxel = Self.stored(matter)
    voxels = (0..<9).flatMap { _ in [voxel.x, voxel.y, voxel.z, voxel.w] }
    counts = SIMD3(repeating: 2)
    origin = SIMD3(x.lowerBound, y.lowerBound, 0)
    limits = (SIMD2(x.lowerBound, y.lowerBound), SIMD2(x.upperBound, y.upperBound))
  }
}

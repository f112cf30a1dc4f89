import Sonography

/// The outer shape of a lesion: an ellipsoid, disturbed as the margin descriptors say.
///
/// The distance is signed, in millimetres, negative inside, and close to true near the border; it is
/// continuous in all three directions, so that neighbouring frames of a sweep cut the same body.
struct LesionForm: Hashable, Sendable {
  var seed: UInt32
  /// Tissue millimetres: lateral, elevational, depth.
  var centre: SIMD3<Float>
  var halfAxes: SIMD3<Float>
  /// Turn in the image plane, radians.
  var turn: Float = 0 {
    didSet {
      let angle = sineCosine(Double(turn))
      heading = SIMD2(Float(angle.cosine), Float(angle.sine))
    }
  }
  private var heading = SIMD2<Float>(1, 0)
  /// Bulges as a part of the mean radius, and their size in mm.
  var bulging: Float = 0
  var bulgeSize: Float = 5
  /// Microlobulation depth and size in mm.
  var lobulation: Float = 0
  var lobeSize: Float = 1.8
  var roughness: Float = 0.5
  var facets: [SIMD4<Float>] = []
  var spicules: [Spicule] = [] {
    didSet { longestSpicule = spicules.reduce(0) { max($0, $1.length) } }
  }
  /// Small spheres that make up a cluster: offset and radius, both in half axes; empty for one body.
  var members: [SIMD4<Float>] = []

  init(seed: UInt32, centre: SIMD3<Float>, halfAxes: SIMD3<Float>) {
    self.seed = seed
    self.centre = centre
    self.halfAxes = halfAxes
  }

  /// A bent, tapering sheet of tumour. Sheets, not needles: a needle thinner than the elevational beam
  /// averages out of the picture, and truth would name what nobody can see.
  struct Spicule: Hashable, Sendable {
    var direction: SIMD3<Float>
    var length: Float
    var halfWidth: Float
  }

  /// A place as the lesion sees it.
  struct Place {
    /// Offset from the centre along the lesion's own axes.
    var offset: SIMD3<Float>
    /// 1 on the undisturbed ellipsoid.
    var radius: Float
    /// Signed distance to the border of the core, without spicules.
    var distance: Float
    /// 0...1: how much of a spicule is here.
    var spicule: Float
    /// Distance to the nearest member of a cluster, negative in it.
    var septum: Float = -1
  }

  /// Nothing of the lesion reaches beyond this distance from its centre.
  private var reach: Float { halfAxes.max() * 1.5 + 2 + longestSpicule }
  private var longestSpicule: Float = 0

  func isNear(_ p: SIMD3<Float>, within margin: Float) -> Bool {
    let away = p - centre
    let limit = reach + margin
    return (away * away).sum() < limit * limit
  }

  /// Spicules cost most; leave them out where only the core matters.
  func place(_ p: SIMD3<Float>, withSpicules: Bool = false) -> Place {
    let u = rotated(p - centre)
    let scaled = u / halfAxes
    let radius = (scaled * scaled).sum().squareRoot() + 1e-6
    if !members.isEmpty, radius < 3.2 { return cluster(u, radius, at: p) }
    guard radius < 3.2 else {
      return Place(
        offset: u, radius: radius, distance: (radius - 1) * halfAxes.min(),
        spicule: withSpicules ? spicule(u, radius) : 0)
    }
    let gradient = scaled / halfAxes
    let plain = radius * (radius - 1) / ((gradient * gradient).sum().squareRoot() + 1e-6)
    let distance = disturbed(plain, scaled: scaled, surface: u / radius, at: p)
    return Place(
      offset: u, radius: radius, distance: distance,
      spicule: withSpicules ? spicule(u, radius) : 0)
  }

  /// The envelope of all members, a wall's thickness around them.
  private func cluster(_ u: SIMD3<Float>, _ radius: Float, at p: SIMD3<Float>) -> Place {
    let scale = SIMD3(halfAxes.x, halfAxes.y, halfAxes.z)
    let size = cubeRoot(halfAxes.x * halfAxes.y * halfAxes.z)
    var nearest: Float = 99
    for member in members {
      let away = u - SIMD3(member.x, member.y, member.z) * scale
      nearest = min(nearest, (away * away).sum().squareRoot() - member.w * size)
    }
    let rough = roughness * 0.5 * gradientNoise(p.x / 1.5, p.y / 1.5, p.z / 1.5, seed &+ 14)
    return Place(
      offset: u, radius: radius, distance: nearest - 0.45 + rough, spicule: 0, septum: nearest)
  }

  private func rotated(_ v: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(heading.x * v.x + heading.y * v.z, v.y, heading.x * v.z - heading.y * v.x)
  }

  /// `surface` moves with the border, not with the radius, so a bulge is a bulge at every depth.
  private func disturbed(
    _ plain: Float, scaled: SIMD3<Float>, surface f: SIMD3<Float>, at p: SIMD3<Float>
  ) -> Float {
    var d = plain
    let mean = cubeRoot(halfAxes.x * halfAxes.y * halfAxes.z)
    if !facets.isEmpty {
      let cut = facets.reduce(Float(-9)) {
        max($0, scaled.x * $1.x + scaled.y * $1.y + scaled.z * $1.z - $1.w)
      }
      d = max(d, cut * mean * 0.9)
    }
    if bulging > 0 {
      let g = f / bulgeSize
      d +=
        bulging * mean
        * (gradientNoise(g.x + 7.3, g.y + 1.7, g.z, seed &+ 11)
          + 0.5 * gradientNoise(g.x * 2.1, g.y * 2.1, g.z * 2.1, seed &+ 12))
    }
    if lobulation > 0 {
      let g = f / lobeSize
      d += lobulation * (0.55 - 2.2 * abs(gradientNoise(g.x, g.y, g.z, seed &+ 13)))
    }
    let fine = gradientNoise(p.x / 0.8, p.y / 0.8, p.z / 0.8, seed &+ 14)
    let broad = gradientNoise(f.x / 3.2, f.y / 3.2, f.z / 3.2, seed &+ 16)
    return d + roughness * (0.14 * fine + 0.5 * broad)
  }

  /// Volume in mm³ and the largest cuts across the three axes in mm², counted on a grid of 0.3 mm.
  var measures: (volume: Double, largest: SIMD3<Double>) {
    let step: Float = 0.3
    let half = Int((halfAxes.max() * 1.5 + 1) / step)
    var cuts = [[Int]](repeating: [Int](repeating: 0, count: 2 * half + 1), count: 3)
    for i in -half...half {
      for j in -half...half {
        for k in -half...half {
          let p = centre + step * SIMD3(Float(i), Float(j), Float(k))
          guard place(p).distance < 0 else { continue }
          for (axis, index) in [i, j, k].enumerated() { cuts[axis][index + half] += 1 }
        }
      }
    }
    let cell = Double(step)
    let largest = cuts.map { Double($0.max() ?? 0) * cell * cell }
    return (
      Double(cuts[0].reduce(0, +)) * cell * cell * cell, SIMD3(largest[0], largest[1], largest[2])
    )
  }

  private func spicule(_ u: SIMD3<Float>, _ radius: Float) -> Float {
    guard !spicules.isEmpty, radius > 0.5 else { return 0 }
    var strongest: Float = 0
    for (index, each) in spicules.enumerated() {
      let along = (u * each.direction).sum()
      guard along > 0 else { continue }
      let aim = each.direction / halfAxes
      let start = 0.75 / ((aim * aim).sum().squareRoot() + 1e-6)
      let t = (along - start) / (each.length + 0.25 * start)
      guard t > 0, t < 1 else { continue }
      var across = u - along * each.direction
      across.y *= 0.3
      guard (across * across).sum() < 2.5 else { continue }
      across.z += 0.9 * t * gradientNoise(along / 3, Float(index) * 1.7, 0.4, seed &+ 15)
      let width = each.halfWidth * (1 - 0.7 * t)
      let gap = (across * across).sum().squareRoot() - width
      strongest = max(strongest, smoothStep(-gap / 0.22) * (1 - t * t))
    }
    return strongest
  }
}

/// The breast as a function of place: how strongly it scatters, how much it absorbs, where it reflects.
///
/// Interfaces are stored as a potential whose gradient makes the echo, so that a fascia is bright where
/// the beam meets it square and fades where it slopes.
struct Tissue: Sendable {
  let anatomy: Anatomy
  let lesions: [LesionBody]

  /// Depths of the borders between layers below one place on the skin.
  struct Layers {
    var skin: Float
    var glandTop: Float
    var glandBottom: Float
    var muscle: Float
    var pleura: Float
  }

  @inline(__always)
  func noise(_ x: Float, _ y: Float, _ z: Float, _ stream: UInt32) -> Float {
    gradientNoise(x, y, z, anatomy.seed &+ stream)
  }

  func layers(_ x: Float, _ y: Float) -> Layers {
    let muscle = muscle(x, y)
    let gland = gland(x, y, above: muscle)
    return Layers(
      skin: anatomy.skinThickness + 0.35 * noise(x / 8, y / 8, 0.5, 76)
        + 0.12 * noise(x / 2.5, y / 2.5, 0.5, 77),
      glandTop: gland.top, glandBottom: gland.bottom, muscle: muscle,
      pleura: muscle + anatomy.muscleThickness + 0.05 * x + 1.3 * noise(x / 22, y / 22, 0.5, 5))
  }

  /// All layers below the skin rise and fall together, more or less.
  private func sway(_ x: Float, _ y: Float) -> Float {
    3 * noise(x / 24, y / 24, 0.4, 90) + 0.8 * noise(x / 9, y / 9, 0.6, 91)
  }

  private func muscle(_ x: Float, _ y: Float) -> Float {
    anatomy.muscleTop + anatomy.muscleTilt * x + 0.7 * sway(x, y)
      + 2.2 * noise(x / 26, y / 26, 0.1, 4)
  }

  private func gland(_ x: Float, _ y: Float, above muscle: Float) -> (top: Float, bottom: Float) {
    let crest = max(1 - 2.4 * abs(noise(x / 15, y / 15, 0.3, 1)), 0)
    let top =
      anatomy.glandTop + anatomy.glandTilt * x - anatomy.glandCrest * crest * crest + sway(x, y)
      + 2.4 * noise(x / 10, y / 10, 0.7, 2) + 0.6 * noise(x / 2.7, y / 2.7, 0.2, 31)
    let bottom =
      muscle - anatomy.retromammary + 2.6 * noise(x / 13, y / 13, 0.1, 3)
      + 0.5 * noise(x / 3, y / 3, 0.9, 32)
    return (top, min(bottom, muscle - 0.3))
  }

  /// Level (dB against fat), attenuation (dB/cm/MHz), interface potential, and how much of an interface
  /// echoes here.
  func sample(_ p: SIMD3<Float>, above base: Layers) -> SIMD4<Float> {
    let origin = lesions.reduce(p) { $0 + ($1.origin(of: p) - p) }
    var layers = base
    if origin != p {
      (layers.glandTop, layers.glandBottom) = gland(origin.x, origin.y, above: muscle(origin.x, origin.y))
    }
    var t = healthy(p, origin, layers)
    for lesion in lesions { lesion.cover(&t, at: p) }
    if p.z > layers.skin { t.x += 4.5 * noise(p.x / 9, p.y / 9, p.z / 7, 78) }
    if p.z > layers.skin, p.z < layers.skin + 8 {
      t.y *= 1 + 1.1 * noise(p.x / 1.6, p.y / 2.5, p.z / 4, 71)
    }
    // Only interfaces shine; elsewhere the two noises below would be wasted.
    guard t.z > 0.002 else { return t }
    t.w = max(
      0,
      0.65 + 1.7 * noise(p.x / 4, p.y / 4, p.z / 1.6, 81)
        + 0.5 * noise(p.x / 1.4, p.y / 1.4, p.z / 0.6, 82))
    return t
  }

  private func healthy(_ p: SIMD3<Float>, _ b: SIMD3<Float>, _ layers: Layers) -> SIMD4<Float> {
    var t = SIMD4<Float>(0, 0.62, 0, 0)
    if p.z < layers.skin {
      t = skin(p, thickness: layers.skin)
    } else {
      let gland = glandShare(b, layers)
      if gland > 0.001 { glandular(&t, p, b, layers, share: gland) }
      if gland < 0.98, p.z < layers.muscle { fat(&t, p, b, share: 1 - gland) }
      if p.z > layers.muscle - 0.6 { chestWall(&t, p, layers) }
    }
    let ragged = 0.09 * noise(p.x / 0.9, p.y / 0.9, 0.1, 87)
    let strength = 0.75 + 1.1 * noise(p.x / 3.5, p.y / 3.5, 0.4, 88)
    t.z += strength * bell((p.z - layers.skin - ragged) / 0.085)
    return t
  }

  private func skin(_ p: SIMD3<Float>, thickness: Float) -> SIMD4<Float> {
    let level = 7.5 + 3 * noise(p.x / 2.2, p.y / 2.2, p.z / 0.3, 7) - 3 * p.z / thickness
    let line = (p.z - 0.42 * thickness - 0.05 * noise(p.x / 5, p.y / 5, 0.3, 79)) / 0.07
    return SIMD4(level, 1.3, 0.7 * bell(line) * max(0, 0.45 + 1.5 * noise(p.x / 4, p.y / 4, 0.2, 80)), 0)
  }

  /// How much of the tissue here is gland; the rest is fat among it.
  private func glandShare(_ b: SIMD3<Float>, _ layers: Layers) -> Float {
    guard layers.glandTop < layers.glandBottom else { return 0 }
    let inside =
      smoothStep((b.z - layers.glandTop) / 0.35) * (1 - smoothStep((b.z - layers.glandBottom) / 0.35))
    guard inside > 0 else { return 0 }
    let islands =
      noise(b.x / 7.5, b.y / 7.5, b.z / 3.6, 8) + 0.5 * noise(b.x / 3.1, b.y / 3.1, b.z / 1.7, 9)
    return inside * smoothStep((islands + (anatomy.density - 0.5) * 1.6 + 0.12) / 0.14)
  }

  private func glandular(
    _ t: inout SIMD4<Float>, _ p: SIMD3<Float>, _ b: SIMD3<Float>, _ layers: Layers, share: Float
  ) {
    let c = anatomy.coarseness
    let w =
      (b.z - 0.35 * layers.glandTop - 0.2 * layers.glandBottom
        + 0.9 * noise(b.x / 6, b.y / 6, b.z / 6, 10)) / c
    let w1 = w + 0.5 * noise(b.x / 2.6, b.y / 2.6, b.z / 2, 30)
    let l1 = noise(b.x / 5.5, b.y / 5.5, w1 / 0.75, 16)
    let l2 = noise(b.x / 2.3, b.y / 2.3, w / 0.9, 17)
    let l3 = noise(b.x / 7, b.y / 7, w / 2.2, 18)
    let l4 = noise(b.x / 1.6, b.y / 1.6, w / 0.34, 19)
    let l5 = noise(b.x / 11, b.y / 11, w / 4.5, 20)
    let ridge = max(0, 1 - 3.2 * abs(l1))
    let gate = smoothStep(noise(b.x / 6, b.y / 6, b.z / 3, 21) / 0.35)
    let l6 = noise(b.x / 3.4, b.y / 3.4, w1 / 0.62, 33)
    let dash = max(0, 1 - 7 * abs(l6))
    let dashes = dash * dash * smoothStep((noise(b.x / 3.2, b.y / 3.2, b.z / 1.6, 34) - 0.02) / 0.18)
    var level = anatomy.glandLevel + 5 * l2 + 9 * l3 + 10 * l5 + 8 * ridge * ridge * gate
    level += 8 * l4 * (0.5 + gate) + 5 * dashes
    level -= 5.5 * smoothStep((noise(b.x / 2.6, b.y / 2.6, b.z / 1.3, 22) - 0.38) / 0.14)
    t.z += share * (0.3 + 0.4 * l1 * gate + 0.22 * l2 + 0.22 * l4 + 0.75 * dashes)
    t.x += (level - t.x) * share
    t.y += (0.85 - t.y) * share
  }

  private func fat(_ t: inout SIMD4<Float>, _ p: SIMD3<Float>, _ b: SIMD3<Float>, share: Float) {
    let wx = b.x + 3.4 * noise(b.x / 8, b.y / 8, b.z / 6, 23)
    let wz = b.z + 2.4 * noise(b.x / 8, b.y / 8, b.z / 6, 24)
    let lobule = anatomy.lobule
    let (wall, cell) = cellWall(wx / lobule.x, b.y / lobule.x, wz / lobule.y, anatomy.seed &+ 25)
    let width = 0.011 + 0.008 * noise(b.x / 3, b.y / 3, b.z / 3, 27)
    let gate = smoothStep((noise(b.x / 5, b.y / 5, b.z / 4, 26) + 0.20) / 0.30)
    let septum = wall > 0.09 ? 0 : bell(wall / width) * anatomy.septa * gate * share
    let texture = 2.8 * noise(p.x / 1.1, p.y / 1.1, p.z / 0.7, 6)
    t.x += share * ((Float(cell & 255) / 255 - 0.5) * 3 + texture)
    t.x += share * 5 * noise(p.x / 3.5, p.y / 3.5, p.z / 1.6, 72)
    // Short, nearly level striae inside a lobule: what gives fat its horizontal grain.
    let stria = noise(b.x / 4.5, b.y / 4.5, (b.z + 0.05 * b.x) / 0.8, 28)
    let line = max(0, 1 - 10 * abs(stria))
    let striae = line * smoothStep((noise(b.x / 5, b.y / 5, b.z / 2.5, 29) - 0.02) / 0.2)
    t.x += 4 * striae * share
    t.z += 0.20 * striae * share
    t.x += (9.5 - t.x) * septum * 0.8
    t.y += 3.2 * septum
    t.z += 0.6 * septum
  }
}

/// The breast as a function of place: how strongly it scatters, how much it absorbs, where it reflects.
///
/// Interfaces are stored as a potential whose gradient makes the echo, so that a fascia is bright where
/// the beam meets it square and fades where it slopes.
struct Tissue: Sendable {
  let anatomy: Anatomy
  let lesions: [LesionBody]
  /// Direction of the probe's array in the tissue, a unit vector in the plane of the skin.
  var heading = SIMD2<Float>(1, 0)

  /// From the probe's frame, where the array lies along x, to the tissue's.
  func tissuePlace(_ p: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(heading.x * p.x - heading.y * p.y, heading.y * p.x + heading.x * p.y, p.z)
  }

  func probePlace(_ p: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(heading.x * p.x + heading.y * p.y, heading.x * p.y - heading.y * p.x, p.z)
  }

  /// Depths of the borders between layers below one place on the skin.
  struct Layers {
    /// Where the skin begins: below 0 deep only where it is drawn in and gel fills the gap.
    var surface: Float = 0
    /// Its lower border.
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

  /// Below a place in the tissue's frame.
  func layers(_ x: Float, _ y: Float) -> Layers {
    let muscle = muscle(x, y)
    let gland = gland(x, y, above: muscle)
    let (pull, thickening) = skinChange(x, y)
    return Layers(
      surface: pull,
      skin: pull + thickening + anatomy.skinThickness + 0.35 * noise(x / 8, y / 8, 0.5, 76)
        + 0.12 * noise(x / 2.5, y / 2.5, 0.5, 77),
      glandTop: gland.top, glandBottom: gland.bottom, muscle: muscle,
      pleura: muscle + anatomy.muscleThickness + 0.05 * x + 1.3 * noise(x / 22, y / 22, 0.5, 5))
  }

  /// How far lesions draw the skin in here, and how much they thicken it, mm.
  private func skinChange(_ x: Float, _ y: Float) -> (pull: Float, thickening: Float) {
    lesions.reduce((0, 0)) { sum, lesion in
      let (dx, dy) = (x - lesion.form.centre.x, y - lesion.form.centre.y)
      let away = (dx * dx + dy * dy).squareRoot()
      return (
        sum.0 + lesion.matter.skinPull * bell(away / 5),
        sum.1 + lesion.matter.skinThickening * bell(away / 11)
      )
    }
  }

  /// All layers below the skin rise and fall together, more or less.
  private func sway(_ x: Float, _ y: Float) -> Float {
    4.5 * noise(x / 24, y / 24, 0.4, 90) + 1.1 * noise(x / 9, y / 9, 0.6, 91)
  }

  private func muscle(_ x: Float, _ y: Float) -> Float {
    anatomy.muscleTop + anatomy.muscleTilt * x + 0.7 * sway(x, y)
      + 2.2 * noise(x / 26, y / 26, 0.1, 4)
  }

  private func gland(_ x: Float, _ y: Float, above muscle: Float) -> (top: Float, bottom: Float) {
    let crest = max(1 - 2.4 * abs(noise(x / 15, y / 15, 0.3, 1)), 0)
    // Where a ligament leaves the gland it pulls a tent out of it.
    let pull = max(1 - 5 * abs(noise(x / 11, y / 11, 0.8, 92)), 0)
    let tent = anatomy.tents * pull * pull * smoothStep(noise(x / 9, y / 9, 0.1, 93) / 0.2)
    let top =
      anatomy.glandTop + anatomy.glandTilt * x - anatomy.glandCrest * crest * crest - tent
      + sway(x, y)
      + 2.4 * noise(x / 10, y / 10, 0.7, 2) + 0.6 * noise(x / 2.7, y / 2.7, 0.2, 31)
    let bottom =
      muscle - anatomy.retromammary + 2.6 * noise(x / 13, y / 13, 0.1, 3)
      + 0.5 * noise(x / 3, y / 3, 0.9, 32)
    return (top, min(bottom, muscle - 0.3))
  }

  /// Level (dB against fat), attenuation (dB/cm/MHz), interface potential, and how much of an interface
  /// echoes here.
  func sample(_ p: SIMD3<Float>, above base: Layers) -> SIMD4<Float> {
    var origin = p
    for index in lesions.indices { origin += lesions[index].origin(of: p) - p }
    var layers = base
    if origin != p {
      (layers.glandTop, layers.glandBottom) = gland(origin.x, origin.y, above: muscle(origin.x, origin.y))
    }
    var t = healthy(p, origin, layers)
    for index in lesions.indices { lesions[index].cover(&t, at: p) }
    if p.z > layers.skin { t.x += 4.5 * noise(p.x / 9, p.y / 9, p.z / 6, 78) }
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
    var t = SIMD4<Float>(anatomy.fatLevel, 0.62, 0, 0)
    if p.z < layers.surface {
      t = SIMD4(-40, 0.05, 0, 0)
    } else if p.z < layers.skin {
      t = skin(p, below: layers.surface, thickness: layers.skin - layers.surface)
    } else {
      let gland = glandShare(b, layers)
      if gland > 0.001 { glandular(&t, p, b, layers, share: gland) }
      if gland < 0.98, p.z < layers.muscle { fat(&t, p, b, layers, share: 1 - gland) }
      borders(&t, b, layers)
      if p.z < layers.muscle - 0.5 { for index in anatomy.tubes.indices { anatomy.tubes[index].cover(&t, at: b) } }
      if p.z > layers.muscle - 0.6 { chestWall(&t, p, layers) }
    }
    let ragged = 0.09 * noise(p.x / 0.9, p.y / 0.9, 0.1, 87)
    let strength = 0.7 + 1.3 * noise(p.x / 3.5, p.y / 3.5, 0.4, 88)
    t.z += max(strength, 0) * bell((p.z - layers.skin - ragged) / 0.085)
    if layers.surface > 0.05 { t.z += bell((p.z - layers.surface) / 0.09) }
    return t
  }

  /// The fascias that wrap the gland: a bright, broken line above it and a fainter one below.
  private func borders(_ t: inout SIMD4<Float>, _ b: SIMD3<Float>, _ layers: Layers) {
    guard layers.glandTop < layers.glandBottom else { return }
    let above = b.z - layers.glandTop
    if abs(above) < 0.8 {
      let strength = smoothStep((noise(b.x / 6, b.y / 6, 0.9, 94) + 0.12) / 0.3)
      let line = strength * bell((above - 0.12 * noise(b.x / 1.2, b.y / 1.2, 0.4, 95)) / 0.17)
      t.x += (11.5 - t.x) * 0.75 * line
      t.z += 0.55 * line
    }
    let below = b.z - layers.glandBottom
    if abs(below) < 0.7 {
      let strength = smoothStep((noise(b.x / 6, b.y / 6, 0.5, 96) - 0.02) / 0.3)
      let line = strength * bell(below / 0.15)
      t.x += (6 - t.x) * 0.6 * line
      t.z += 0.45 * line
    }
  }

  private func skin(
    _ p: SIMD3<Float>, below surface: Float, thickness: Float
  ) -> SIMD4<Float> {
    let depth = p.z - surface
    let level =
      anatomy.skinLevel + 3 * noise(p.x / 2.2, p.y / 2.2, depth / 0.3, 7) - 3.5 * depth / thickness
    let line = (depth - 0.42 * thickness - 0.05 * noise(p.x / 5, p.y / 5, 0.3, 79)) / 0.07
    let shine = max(0, 0.3 + 1.7 * noise(p.x / 4, p.y / 4, 0.2, 80))
    return SIMD4(level, 1.3, 0.7 * bell(line) * shine, 0)
  }

  /// How much of the tissue here is gland; the rest is fat among it.
  private func glandShare(_ b: SIMD3<Float>, _ layers: Layers) -> Float {
    guard layers.glandTop < layers.glandBottom else { return 0 }
    let inside =
      smoothStep((b.z - layers.glandTop) / 0.35) * (1 - smoothStep((b.z - layers.glandBottom) / 0.35))
    guard inside > 0 else { return 0 }
    let size = anatomy.islandSize
    let islands =
      noise(b.x / size, b.y / size, b.z / (0.5 * size), 8)
      + 0.5 * noise(b.x / 3.1, b.y / 3.1, b.z / 1.7, 9)
    return inside * smoothStep((islands + (anatomy.density - 0.5) * 1.7 + 0.16) / 0.16)
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
    let mottle = anatomy.glandMottle
    var level = anatomy.glandLevel + mottle * (5 * l2 + 8 * l3 + 9 * l5) + 8 * ridge * ridge * gate
    level += 8 * l4 * (0.5 + gate) + 6 * dashes
    level -= 5.5 * smoothStep((noise(b.x / 2.6, b.y / 2.6, b.z / 1.3, 22) - 0.38) / 0.14)
    t.z += share * (0.3 + 0.4 * l1 * gate + 0.22 * l2 + 0.22 * l4 + 0.75 * dashes)
    t.x += (level - t.x) * share
    t.y += (0.85 - t.y) * share
  }

  private func fat(
    _ t: inout SIMD4<Float>, _ p: SIMD3<Float>, _ b: SIMD3<Float>, _ layers: Layers, share: Float
  ) {
    let wx = b.x + 3.4 * noise(b.x / 8, b.y / 8, b.z / 6, 23)
    let wz = b.z + 2.4 * noise(b.x / 8, b.y / 8, b.z / 6, 24)
    let lobule = anatomy.lobule
    let (wall, cell) = cellWall(wx / lobule.x, b.y / lobule.x, wz / lobule.y, anatomy.seed &+ 25)
    let width = 0.016 + 0.010 * noise(b.x / 3, b.y / 3, b.z / 3, 27)
    let gate = smoothStep((noise(b.x / 6, b.y / 6, b.z / 5, 26) + 0.24) / 0.30)
    let septum = wall > 0.12 ? 0 : bell(wall / width) * anatomy.septa * gate * share
    let texture = 2.2 * noise(p.x / 1.1, p.y / 1.1, p.z / 0.7, 6)
    t.x += share * ((Float(cell & 255) / 255 - 0.5) * 4.5 + anatomy.fatGrain * texture)
    t.x += share * anatomy.fatGrain * 3.2 * noise(p.x / 3.5, p.y / 3.5, p.z / 1.6, 72)
    fibres(&t, b, layers, share: share)
    t.x += (11 - t.x) * min(septum, 1) * 0.85
    t.y += 2.6 * septum
    t.z += 0.7 * septum
  }

  /// Short, nearly level striae inside lobules, which give fat its horizontal grain, and longer sheets of
  /// connective tissue that follow the skin more closely the nearer they are to it.
  private func fibres(
    _ t: inout SIMD4<Float>, _ b: SIMD3<Float>, _ layers: Layers, share: Float
  ) {
    let stria = noise(b.x / 6, b.y / 5, (b.z + 0.05 * b.x) / 0.8, 28)
    let line = max(0, 1 - 10 * abs(stria))
    let striae = line * smoothStep((noise(b.x / 5, b.y / 5, b.z / 2.5, 29) - 0.02) / 0.2)
    t.x += 5 * striae * share
    t.z += 0.28 * striae * share
    let depth = b.z - layers.skin
    let sheet = noise(b.x / 16, b.y / 16, (depth - 0.3 * sway(b.x, b.y)) / 3.4, 97)
    let leaf = max(0, 1 - 22 * abs(sheet))
    let leaves =
      anatomy.sheets * leaf * smoothStep((noise(b.x / 9, b.y / 9, depth / 5, 98) - 0.02) / 0.2)
    t.x += (11 - t.x) * 0.8 * min(leaves, 1) * share
    t.z += 0.6 * leaves * share
  }
}

/// Muscle, ribs, pleura and what seems to lie below it.
extension Tissue {
  func chestWall(_ t: inout SIMD4<Float>, _ p: SIMD3<Float>, _ layers: Layers) {
    muscle(&t, p, top: layers.muscle)
    guard p.z > layers.pleura - 4 else { return }
    if let phase = anatomy.ribs { rib(&t, p, top: layers.pleura - 3.2, phase: phase) }
    let line =
      layers.pleura + 0.3 * noise(p.x / 9, p.y / 9, 0, 46)
      + 0.12 * noise(p.x / 1.1, p.y / 1.1, 0.2, 55)
    if p.z > line - 0.5 { lung(&t, p, below: p.z - line) }
  }

  private func muscle(_ t: inout SIMD4<Float>, _ p: SIMD3<Float>, top: Float) {
    let share = smoothStep((p.z - top) / 0.15)
    let (c, s) = (anatomy.fibreAngle.x, anatomy.fibreAngle.y)
    let u = c * p.x + s * p.y
    let v = -s * p.x + c * p.y
    let depth = p.z - top + 0.1 * u
    let bundle = noise(
      u / 12, v / 3.5, depth / 1.0 + 0.5 * noise(u / 5, v / 6, depth / 3, 47), 41)
    let grain = noise(u / 4, v / 2, depth / 0.45, 42)
    let fine = noise(u / 1.7, v / 1.2, depth / 0.3, 49)
    var stria = max(0, 1 - 7 * abs(bundle))
    stria *= stria
    let gate = smoothStep((noise(u / 5, v / 4, depth / 2, 43) + 0.02) / 0.3)
    let level = -5 + 5 * grain + 4 * fine + 8 * stria * gate
    t.x += (level - t.x) * share
    t.y += (0.95 - t.y) * share
    t.z += (0.3 * stria * gate + 0.12 * grain) * share
    let strength = 0.25 + 0.7 * smoothStep((noise(p.x / 6, p.y / 6, 0.2, 50) + 0.05) / 0.3)
    let ragged = 0.16 * noise(p.x / 1.3, p.y / 1.3, 0.3, 52)
    t.z += 0.6 * strength * bell((p.z - top - ragged) / 0.10)
    // The fascia has two leaves that part and join.
    let gap = 0.5 + 1.4 * abs(noise(p.x / 11, p.y / 11, 0.7, 53))
    t.z += 0.4 * (1 - strength) * bell((p.z - top - gap - ragged) / 0.09)
  }

  /// Bone stops the sound: a bright cap and a full shadow.
  private func rib(_ t: inout SIMD4<Float>, _ p: SIMD3<Float>, top: Float, phase: Float) {
    let pitch: Float = 23
    let (_, rest) = split((p.x + 0.3 * p.y - phase) / pitch)
    let x = rest * pitch / 6
    let z = (p.z - top - 3) / 3
    let r = (x * x + z * z).squareRoot()
    guard r < 1.15 else { return }
    let share = smoothStep((1 - r) / 0.06)
    t.x += (-10 - t.x) * share
    t.y += (9 - t.y) * share
    t.z += (2.0 + 2.4 * noise(p.x / 1.6, p.y / 1.6, p.z / 2, 54)) * share
  }

  /// Air sends everything back: a bright line, and below it no tissue but repeats of what is above,
  /// fading, with comet tails.
  private func lung(_ t: inout SIMD4<Float>, _ p: SIMD3<Float>, below depth: Float) {
    let share = smoothStep(depth / 0.12)
    let comet = noise(p.x / 0.9, p.y / 1.5, p.z / 22, 44)
    let haze = -7 - 0.75 * max(depth, 0) + 5 * max(comet, 0)
    let ripple = 3 * noise(p.x / 7, p.y / 7, p.z / 0.7, 45)
    t.x += (haze + ripple - t.x) * share
    t.y += (0.45 - t.y) * share
    let line = 0.6 + 0.6 * smoothStep((noise(p.x / 6, p.y / 6, 0.8, 51) + 0.1) / 0.3)
    t.z = t.z * (1 - share) + 1.0 * line * bell(depth / 0.11)
    let spacing = max(4, 0.55 * anatomy.muscleThickness)
    let echo = depth / spacing
    let (whole, rest) = split(echo)
    if whole >= 1, whole <= 3 { t.x += 7 * bell(rest * spacing / 0.35) / Float(whole) }
  }
}

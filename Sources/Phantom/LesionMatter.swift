/// What a lesion is made of, and what it does to the tissue around it.
struct LesionMatter: Hashable, Sendable {
  /// dB against fat.
  var level: Float = -10
  /// dB/cm/MHz.
  var attenuation: Float = 0.6
  /// Width of the border, mm.
  var softness: Float = 0.15
  /// Bright specular capsule.
  var wall: Float = 0
  /// Border blurred into the surroundings, mm.
  var indistinct: Float = 0
  /// Surrounding tissue left inside an infiltrating tumour, 0...1.
  var islands: Float = 0
  var heterogeneity: Float = 1.5
  var clumps: Float = 0
  /// 1: fluid with wall, septum and a mural nodule.
  var cystic: Float = 0
  /// Bright centre of a lymph node, dB above fat.
  var hilum: Float?
  /// Echogenic halo, 0...1, and its thickness.
  var rind: Float = 0
  var rindThickness: Float = 1.5
  /// 0 infiltrates ... 0.85 pushes the layers aside.
  var displacement: Float = 0
  /// Pulls the layers in.
  var retraction: Float = 0
  /// Absorbs this much more on its right half than on its left: enhancement beside shadow.
  var split: Float = 0
  /// A widened duct runs to the lesion; its radius, mm.
  var ductRadius: Float = 0
  /// Skin above it thickened or drawn in, mm.
  var skinThickening: Float = 0
  var skinPull: Float = 0
  /// Refraction shadow at the sides of a smooth convex border, dB/cm/MHz.
  var edgeShadow: Float = 0
}

/// One lesion in the tissue: its form, its matter, and its calcifications.
struct LesionBody: Hashable, Sendable {
  var form: LesionForm
  var matter: LesionMatter
  var calcifications: [Calcification] = []
  var duct: Tube?

  struct Calcification: Hashable, Sendable {
    var place: SIMD3<Float>
    /// mm.
    var size: Float
    /// dB against fat.
    var level: Float
  }

  private func noise(_ p: SIMD3<Float>, _ size: SIMD3<Float>, _ stream: UInt32) -> Float {
    let q = p / size
    return gradientNoise(q.x, q.y, q.z, form.seed &+ stream)
  }

  /// Where the tissue at `p` would have been without the lesion.
  func origin(of p: SIMD3<Float>) -> SIMD3<Float> {
    guard matter.displacement > 0 || matter.retraction > 0, form.isNear(p, within: 8) else { return p }
    let place = form.place(p)
    var offset = p - form.centre
    if matter.displacement > 0, place.radius < 4 {
      let q = max(place.radius, 1)
      offset *= cubeRoot(max(q * q * q - matter.displacement, 0)) / q
    }
    if matter.retraction > 0, place.radius < 5 {
      let pull = matter.retraction * exp(-max(place.distance, 0) / 5)
      offset *= SIMD3(1 + pull, 1 + pull, 1 + 0.6 * pull)
    }
    return form.centre + offset
  }

  /// Lays the lesion over the tissue already at `p`: x level, y attenuation, z interface.
  func cover(_ t: inout SIMD4<Float>, at p: SIMD3<Float>) {
    duct?.cover(&t, at: p)
    guard form.isNear(p, within: 3 * matter.rindThickness) else { return }
    let place = form.place(p, withSpicules: true)
    if matter.rind > 0 { halo(&t, at: p, place) }
    var d = place.distance
    if matter.indistinct > 0 {
      d +=
        matter.indistinct
        * (0.5 * noise(p, SIMD3(3.2, 3.2, 2.4), 61) + 0.55 * noise(p, SIMD3(1.9, 1.9, 1.3), 62)
          + 0.25 * noise(p, SIMD3(0.8, 0.8, 0.6), 63))
    }
    var weight = smoothStep(-d / (matter.softness + 0.85 * matter.indistinct))
    if matter.islands > 0 {
      weight *= 1 - matter.islands * smoothStep((noise(p, SIMD3(2.6, 2.6, 1.5), 60) - 0.18) / 0.2)
    }
    if place.spicule > 0 { sheet(&t, place.spicule) }
    weight = max(weight, place.spicule * 0.95)
    if weight > 0.001 {
      let inner = interior(at: p, place, depth: -d)
      t.x += (inner.x - t.x) * weight
      t.y += (inner.y - t.y) * weight
      t.z = t.z * (1 - weight) + inner.z * weight
    }
    if matter.wall > 0 {
      let capsule = matter.wall * max(0, 0.75 + 1.5 * noise(p, SIMD3(3, 3, 3), 57))
      t.z += capsule * bell(d / 0.16)
      t.x += capsule * 5 * bell((d - 0.15) / 0.22)
    }
    if matter.edgeShadow > 0 { edge(&t, place) }
  }

  private func halo(_ t: inout SIMD4<Float>, at p: SIMD3<Float>, _ place: LesionForm.Place) {
    guard place.distance < matter.rindThickness * 3 else { return }
    let width = matter.rindThickness * (1 + 1.1 * noise(p, SIMD3(2.5, 2.5, 2.5), 59))
    let b = exp(-max(place.distance, 0) / max(width, 0.3)) * matter.rind
    if t.x < 9.5 { t.x += (9.5 - t.x) * b }
    t.y += (1.1 - t.y) * b
    t.z *= 1 - 0.5 * b
  }

  /// A spicule has a bright, fibrous edge on both sides of its dark core: what makes it seen.
  private func sheet(_ t: inout SIMD4<Float>, _ share: Float) {
    let edge = 4 * share * (1 - share)
    if t.x < 9 { t.x += (9 - t.x) * 0.8 * edge }
  }

  /// Sound grazing a smooth border is bent away: a thin shadow below each side.
  private func edge(_ t: inout SIMD4<Float>, _ place: LesionForm.Place) {
    let normal = place.offset / (form.halfAxes * form.halfAxes)
    let side = normal.x * normal.x
    let share = side / (side + normal.z * normal.z + 1e-6)
    t.y += matter.edgeShadow * bell((place.distance - 0.25) / 0.4) * share * share * share
  }

  private func interior(
    at p: SIMD3<Float>, _ place: LesionForm.Place, depth: Float
  ) -> SIMD3<Float> {
    let het = matter.heterogeneity
    var level =
      matter.level + het
      * (1.7 * noise(p, SIMD3(1.5, 1.5, 0.9), 64) + 1.2 * noise(p, SIMD3(0.8, 0.8, 0.4), 65)
        + 2.6 * noise(p, SIMD3(4, 4, 2.6), 73))
    let streak = max(0, 1 - 6 * abs(noise(p, SIMD3(2.2, 2.2, 0.5), 74)))
    level += het * 2.2 * streak * smoothStep(noise(p, SIMD3(2.5, 2.5, 2), 75) / 0.3)
    level += het * 1.3 * (1 - min(max(depth, 0) / 2.5, 1))
    var interface =
      0.012 * het * streak * smoothStep((noise(p, SIMD3(2, 2, 1.5), 85) - 0.05) / 0.25)
    var attenuation = matter.attenuation
    if matter.split > 0 {
      attenuation += matter.split * smoothStep(place.offset.x / (0.25 * form.halfAxes.x))
    }
    if !form.members.isEmpty {
      // Between the small cysts there is wall, not fluid.
      let septum = smoothStep(place.septum / 0.2)
      level += (-3 - level) * septum
      interface += 0.35 * septum
      attenuation += 0.4 * septum
    }
    if matter.clumps > 0 {
      let clump = noise(p, SIMD3(3, 3, 2.2), 66) + 0.4 * noise(p, SIMD3(1.3, 1.3, 1), 67)
      level += matter.clumps * 2.2 * clump
      interface += 0.25 * clump
    }
    if let hilum = matter.hilum {
      let wobble = 0.35 * noise(p, SIMD3(2.2, 2.2, 1.6), 58)
      level += (hilum - level) * smoothStep((0.5 - place.radius + wobble) / 0.14)
    }
    if matter.cystic > 0 {
      let fluid = fluidShare(at: p, place)
      level += 1.5 + (-42 - level - 1.5) * fluid
      interface += 0.5 * (1 - fluid)
      attenuation += (0.05 - attenuation) * fluid
    }
    return SIMD3(level, attenuation, interface)
  }

  /// 1 in fluid; 0 in the irregular wall, the nodule growing from it, and the septum.
  private func fluidShare(at p: SIMD3<Float>, _ place: LesionForm.Place) -> Float {
    let thickness = 0.8 + 0.9 * noise(p, SIMD3(3, 3, 3), 68)
    var fluid = smoothStep((-place.distance - thickness) / 0.3)
    let n = (p - form.centre) / form.halfAxes
    let nodule = SIMD3(n.x - 0.42, n.y, n.z - 0.34) / SIMD3(0.44, 0.55, 0.52)
    let away = (nodule * nodule).sum().squareRoot() - 1 + 0.55 * noise(p, SIMD3(1.6, 1.6, 1.6), 69)
    fluid *= smoothStep(away / 0.16)
    let sheet = noise(SIMD3(p.x + 0.4 * p.z, p.y, p.z), SIMD3(6.5, 9, 9), 70)
    return fluid * (1 - 0.75 * bell(sheet / 0.04))
  }
}

import Sonography

/// From a kind to a body: every range the parameters are drawn from.
extension LesionKind {
  func body(drawing draw: inout Draw) -> LesionBody {
    var form = LesionForm(seed: 0, centre: .zero, halfAxes: axes(&draw))
    form.turn = draw.within(-0.25...0.25)
    var matter = LesionMatter()
    switch self {
    case .simpleCyst, .complicatedCyst, .complexMass, .seroma, .epidermalCyst:
      fluid(&form, &matter, &draw)
    case .clusteredMicrocysts: cluster(&form, &matter, &draw)
    case .fibroadenoma, .lipoma, .lymphNode, .roundCarcinoma, .isoechoicFibroadenoma, .papilloma:
      smooth(&form, &matter, &draw)
    case .spiculatedCarcinoma, .scar: stellate(&form, &matter, &draw)
    case .angularCarcinoma, .microlobulatedCarcinoma, .indistinctCarcinoma, .ductalInSitu:
      invasive(&form, &matter, &draw)
    }
    return LesionBody(form: form, matter: matter)
  }

  /// Relative half axes: lateral, elevational, depth.
  private func axes(_ draw: inout Draw) -> SIMD3<Float> {
    let elevation = draw.within(0.75...1.05)
    switch self {
    case .roundCarcinoma:
      return SIMD3(1, draw.within(0.92...1.05), draw.within(0.92...1.05))
    case .spiculatedCarcinoma, .scar:
      return SIMD3(draw.within(0.68...0.85), elevation * 0.9, 1)
    case .papilloma, .epidermalCyst:
      return SIMD3(1, draw.within(0.8...1), draw.within(0.55...0.75))
    case .angularCarcinoma, .indistinctCarcinoma, .ductalInSitu:
      return SIMD3(1, elevation, draw.within(0.7...1.2))
    case .microlobulatedCarcinoma:
      return SIMD3(1, elevation, draw.within(0.6...0.85))
    case .lymphNode, .lipoma:
      return SIMD3(1, elevation, draw.within(0.42...0.6))
    default:
      return SIMD3(1, elevation, draw.within(0.48...0.72))
    }
  }

  private func fluid(_ form: inout LesionForm, _ matter: inout LesionMatter, _ draw: inout Draw) {
    form.bulging = draw.within(0.04...0.12)
    form.bulgeSize = draw.within(5...7)
    form.roughness = draw.within(0.2...0.4)
    matter.softness = draw.within(0.12...0.2)
    matter.wall = draw.within(0.25...0.55)
    matter.displacement = draw.within(0.6...0.85)
    matter.edgeShadow = draw.within(0.9...1.8)
    matter.attenuation = 0.03
    switch self {
    case .simpleCyst:
      matter.level = -45
      matter.heterogeneity = 0.3
    case .seroma:
      matter.level = -38
      matter.heterogeneity = 1.2
      form.bulging = draw.within(0.12...0.2)
      matter.edgeShadow *= 0.5
    case .epidermalCyst:
      matter.level = draw.within(-14 ... -10)
      matter.heterogeneity = draw.within(1.5...2.5)
      matter.attenuation = 0.25
      matter.wall = 0.6
    case .complicatedCyst:
      matter.level = draw.within(-15 ... -12)
      matter.heterogeneity = draw.within(0.7...1.1)
      matter.attenuation = 0.15
    default:
      matter.level = draw.within(-6 ... -3)
      matter.heterogeneity = 2
      matter.attenuation = 0.45
      matter.cystic = 1
      matter.displacement = 0.55
    }
  }

  /// A handful of small cysts with thin walls between them.
  private func cluster(_ form: inout LesionForm, _ matter: inout LesionMatter, _ draw: inout Draw) {
    form.roughness = 0.15
    form.members = (0..<draw.index(below: 3) + 6).map { index in
      let turn = sineCosine(Double(Float(index) * 2.4 + draw.within(0...0.5)))
      let away = index == 0 ? 0.1 : draw.within(0.45...0.66)
      return SIMD4(
        Float(turn.cosine) * away, draw.within(-0.35...0.35), Float(turn.sine) * away * 0.8,
        draw.within(0.24...0.36))
    }
    matter.softness = 0.15
    matter.wall = 0.3
    matter.level = -40
    matter.heterogeneity = 0.4
    matter.attenuation = 0.1
    matter.displacement = 0.4
  }

  private func smooth(_ form: inout LesionForm, _ matter: inout LesionMatter, _ draw: inout Draw) {
    form.bulging = draw.within(0.05...0.17)
    form.bulgeSize = draw.within(4...7)
    form.roughness = draw.within(0.35...0.7)
    matter.softness = draw.within(0.18...0.35)
    matter.wall = draw.within(0.25...0.55)
    matter.displacement = draw.within(0.6...0.85)
    matter.edgeShadow = draw.within(0.3...1.1)
    matter.heterogeneity = draw.within(1.3...2)
    switch self {
    case .lipoma:
      matter.level = draw.within(5.5...8)
      matter.attenuation = 0.66
      matter.edgeShadow = 0
    case .isoechoicFibroadenoma:
      matter.level = draw.within(-2.2 ... -0.8)
      matter.attenuation = draw.within(0.6...0.8)
      matter.wall = draw.within(0.7...1)
    case .papilloma:
      matter.level = draw.within(-9 ... -7)
      matter.attenuation = draw.within(0.4...0.6)
      matter.ductRadius = draw.within(1...1.7)
      matter.wall = 0.2
    case .lymphNode:
      matter.level = draw.within(-11 ... -8.5)
      matter.hilum = draw.within(5...8)
      matter.attenuation = 0.6
      matter.heterogeneity = 1
    case .roundCarcinoma:
      matter.level = draw.within(-13 ... -10.5)
      matter.attenuation = draw.within(0.25...0.4)
      matter.heterogeneity = draw.within(1.6...2.2)
      matter.wall = 0.15
      form.bulging *= 0.6
    default:
      matter.level = draw.within(-9.5 ... -7)
      matter.attenuation = draw.within(0.45...0.78)
    }
  }

  private func stellate(_ form: inout LesionForm, _ matter: inout LesionMatter, _ draw: inout Draw) {
    form.bulging = draw.within(0.3...0.5)
    form.bulgeSize = draw.within(3.5...5)
    form.roughness = 0.9
    let count = self == .scar ? 7 : Int(draw.within(18...26))
    let length: ClosedRange<Float> = self == .scar ? 2...3.5 : 4.5...9
    form.spicules = (0..<count).map { _ in
      LesionForm.Spicule(
        direction: draw.direction(flattened: 0.35), length: draw.within(length),
        halfWidth: draw.within(0.38...0.75))
    }
    matter.level = draw.within(-13 ... -10)
    matter.attenuation = self == .scar ? draw.within(2.0...2.4) : draw.within(1.4...2.0)
    matter.softness = draw.within(0.3...0.5)
    matter.indistinct = draw.within(0.4...0.8)
    matter.islands = draw.within(0.1...0.3)
    matter.heterogeneity = draw.within(2.4...3.4)
    matter.rind = self == .scar ? 0.35 : draw.within(0.65...0.9)
    matter.rindThickness = draw.within(1.6...2.6)
    matter.retraction = draw.within(0.22...0.36)
  }

  private func invasive(_ form: inout LesionForm, _ matter: inout LesionMatter, _ draw: inout Draw) {
    form.roughness = draw.within(0.7...1)
    matter.level = draw.within(-11.5 ... -8.5)
    matter.heterogeneity = draw.within(2.2...3.2)
    matter.islands = draw.within(0.1...0.35)
    matter.softness = draw.within(0.3...0.5)
    switch self {
    case .angularCarcinoma:
      form.facets = (0..<11).map { _ in SIMD4(draw.direction(), draw.within(0.62...1)) }
      form.bulging = draw.within(0.2...0.32)
      matter.indistinct = draw.within(0.15...0.35)
      matter.attenuation = draw.within(0.75...1.35)
      matter.rind = draw.within(0.2...0.5)
    case .microlobulatedCarcinoma:
      form.lobulation = draw.within(0.6...0.9)
      form.lobeSize = draw.within(1.7...2.3)
      form.bulging = draw.within(0.1...0.22)
      matter.displacement = 0.2
      matter.attenuation = draw.within(0.55...0.9)
      matter.islands = 0.05
    case .ductalInSitu:
      form.bulging = draw.within(0.35...0.5)
      form.bulgeSize = draw.within(3...4.5)
      matter.indistinct = draw.within(0.6...0.9)
      matter.attenuation = draw.within(0.6...0.9)
      matter.level = draw.within(-9 ... -7)
      matter.ductRadius = draw.within(0.9...1.5)
    default:
      form.bulging = draw.within(0.4...0.62)
      form.bulgeSize = draw.within(4...6)
      matter.indistinct = draw.within(0.9...1.4)
      matter.attenuation = draw.within(1.1...1.7)
      matter.rind = draw.within(0.3...0.8)
      matter.rindThickness = draw.within(1.5...2.4)
      matter.retraction = draw.within(0...0.15)
    }
  }
}

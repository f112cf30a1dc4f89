/// Words of the BI-RADS ultrasound lexicon a lesion is wanted to show, by feature.
package struct LesionWishes: Hashable, Sendable {
  /// Only what `vocabulary` knows.
  package let words: [String: [String]]
  /// Unknown words and contradictions, one sentence each.
  package let problems: [String]

  /// The words the phantom can grow.
  package static let vocabulary: [String: [String]] = [
    "shape": ["oval", "round", "irregular"],
    "orientation": ["parallel", "not_parallel"],
    "margin": ["circumscribed", "not_circumscribed"],
    "margin_detail": ["indistinct", "angular", "microlobulated", "spiculated"],
    "echo": [
      "anechoic", "hyperechoic", "complex_cystic_solid", "hypoechoic", "isoechoic", "heterogeneous",
    ],
    "posterior": ["none", "enhancement", "shadowing", "combined"],
    "calcifications": ["none", "in_mass", "outside_mass", "intraductal"],
    "associated": [
      "architectural_distortion", "duct_changes", "skin_thickening", "skin_retraction",
    ],
  ]

  package init(_ words: [String: [String]] = [:]) {
    var known = words.filter { Self.vocabulary[$0.key] != nil && !$0.value.isEmpty }
    if known["margin_detail"] != nil, known["margin"] == nil {
      known["margin"] = ["not_circumscribed"]
    }
    // A smooth margin takes the kind's own margin details away.
    if known["margin"] == ["circumscribed"] {
      known["margin_detail"] = known["margin_detail"] ?? []
    }
    self.words = known
    problems = Self.unknown(words) + Self.contradictions(known)
  }

  private static func unknown(_ words: [String: [String]]) -> [String] {
    words.sorted { $0.key < $1.key }.flatMap { feature, terms -> [String] in
      guard let known = vocabulary[feature] else {
        let all = vocabulary.keys.sorted().joined(separator: ", ")
        return ["'\(feature)' cannot be grown; features are \(all)"]
      }
      return terms.filter { !known.contains($0) }.map {
        "\(feature) '\($0)' is not known; it is one of \(known.joined(separator: ", "))"
      }
    }
  }

  private static func contradictions(_ words: [String: [String]]) -> [String] {
    func has(_ feature: String, _ term: String) -> Bool { words[feature]?.contains(term) == true }
    var problems: [String] = []
    for (feature, terms) in words.sorted(by: { $0.key < $1.key })
    where terms.count > 1 && !["margin_detail", "calcifications", "associated"].contains(feature) {
      problems.append("\(feature) has one word, not \(terms.joined(separator: " and "))")
    }
    if has("margin", "circumscribed"), words["margin_detail"]?.isEmpty == false {
      problems.append("a circumscribed margin is not also \(words["margin_detail"]?[0] ?? "")")
    }
    if has("shape", "round"), has("orientation", "not_parallel") || has("orientation", "parallel") {
      problems.append("a round lesion is as wide as high: leave orientation out")
    }
    if has("shape", "irregular"), has("margin", "circumscribed") {
      problems.append("an irregular shape has no circumscribed margin")
    }
    if has("echo", "anechoic"), has("posterior", "shadowing") || has("posterior", "combined") {
      problems.append("fluid does not shadow: anechoic goes with posterior enhancement or none")
    }
    if has("echo", "anechoic"), has("calcifications", "in_mass") {
      problems.append("calcifications in fluid would sink: anechoic goes without 'in_mass'")
    }
    if has("calcifications", "none"), (words["calcifications"]?.count ?? 0) > 1 {
      problems.append("calcifications 'none' stands alone")
    }
    return problems
  }

  /// Grows the body as wished, after the kind has drawn its own.
  func shape(_ body: inout LesionBody, _ draw: inout Draw) {
    if let shape = words["shape"]?.first { outline(&body.form, shape, &draw) }
    if words["margin"] == ["circumscribed"] { smooth(&body) }
    if let details = words["margin_detail"], !details.isEmpty {
      smooth(&body)
      body.matter.wall = 0
      for detail in details { margin(&body, detail, &draw) }
    }
    orient(&body.form, words["orientation"]?.first)
    if let echo = words["echo"]?.first { fill(&body.matter, echo, &draw) }
    if let band = words["posterior"]?.first { absorb(&body.matter, band, &draw) }
    for word in words["associated"] ?? [] { surround(&body.matter, word, &draw) }
    if words["calcifications"]?.contains("intraductal") == true, body.matter.ductRadius == 0 {
      body.matter.ductRadius = draw.within(0.9...1.4)
    }
  }

  private func outline(_ form: inout LesionForm, _ shape: String, _ draw: inout Draw) {
    form.members = []
    switch shape {
    case "oval":
      form.halfAxes = SIMD3(1, draw.within(0.8...1), draw.within(0.5...0.72))
      form.bulging = min(form.bulging, 0.12)
    case "round":
      form.halfAxes = SIMD3(1, draw.within(0.92...1.05), draw.within(0.95...1.04))
      (form.bulging, form.turn) = (min(form.bulging, 0.05), 0)
    default:
      form.halfAxes = SIMD3(1, draw.within(0.75...1), draw.within(0.65...0.85))
      form.bulging = draw.within(0.38...0.58)
      form.bulgeSize = draw.within(3.5...5.5)
    }
  }

  private func smooth(_ body: inout LesionBody) {
    (body.form.facets, body.form.spicules, body.form.lobulation) = ([], [], 0)
    body.form.roughness = min(body.form.roughness, 0.5)
    body.matter.softness = min(body.matter.softness, 0.25)
    body.matter.wall = max(body.matter.wall, 0.3)
    (body.matter.indistinct, body.matter.islands, body.matter.rind) = (0, 0, 0)
  }

  private func margin(_ body: inout LesionBody, _ detail: String, _ draw: inout Draw) {
    switch detail {
    case "indistinct":
      body.matter.indistinct = draw.within(0.9...1.4)
      body.matter.softness = draw.within(0.3...0.5)
    case "angular":
      body.form.facets = (0..<11).map { _ in SIMD4(draw.direction(), draw.within(0.62...1)) }
      body.form.bulging = max(body.form.bulging, draw.within(0.2...0.3))
    case "microlobulated":
      body.form.lobulation = draw.within(0.6...0.9)
      body.form.lobeSize = draw.within(1.7...2.3)
    default:
      body.form.spicules = (0..<Int(draw.within(18...26))).map { _ in
        LesionForm.Spicule(
          direction: draw.direction(flattened: 0.35), length: draw.within(4.5...9),
          halfWidth: draw.within(0.38...0.75))
      }
      body.matter.rind = draw.within(0.6...0.85)
      body.matter.rindThickness = draw.within(1.6...2.6)
    }
  }

  private func orient(_ form: inout LesionForm, _ word: String?) {
    let isTall = form.halfAxes.z > form.halfAxes.x
    switch word {
    case "parallel":
      if isTall { (form.halfAxes.x, form.halfAxes.z) = (form.halfAxes.z, form.halfAxes.x) }
      form.halfAxes.z = min(form.halfAxes.z, 0.8 * form.halfAxes.x)
    case "not_parallel":
      if !isTall { (form.halfAxes.x, form.halfAxes.z) = (form.halfAxes.z, form.halfAxes.x) }
      form.halfAxes.x = min(form.halfAxes.x, 0.8 * form.halfAxes.z)
      form.halfAxes.y = form.halfAxes.x
    default: return
    }
    form.turn *= 0.4
  }

  private func fill(_ matter: inout LesionMatter, _ echo: String, _ draw: inout Draw) {
    (matter.cystic, matter.hilum, matter.clumps) = (0, nil, 0)
    switch echo {
    case "anechoic": (matter.level, matter.heterogeneity, matter.attenuation) = (-45, 0.3, 0.03)
    case "hyperechoic": matter.level = draw.within(6.5...9)
    case "isoechoic":
      matter.level = draw.within(-2.2 ... -0.8)
      matter.wall = max(matter.wall, 0.7)
    case "complex_cystic_solid":
      (matter.level, matter.cystic) = (draw.within(-6 ... -3), 1)
      matter.attenuation = min(matter.attenuation, 0.5)
    case "heterogeneous":
      matter.level = draw.within(-7 ... -5)
      (matter.clumps, matter.heterogeneity) = (draw.within(4.5...6.5), 2.5)
    default: matter.level = draw.within(-11 ... -8)
    }
  }

  private func absorb(_ matter: inout LesionMatter, _ band: String, _ draw: inout Draw) {
    switch band {
    case "enhancement": matter.attenuation = draw.within(0.05...0.2)
    case "shadowing": matter.attenuation = draw.within(1.6...2.1)
    case "combined": (matter.attenuation, matter.split) = (0.05, draw.within(1.9...2.4))
    default: matter.attenuation = draw.within(0.66...0.76)
    }
    if band == "none" { matter.edgeShadow = min(matter.edgeShadow, 0.4) }
  }

  private func surround(_ matter: inout LesionMatter, _ word: String, _ draw: inout Draw) {
    switch word {
    case "architectural_distortion":
      matter.retraction = draw.within(0.3...0.42)
      matter.displacement = 0
    case "duct_changes": matter.ductRadius = draw.within(1...1.7)
    case "skin_thickening": matter.skinThickening = draw.within(1.6...2.8)
    default: matter.skinPull = draw.within(1.2...2.2)
    }
  }
}

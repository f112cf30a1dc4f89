/// What an author wants to see: a kind of lesion, its size and its place under the probe.
package struct LesionPlan: Hashable, Sendable {
  package var kind: LesionKind
  /// Longest extent in the image plane, mm.
  package var size: Float
  /// Depth of the centre below the skin, mm.
  package var depth: Float
  /// Offset of the centre from the middle of the image, mm, to the right.
  package var lateral: Float
  /// Offset from the middle of the sweep, mm, along the probe's travel.
  package var along: Float
  /// 0 faint ... 1 plain: how far the lesion stands out from its surroundings.
  package var conspicuity: Float
  /// The lexicon's words that are wanted instead of the kind's own.
  package var wishes: LesionWishes

  package init(
    kind: LesionKind, size: Float, depth: Float, lateral: Float = 0, along: Float = 0,
    conspicuity: Float = 1, wishes: LesionWishes = LesionWishes()
  ) {
    self.kind = kind
    self.size = size
    self.depth = depth
    self.lateral = lateral
    self.along = along
    self.conspicuity = conspicuity
    self.wishes = wishes
  }

  /// The words the picture has to show; orientation and posterior features only where they are wished.
  package var intended: [String: [String]] {
    kind.intended.merging(wishes.words) { _, wished in wished }
  }

  /// What cannot be, one sentence each; empty when it can be grown.
  package var problems: [String] {
    var problems = wishes.problems
    let numbers = [size, depth, lateral, along, conspicuity]
    guard numbers.allSatisfy(\.isFinite) else {
      return problems + ["size, depth and place must be numbers"]
    }
    if !(2...45).contains(size) { problems.append("a lesion is 2 to 45 mm long, not \(size) mm") }
    if depth < 1.5 || depth > 50 {
      problems.append("its centre lies 1.5 to 50 mm deep, not \(depth) mm")
    }
    if abs(lateral) > 25 || abs(along) > 25 {
      problems.append("its place is within 25 mm of the middle")
    }
    if !(0...1).contains(conspicuity) {
      problems.append("conspicuity is 0 (faint) to 1 (plain), not \(conspicuity)")
    }
    return problems
  }

  func body(seed: UInt64) -> LesionBody {
    var draw = Draw(seed: seed, stream: 2)
    var body = kind.body(drawing: &draw)
    body.form.seed = UInt32(truncatingIfNeeded: draw.bits())
    wishes.shape(&body, &draw)
    let longest = max(body.form.halfAxes.x, body.form.halfAxes.z)
    body.form.halfAxes *= size / 2 / longest
    body.form.centre = SIMD3(lateral, along, depth)
    body.matter.level *= 0.45 + 0.55 * conspicuity
    // A shadow is drawn as a total, not per millimetre: otherwise large tumours black out all behind them.
    let excess = body.matter.attenuation - 0.7
    if excess > 0 { body.matter.attenuation = 0.7 + excess * 10 / max(size, 6) }
    body.matter.split *= 10 / max(size, 6)
    body.matter.wall *= 0.5 + 0.5 * conspicuity
    if body.matter.ductRadius > 0 { body.duct = duct(of: body, &draw) }
    body.calcifications = intended["calcifications"].map { body.grains($0, &draw) } ?? []
    return body
  }

  /// Runs from the lesion to the left, where the nipple is in a radial image.
  private func duct(of body: LesionBody, _ draw: inout Draw) -> Tube {
    Tube(
      seed: UInt32(truncatingIfNeeded: draw.bits()),
      start: body.form.centre - SIMD3(0.6 * body.form.halfAxes.x, 0, 0), direction: SIMD2(-1, 0),
      slope: -draw.within(0.05...0.2), reach: draw.within(12...18),
      radius: body.matter.ductRadius, isOneSided: true, taper: 0.35)
  }
}

extension LesionBody {
  /// Calcifications where the word says: `in_mass`, `outside_mass`, `intraductal`, or none.
  func grains(_ words: [String], _ draw: inout Draw) -> [Calcification] {
    words.flatMap { word -> [Calcification] in
      guard let places = places(for: word, &draw) else { return [] }
      return places.map { place in
        // Sizes spread over a decade of echo: a few coarse grains among fine ones.
        let size = draw.within(0.1...0.24) + (draw.unit() < 0.2 ? draw.within(0.05...0.25) : 0)
        return Calcification(place: place, size: size, level: draw.within(22...36))
      }
    }
  }

  private func places(for word: String, _ draw: inout Draw) -> [SIMD3<Float>]? {
    switch word {
    case "in_mass":
      return (0..<Int(draw.within(24...44))).map { _ in
        let spread = cubeRoot(draw.unit()) * 0.72
        return form.centre + draw.direction(flattened: 0.6) * form.halfAxes * spread
      }
    case "outside_mass":
      let side: Float = draw.unit() < 0.5 ? -1 : 1
      let nest = form.centre + SIMD3(side * (form.halfAxes.x + 4.5), 0, 0.2 * form.halfAxes.z)
      return (0..<Int(draw.within(16...26))).map { _ in
        nest + draw.direction(flattened: 0.6) * SIMD3(2.6, 2.6, 1.8) * cubeRoot(draw.unit())
      }
    case "intraductal":
      guard let duct else { return nil }
      return (0..<Int(draw.within(16...26))).map { _ in
        let along = draw.within(0...0.8) * duct.reach
        return duct.start
          + SIMD3(
            duct.direction.x * along, 0.3 * duct.radius * draw.normal(),
            duct.slope * along + 0.3 * duct.radius * draw.normal())
      }
    default: return nil
    }
  }
}

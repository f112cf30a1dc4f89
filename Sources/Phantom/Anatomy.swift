import Sonography

/// How much of the breast is gland: the letters of the density scale.
package enum Composition: String, CaseIterable, Hashable, Sendable {
  case fatty = "a"
  case scattered = "b"
  case heterogeneous = "c"
  case dense = "d"

  /// 0 all fat ... 1 all gland.
  var density: ClosedRange<Float> {
    switch self {
    case .fatty: 0...0.12
    case .scattered: 0.28...0.42
    case .heterogeneous: 0.52...0.72
    case .dense: 0.82...1
    }
  }

  var glandTop: ClosedRange<Float> {
    switch self {
    case .fatty: 11...14
    case .scattered: 8...11
    case .heterogeneous: 5.5...9
    case .dense: 3.6...6
    }
  }
}

/// One woman's layers and textures. Lengths in millimetres from the undeformed skin, levels in dB
/// against subcutaneous fat.
struct Anatomy: Hashable, Sendable {
  var seed: UInt32
  var density: Float
  var skinThickness: Float
  var skinLevel: Float
  var glandTop: Float
  var glandCrest: Float
  var glandTilt: Float
  /// Height of the tents that ligaments pull out of the gland towards the skin.
  var tents: Float
  var retromammary: Float
  var muscleTop: Float
  var muscleTilt: Float
  var muscleThickness: Float
  var fibreAngle: SIMD2<Float>
  var lobule: SIMD2<Float>
  var septa: Float
  var fatLevel: Float
  var fatGrain: Float
  /// Sheets of connective tissue in the fat, nearly along the skin.
  var sheets: Float
  var glandLevel: Float
  var glandMottle: Float
  var islandSize: Float
  var coarseness: Float
  var ribs: Float?
  /// Broad vertical shading fixed to the skin, dB.
  var streaks: Float
  var tubes: [Tube]

  init(seed: UInt64, composition: Composition) {
    var draw = Draw(seed: seed, stream: 1)
    self.seed = UInt32(truncatingIfNeeded: seed &* 7919 &+ 11)
    density = draw.within(composition.density)
    skinThickness = draw.within(1.0...2.3)
    skinLevel = draw.within(2...9)
    glandTop = draw.within(composition.glandTop)
    glandCrest = draw.within(1...5)
    glandTilt = draw.within(-0.16...0.16)
    tents = draw.within(0.5...4.5)
    muscleTop = draw.within(19...30)
    retromammary = draw.within(0.4...5)
    muscleTilt = draw.within(-0.2...0.2)
    muscleThickness = draw.within(4.5...9.5)
    let angle = sineCosine(Double(draw.within(-0.9...0.9)))
    fibreAngle = SIMD2(Float(angle.cosine), Float(angle.sine))
    lobule = SIMD2(draw.within(7...17), draw.within(3.6...8.5))
    septa = draw.within(0.5...1.2)
    fatLevel = draw.within(-4.5...0.5)
    fatGrain = draw.within(0.6...1.4)
    sheets = draw.within(0.2...1.1)
    glandLevel = draw.within(5...11)
    glandMottle = draw.within(0.6...1.4)
    islandSize = draw.within(5...11)
    coarseness = draw.within(0.7...1.5)
    ribs = draw.unit() < 0.4 ? draw.within(-12...12) : nil
    streaks = draw.within(0.6...2.2)
    tubes = Self.tubes(composition, below: skinThickness, above: muscleTop, &draw)
  }

  /// Ducts run towards the nipple within the gland, vessels anywhere above the muscle.
  private static func tubes(
    _ composition: Composition, below skin: Float, above muscle: Float, _ draw: inout Draw
  ) -> [Tube] {
    let ducts = composition == .fatty ? 0 : draw.index(below: 4)
    let vessels = draw.index(below: 3)
    return (0..<ducts + vessels).map { index in
      let isDuct = index < ducts
      let depth = isDuct ? draw.within(0.45...0.8) * muscle : draw.within(skin + 3...muscle - 2)
      let heading = sineCosine(Double(draw.within(isDuct ? -0.5...0.5 : -1.5...1.5)))
      return Tube(
        seed: UInt32(truncatingIfNeeded: draw.bits()),
        start: SIMD3(draw.within(-14...14), draw.within(-9...9), depth),
        direction: SIMD2(Float(heading.cosine), Float(heading.sine)),
        slope: draw.within(-0.15...0.15), reach: draw.within(8...20),
        radius: isDuct ? draw.within(0.3...0.75) : draw.within(0.4...0.95))
    }
  }
}

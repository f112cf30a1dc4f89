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
  var glandTop: Float
  var glandCrest: Float
  var glandTilt: Float
  var retromammary: Float
  var muscleTop: Float
  var muscleTilt: Float
  var muscleThickness: Float
  var fibreAngle: SIMD2<Float>
  var lobule: SIMD2<Float>
  var septa: Float
  var glandLevel: Float
  var coarseness: Float
  var ribs: Float?
  /// Broad vertical shading fixed to the skin, dB.
  var streaks: Float

  init(seed: UInt64, composition: Composition) {
    var draw = Draw(seed: seed, stream: 1)
    self.seed = UInt32(truncatingIfNeeded: seed &* 7919 &+ 11)
    density = draw.within(composition.density)
    skinThickness = draw.within(1.1...2.1)
    glandTop = draw.within(composition.glandTop)
    glandCrest = draw.within(1.5...4)
    glandTilt = draw.within(-0.10...0.10)
    muscleTop = draw.within(20...28)
    retromammary = draw.within(0.6...4)
    muscleTilt = draw.within(-0.12...0.12)
    muscleThickness = draw.within(5.5...9)
    let angle = sineCosine(Double(draw.within(-0.9...0.9)))
    fibreAngle = SIMD2(Float(angle.cosine), Float(angle.sine))
    lobule = SIMD2(draw.within(8...14), draw.within(4.5...8))
    septa = draw.within(0.6...1.05)
    glandLevel = draw.within(5...8)
    coarseness = draw.within(0.75...1.35)
    ribs = draw.unit() < 0.35 ? draw.within(-12...12) : nil
    streaks = draw.within(0.8...1.7)
  }
}

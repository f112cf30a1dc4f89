import Sonography

/// One simulated breast: its tissue and what lies in it. Same seed, same breast.
package struct Breast: Sendable {
  package let seed: UInt64
  package let composition: Composition
  package let lesions: [LesionPlan]
  private(set) var tissue: Tissue

  /// Tissue without anatomy, for the plain phantoms of physics: no streaks, and `grains` as point targets.
  init(plainWith grains: [LesionBody.Calcification] = []) {
    (seed, composition, lesions) = (1, .fatty, [])
    var anatomy = Anatomy(seed: 1, composition: .fatty)
    anatomy.streaks = 0
    var carrier = LesionBody(
      form: LesionForm(seed: 0, centre: .zero, halfAxes: SIMD3(repeating: 0.001)),
      matter: LesionMatter())
    carrier.calcifications = grains
    tissue = Tissue(anatomy: anatomy, lesions: grains.isEmpty ? [] : [carrier])
  }

  package init(seed: UInt64, composition: Composition, lesions: [LesionPlan] = []) {
    self.seed = seed
    self.composition = composition
    self.lesions = lesions
    let anatomy = Anatomy(seed: seed, composition: composition)
    tissue = Tissue(
      anatomy: anatomy,
      lesions: lesions.enumerated().map { index, plan in
        plan.body(seed: seed &+ UInt64(index) &* 101)
      })
  }

  /// The same breast under a probe whose array is turned by so many radians in the plane of the skin.
  package func turned(by angle: Double) -> Breast {
    var turned = self
    let heading = sineCosine(angle)
    turned.tissue.heading = SIMD2(Float(heading.cosine), Float(heading.sine))
    return turned
  }
}

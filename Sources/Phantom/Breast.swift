/// One simulated breast: its tissue and what lies in it. Same seed, same breast.
package struct Breast: Sendable {
  package let seed: UInt64
  package let composition: Composition
  package let lesions: [LesionPlan]
  private(set) var tissue: Tissue

  /// `streaks` overrides the drawn shading of the skin, dB.
  init(seed: UInt64, composition: Composition, streaks: Float) {
    self.init(seed: seed, composition: composition)
    var anatomy = tissue.anatomy
    anatomy.streaks = streaks
    tissue = Tissue(anatomy: anatomy, lesions: [])
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
}

/// One simulated breast: its tissue and what lies in it. Same seed, same breast.
package struct Breast: Sendable {
  package let seed: UInt64
  package let composition: Composition
  package let lesions: [LesionPlan]
  let tissue: Tissue

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

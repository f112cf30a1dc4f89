import Phantom
import Sonography
import Testing

/// What people order that cannot be, and what they order that can.
struct OrderTests {
  private static let lesion = LesionPlan(kind: .fibroadenoma, size: 12, depth: 12)

  private func problems(
    lesion: LesionPlan = lesion, change: (inout SweepPlan) -> Void = { _ in }
  ) -> [String] {
    var plan = SweepPlan(seed: 1, composition: .scattered, lesions: [lesion])
    change(&plan)
    return plan.problems
  }

  @Test
  func `a sensible order has no problem`() {
    #expect(problems().isEmpty)
  }

  @Test(arguments: [
    (["shape": ["square"]], "not known"), (["colour": ["red"]], "cannot be grown"),
    (["margin": ["circumscribed"], "margin_detail": ["spiculated"]], "not also spiculated"),
    (["shape": ["round"], "orientation": ["parallel"]], "as wide as high"),
    (["shape": ["irregular"], "margin": ["circumscribed"]], "no circumscribed margin"),
    (["echo": ["anechoic"], "posterior": ["shadowing"]], "fluid does not shadow"),
    (["echo": ["anechoic", "hypoechoic"]], "has one word"),
    (["calcifications": ["none", "in_mass"]], "stands alone"),
  ])
  func `contradicting words are refused with a sentence`(
    words: [String: [String]], sentence: String
  ) {
    let found = LesionWishes(words).problems
    #expect(found.contains { $0.contains(sentence) }, "\(found)")
  }

  @Test
  func `all problems of an order are told at once`() {
    var lesion = Self.lesion
    (lesion.size, lesion.depth) = (60, .nan)
    #expect(problems(lesion: lesion).count == 1)
    (lesion.size, lesion.depth, lesion.conspicuity) = (60, 70, 3)
    let found = problems(lesion: lesion) {
      $0.frames = 0
      $0.frameRate = .nan
      $0.faults = [Fault(.contact, onset: 90, severity: 2), Fault(.depth, onset: 3, severity: 0.5)]
    }
    #expect(found.count >= 7)
    #expect(found.contains { $0.contains("1 to 3000 frames, not 0") })
    #expect(found.contains { $0.contains("depth@0") })
  }

  @Test
  func `a lesion larger than the breast above the muscle is refused`() {
    let found = problems(lesion: LesionPlan(kind: .simpleCyst, size: 40, depth: 6))
    #expect(found.contains { $0.contains("does not fit") })
  }

  @Test(arguments: ["contact@12:0.7", "depth@0:1", "speed@3:.5"])
  func `a fault is read from its three parts`(text: String) {
    #expect(Fault(text)?.name.rawValue == String(text.prefix { $0 != "@" }))
  }

  @Test(arguments: ["contact", "contact@1", "rain@1:0.5", "gain@1:0.5", "contact@x:0.5", "contact@1:0.5:2"])
  func `anything else is no fault`(text: String) {
    #expect(Fault(text) == nil)
  }

  @Test(arguments: [
    Pose(x: .nan), Pose(tilt: .infinity), Pose(rock: 2), Pose(strain: 0.5), Pose(y: 1e9),
  ])
  func `nobody can hold a probe so`(pose: Pose) {
    #expect(VirtualProbe.problem(with: pose) != nil)
  }
}

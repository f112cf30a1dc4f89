import Scoring
import Sonography
import Testing

/// Laws that hold for any read and truth, over a hundred seeds.
@Suite struct ScoringLawTests {
  /// Lesions in quarters of their own, so that no place lies on two of them; experts that disagree.
  private struct Scene {
    var truth: ReferenceStandard
    var read: Read
    var random: SplitMix64

    init(seed: UInt64) {
      var random = SplitMix64(seed: seed)
      let experts = (0..<Int.random(in: 1...4, using: &random)).map { "e\($0)" }
      let lesions = (0..<Int.random(in: 1...4, using: &random)).map { index in
        var lesion = Example.lesion(
          "l\(index)", isMalignant: .random(using: &random),
          opinions: experts.map { Scene.opinion($0, &random) })
        let (x, y) = (100.0 + 200 * Double(index % 2), 100.0 + 200 * Double(index / 2))
        lesion.views = experts.map {
          Example.appearance(
            by: $0, x: x + .random(in: -9...9, using: &random), y: y, radius: .random(in: 25...45, using: &random))
        }
        return lesion
      }
      let marks = (0..<Int.random(in: 0...8, using: &random)).map { index in
        Example.mark(
          "m\(index)", x: .random(in: 0...400, using: &random), y: .random(in: 0...340, using: &random),
          frame: .random(in: 15...45, using: &random), rating: .random(in: 0...1, using: &random),
          terms: Scene.words(&random), assessment: ["2", "3", "4B"].randomElement(using: &random),
          keyPlane: .random(in: 0..<60, using: &random))
      }
      truth = Example.truth(
        lesions, outcome: lesions.contains(where: \.pathology.isMalignant) ? .malignant : .benign,
        assessments: [])
      read = Read(
        marks: marks, likelihood: .random(in: 0...1, using: &random),
        displayed: ["radial": (0..<60).map { _ in .random(in: 0...0.1, using: &random) }])
      self.random = random
    }

    private static func opinion(_ expert: String, _ random: inout SplitMix64) -> Lesion.Opinion {
      Example.opinion(
        expert, words(&random), ["2", "3", "4A", "5"].randomElement(using: &random) ?? "3",
        longAxis: .random(in: 5...12, using: &random))
    }

    private static func words(_ random: inout SplitMix64) -> [String: [String]] {
      [
        "shape": ["oval", "round", "irregular"].randomElement(using: &random).map { [$0] } ?? [],
        "margin": ["not_circumscribed"],
        "margin_detail": ["angular", "spiculated", "indistinct"].filter { _ in .random(using: &random) },
      ]
    }

    func score(_ marks: [Mark]? = nil, rule: MatchingRule = MatchingRule()) -> Score {
      var (read, rubric) = (read, Rubric.standard)
      if let marks { read.marks = marks }
      rubric.matching = rule
      return ReadScorer(rubric: rubric, lexicon: .example)
        .score(read, of: Example.reading(), against: truth)
    }
  }

  private func found(_ score: Score) -> Double { score.measure("lesionLocalizationFraction")?.value ?? -1 }

  /// Every value but for rounding; sums over lesions and experts depend on the order in the last digit.
  private func values(_ score: Score) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: score.measures.map { ($0.name, (($0.value ?? -1) * 1e9).rounded()) })
      .merging(score.skills.map { ("skill \($0)", ($1 * 1e9).rounded()) }) { $1 }
  }

  @Test(arguments: UInt64(1)...100)
  func `the order of marks, lesions and experts changes nothing`(seed: UInt64) {
    var scene = Scene(seed: seed)
    let before = scene.score()
    scene.read.marks.shuffle(using: &scene.random)
    scene.truth.lesions.shuffle(using: &scene.random)
    for index in scene.truth.lesions.indices {
      scene.truth.lesions[index].opinions.shuffle(using: &scene.random)
      scene.truth.lesions[index].views.shuffle(using: &scene.random)
    }
    let after = scene.score()
    #expect(values(before) == values(after))
    #expect(Set(before.lesions.map(\.mark)) == Set(after.lesions.map(\.mark)))
    #expect(before.verdict == after.verdict)
  }

  @Test(arguments: UInt64(1)...100)
  func `a mark far from everything never raises a score`(seed: UInt64) {
    let scene = Scene(seed: seed)
    let far = Example.mark("far", x: 200, y: 395, frame: 59, assessment: "2")
    let (before, after) = (scene.score(), scene.score(scene.read.marks + [far]))
    #expect(found(after) == found(before))
    #expect(after.skills["find"]! < before.skills["find"]! || before.skills["find"] == 0)
    #expect(
      after.measure("nonLesionLocalizationsPerMinute")!.value!
        > before.measure("nonLesionLocalizationsPerMinute")!.value!)
  }

  @Test(arguments: UInt64(1)...100)
  func `moving a mark that found a lesion about inside it never loses the lesion`(seed: UInt64) {
    var scene = Scene(seed: seed)
    let before = scene.score()
    for (outcome, lesion) in zip(before.lesions, scene.truth.lesions) {
      guard let index = scene.read.marks.firstIndex(where: { $0.id == outcome.mark }) else { continue }
      // All experts' circles hold the 1.2 mm around the mean of their centres: 25 − 9 px and more.
      let centre = lesion.views[0].outlines[0].contour.centroid
      let angle = Double.random(in: 0..<6.28, using: &scene.random)
      scene.read.marks[index].shape = .point(
        PixelPoint(x: centre.x + 5 * angle.remainder(dividingBy: 1), y: centre.y + 5 * (angle / 6.28)))
    }
    #expect(found(scene.score()) >= found(before))
  }

  @Test(arguments: UInt64(1)...100)
  func `a wider tolerance never loses a lesion`(seed: UInt64) {
    let scene = Scene(seed: seed)
    let counts = (0...6).map { step in
      var rule = MatchingRule()
      rule.minimumDilation = Millimetres(Double(step) * 2)
      rule.timeTolerance = Double(step) * 0.1
      return found(scene.score(rule: rule))
    }
    #expect(counts == counts.sorted())
  }

  @Test(arguments: UInt64(1)...100)
  func `marking a found lesion again changes neither what is found nor what is false`(seed: UInt64) {
    let scene = Scene(seed: seed)
    let before = scene.score()
    let copies = scene.read.marks.filter { mark in before.lesions.contains { $0.mark == mark.id } }.map {
      var copy = $0
      copy.id += "-again"
      return copy
    }
    let after = scene.score(scene.read.marks + copies)
    #expect(found(after) == found(before))
    #expect(after.falseMarks.count == before.falseMarks.count)
    #expect(
      after.measure("duplicateMarks")!.value! == before.measure("duplicateMarks")!.value! + Double(copies.count))
  }

  @Test(arguments: UInt64(1)...100)
  func `every value is finite, and shares lie between 0 and 1`(seed: UInt64) {
    for measure in Scene(seed: seed).score().measures {
      guard let value = measure.value else { continue }
      #expect(value.isFinite, "\(measure.name)")
      if measure.unit == "fraction" { #expect((0...1).contains(value), "\(measure.name)") }
    }
  }
}

import Foundation
import Scoring
import Sonography
import TestSupport
import Testing

@Suite struct ReadScorerTests {
  private let scorer = ReadScorer(rubric: .standard, lexicon: .example)

  private func score(
    _ read: Read, _ truth: ReferenceStandard = Example.truth(), _ reading: Case = Example.reading()
  ) -> Score {
    scorer.score(read, of: reading, against: truth)
  }

  /// 0.04 s of every frame: the loop played once.
  private let once = ["radial": [Double](repeating: 0.04, count: 60)]

  @Test func `a lesion found and described as the panel earns everything`() throws {
    let shape = MarkShape.ellipse(
      centre: PixelPoint(x: 200, y: 200), halfWidth: 50, halfHeight: 50, angle: 0)
    let caliper = Caliper(
      frame: 30, from: PixelPoint(x: 150, y: 200), to: PixelPoint(x: 250, y: 200))
    let read = Read(
      marks: [
        Example.mark(
          shape: shape, terms: Example.words, assessment: "4C", keyPlane: 30, calipers: [caliper])
      ],
      assessment: "4C".assessment, likelihood: 1, displayed: once)
    let score = score(read)
    #expect(score.verdict == "Found it. Category as the panel.")
    #expect(Set(score.skills.keys).subtracting(["place"]).allSatisfy { score.skills[$0] == 1 })
    #expect(
      Set(score.skills.keys) == [
        "find", "place", "measure", "describe", "categorise", "manage", "calibrate", "keyPlane",
      ])
    #expect(try #require(score.skills["place"]) > 0.999)
    #expect(score.calledPositive && score.isMalignant)
    #expect(score.lesions.map(\.errorKind) == [nil])
    #expect(score.rubric == "sonodrill-2")
    #expect(score.rule == ScoredRule(.standard))
    #expect(score.lexicon == "example")
    #expect(score.lexiconDigest == "0123")
  }

  struct Verdict: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var x: Double?
    var category: String?
    var panel: [String]
  }

  @Test(arguments: [
    Verdict(
      testDescription: "Found it. One category low against the panel.", x: 200, category: "4B",
      panel: ["4C"]),
    Verdict(
      testDescription: "Found it. Category as the panel.", x: 200, category: "5",
      panel: ["4C", "5"]),
    Verdict(
      testDescription:
        "Found it. Three categories low against the panel, which changes the next step.",
      x: 200, category: "3", panel: ["4C"]),
    Verdict(
      testDescription:
        "Found it. One category high against the panel, which changes the next step.",
      x: 200, category: "4A", panel: ["3"]),
    Verdict(testDescription: "Found it. Gave no category.", x: 200, category: nil, panel: ["4C"]),
    Verdict(
      testDescription:
        "Missed it, on screen for 2.4\u{00A0}s. One marked place is no lesion. Category as the panel.",
      x: 20, category: "4C", panel: ["4C"]),
  ])
  func `the verdict says what happened and compares with the panel`(_ verdict: Verdict) {
    let read = Read(
      marks: verdict.x.map { [Example.mark(x: $0)] } ?? [],
      assessment: verdict.category?.assessment,
      displayed: ["radial": [Double](repeating: 2.4 / 21, count: 60)])
    #expect(
      score(read, Example.truth(assessments: verdict.panel)).verdict == verdict.testDescription)
  }

  struct Miss: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// Of every frame.
    var seconds: Double
    var kind: String
  }

  @Test(arguments: [
    Miss(testDescription: "never displayed", seconds: 0, kind: "coverage"),
    Miss(testDescription: "21 frames of 0.04 s: 0.84 s", seconds: 0.04, kind: "search"),
    Miss(testDescription: "21 frames of 0.05 s: 1.05 s", seconds: 0.05, kind: "missWhileVisible"),
  ])
  func `a miss is named by how long the lesion was on screen`(_ miss: Miss) {
    let read = Read(
      noFinding: true, displayed: ["radial": [Double](repeating: miss.seconds, count: 60)])
    #expect(score(read).lesions[0].errorKind == miss.kind)
  }

  @Test(
    arguments: [
      ("4B", ["4C"], nil), ("3", ["4C"], "less"), ("5", ["4C"], nil), ("4A", ["3"], "more"),
      ("3", ["4A", "3"], nil), ("2", ["4A", "3"], "less"), ("5", ["4A", "3"], nil),
    ] as [(String, [String], String?)])
  func `a found lesion that leads elsewhere than for any expert is a decision error`(
    category: String, panel: [String], than: String?
  ) {
    let opinions = panel.enumerated().map { Example.opinion("e\($0)", Example.words, $1) }
    let read = Read(marks: [Example.mark(assessment: category)], displayed: once)
    let outcome = score(read, Example.truth([Example.lesion(opinions: opinions)], assessments: [])).lesions[0]
    #expect(outcome.errorKind == than.map { _ in "decision" })
    #expect(
      outcome.sentence
        == (than.map { "Mass: marked, but taken for \($0) than the panel did, which changes the next step." }
          ?? "Mass: marked."))
  }

  @Test func `the case's panel stands in for the only lesion's, but not for one of several`() {
    var silent = Example.lesion()
    silent.opinions[0].assessment = nil
    let read = Read(marks: [Example.mark(assessment: "3")], displayed: once)
    let alone = score(read, Example.truth([silent]))
    #expect(alone.lesions[0].errorKind == "decision")
    let several = score(read, Example.truth([silent, Example.lesion("l2", x: 350, radius: 20)]))
    #expect(several.lesions[0].errorKind == nil)
  }

  @Test func `a normal case left unmarked is a correct rejection`() {
    let score = score(Read(noFinding: true), Example.normal)
    #expect(score.assessment == "1".assessment)
    #expect(score.measure("correctRejection")?.value == 1)
    #expect(score.measure("assessmentCredit")?.value == 1)
    #expect(score.measure("lesionLocalizationFraction")?.value == nil)
    #expect(score.measure("lesionLocalizationFraction")?.reason != nil)
    #expect(score.skills == ["find": 1, "categorise": 1, "manage": 1])
    #expect(!score.calledPositive && !score.isMalignant)
    #expect(score.verdict == "Marked nothing; there is no lesion. Category as the panel.")
  }

  @Test func `a mark in a normal case is a non-lesion localization`() {
    let score = score(
      Read(marks: [Example.mark(assessment: "4A")], displayed: once), Example.normal)
    #expect(score.measure("correctRejection")?.value == 0)
    #expect(score.measure("nonLesionLocalizations")?.value == 1)
    // One place in 60 × 0.04 s = 2.4 s.
    #expect(abs(score.measure("nonLesionLocalizationsPerMinute")!.value! - 25) < 1e-9)
    #expect(score.skills["find"] == 0)
    #expect(
      score.falseMarks.map(\.sentence) == [
        "The point at frame 31 lies on no lesion; no expert marked it."
      ])
  }

  @Test func `a missed cancer called negative earns nothing, against panel and pathology`() {
    let score = score(Read(noFinding: true, displayed: once))
    #expect(score.skills == ["find": 0, "categorise": 0, "manage": 0])
    #expect(score.measure("pathologyConcordance")?.value == 0)
    #expect(score.measure("caseHit")?.value == 0)
  }

  @Test func `the most suspicious mark gives the category when the case has none`() {
    let marks = [
      Example.mark("m1", assessment: "3"), Example.mark("m2", x: 20, assessment: "4B"),
      Example.mark("m3", x: 380, assessment: "2"),
    ]
    #expect(score(Read(marks: marks)).assessment == "4B".assessment)
    #expect(score(Read()).assessment == nil)
    #expect(score(Read()).measure("assessmentCredit")?.reason == "You gave no category.")
  }

  @Test func `a still has a count but no rate, key plane or time`() {
    let truth = Example.truth([Example.lesion(frames: 0...0, view: "still")])
    let read = Read(
      marks: [Example.mark(frame: 0, view: "still", keyPlane: 0)], displayed: ["still": [3]])
    let score = score(read, truth, Example.reading([Example.still]))
    #expect(score.measure("lesionLocalizationFraction")?.value == 1)
    #expect(score.measure("nonLesionLocalizations")?.value == 0)
    for name in ["nonLesionLocalizationsPerMinute", "keyPlane", "timeToMark"] {
      #expect(score.measure(name)?.value == nil)
      #expect(score.measure(name)?.reason != nil)
    }
  }

  @Test func `a case whose lesions nobody outlined judges the category, not the marks`() {
    let score = score(
      Read(marks: [Example.mark(assessment: "4B")], displayed: once), Example.truth([]))
    #expect(score.skills == ["categorise": 0.85, "manage": 1])
    #expect(score.falseMarks.isEmpty)
    #expect(score.measure("nonLesionLocalizations")?.value == nil)
    #expect(score.verdict == "One category low against the panel.")
  }

  @Test func `every measure has a sentence, and a reason exactly when it has no value`() {
    let reads = [Read(), Read(noFinding: true), Read(marks: [Example.mark()], displayed: once)]
    for read in reads {
      for truth in [Example.truth(), Example.normal, Example.truth([])] {
        for measure in score(read, truth).measures {
          #expect(!measure.sentence.isEmpty)
          #expect((measure.value == nil) == (measure.reason != nil), "\(measure.name)")
        }
      }
    }
  }

  @Test func `agreement with the AI stands apart and is no part of the score`() {
    let mine = score(Read(marks: [Example.mark(assessment: "4A")]))
    #expect(scorer.agreement(of: mine, with: Assessment("5")).value == 1)
    #expect(scorer.agreement(of: mine, with: Assessment("3")).value == 0)
    #expect(scorer.agreement(of: mine, with: nil).reason != nil)
    #expect(mine.measure("aiAgreement") == nil)
  }

  @Test func `an unsplit 4 is judged by what it leads to`() throws {
    let lexicon = try JSONDecoder().decode(Lexicon.self, from: Data(contentsOf: Reference.lexicon))
    let scorer = ReadScorer(rubric: .standard, lexicon: lexicon)
    func measures(_ answer: String, _ panel: String) -> [Double?] {
      let score = scorer.score(
        Read(assessment: answer.assessment), of: Example.reading(),
        against: Example.truth(assessments: [panel]))
      return ["assessmentCredit", "managementConcordance", "pathologyConcordance"]
        .map { score.measure($0)?.value }
    }
    #expect(measures("4", "4B") == [1, 1, 1])
    #expect(measures("4B", "4") == [1, 1, 1])
    #expect(measures("3", "4") == [0, 0, 0])
    #expect(measures("4", "3") == [0.25, 0, 1])
    #expect(measures("0", "4B") == [nil, 0, 0], "0 is no degree of suspicion")
    #expect(measures("9", "4B") == [nil, nil, nil])
  }

  @Test func `measure names are unique`() {
    let names = score(Read(marks: [Example.mark(terms: Example.words)])).measures.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func `numbers that no page would send do not stop the scorer`() {
    let wild = Example.mark(
      x: .infinity, y: -.infinity, frame: .max, keyPlane: .min,
      calipers: [
        Caliper(frame: .max, from: PixelPoint(x: .nan, y: 0), to: PixelPoint(x: 1e300, y: 0))
      ],
      displayedBefore: [.nan, -1])
    let near = Example.mark("m2", keyPlane: .min)
    let read = Read(
      marks: [wild, near], likelihood: .nan, displayed: ["radial": [.infinity], "other": [1]])
    #expect(score(read).measure("lesionLocalizationFraction")?.value == 1)
  }
}

extension String {
  var assessment: Assessment { Assessment(self) }
}

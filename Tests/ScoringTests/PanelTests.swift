import Scoring
import Sonography
import Testing

/// Several experts: who accepts a lesion, whose outline counts, and how well they agree.
@Suite struct PanelTests {
  private func score(_ read: Read, _ truth: ReferenceStandard) -> Score {
    ReadScorer(rubric: .standard, lexicon: .example)
      .score(read, of: Example.reading(), against: truth)
  }

  @Test(arguments: [
    (1, 1, true), (0, 1, false), (1, 2, false), (2, 2, true), (1, 3, false), (2, 3, true),
    (1, 4, false), (2, 4, true), (2, 5, false), (3, 5, true), (0, 0, false), (1, 0, true),
  ])
  func `a lesion counts when half of the experts accept it, and of several more than one`(
    votes: Int, experts: Int, counts: Bool
  ) {
    #expect(ReferenceStandard.isAccepted(by: votes, of: experts) == counts)
  }

  /// Circles of 5 mm at x = 200, 210 and 320: two experts agree, the third is elsewhere.
  private static func split(_ views: [Lesion.Appearance] = apart) -> Lesion {
    var lesion = Example.lesion()
    lesion.views = views
    return lesion
  }
  private static let apart = [
    Example.appearance(by: "a", x: 200), Example.appearance(by: "b", x: 210),
    Example.appearance(by: "c", x: 320),
  ]

  @Test(arguments: [(200.0, true), (145, true), (320, false), (265, true), (360, false)])
  func `without an agreed outline, half of the experts' must accept the mark`(x: Double, isFound: Bool) {
    // a reaches 130 to 270, b 140 to 280, c 250 to 390: at 265 all three, at 320 only c.
    let score = score(Read(marks: [Example.mark(x: x)]), Example.truth([Self.split()]))
    #expect((score.lesions[0].mark != nil) == isFound)
  }

  @Test func `an agreed outline takes precedence over the experts' own`() {
    let lesion = Self.split(Self.apart + [Example.appearance(x: 320)])
    let score = score(Read(marks: [Example.mark(x: 360)]), Example.truth([lesion]))
    #expect(score.lesions[0].mark == "m1")
  }

  @Test func `an outline as good as the experts' earns everything`() throws {
    let lesion = Self.split([
      Example.appearance(by: "a", radius: 50), Example.appearance(by: "b", radius: 40),
    ])
    // The two share 1600 / 2500 = 0.64 with each other; a's own circle overlaps by (1 + 0.64) / 2.
    let shape = MarkShape.ellipse(
      centre: PixelPoint(x: 200, y: 200), halfWidth: 50, halfHeight: 50, angle: 0)
    let score = score(Read(marks: [Example.mark(shape: shape)]), Example.truth([lesion]))
    #expect(abs(try #require(score.measure("outlineOverlap")?.value) - 0.82) < 0.005)
    #expect(score.skills["place"] == 1)
    #expect(
      score.measure("outlineOverlap")?.sentence.hasSuffix("Theirs share 64\u{00A0}% with each other.") == true)
  }

  @Test func `where experts differ, a lesion is visible when half of them see it`() {
    // 10 to 29, 20 to 39 and 30 to 49: two of three from 20 to 39.
    let lesion = Self.split([
      Example.appearance(by: "a", frames: 10...29), Example.appearance(by: "b", frames: 20...39),
      Example.appearance(by: "c", frames: 30...49),
    ])
    let read = Read(noFinding: true, displayed: ["radial": [Double](repeating: 0.04, count: 60)])
    #expect(score(read, Example.truth([lesion])).lesions[0].sentence.contains("only 0.8\u{00A0}s"))
  }

  @Test func `a mark where experts disagree is set aside, and the reader is told`() {
    let truth = Example.truth([Example.lesion(isScored: false)], outcome: .normal, assessments: ["1"])
    let score = score(Read(marks: [Example.mark(assessment: "1")]), truth)
    #expect(score.setAside == ["m1"])
    #expect(score.measure("ignoredMarks")?.value == 1)
    #expect(score.measure("nonLesionLocalizations")?.value == 0)
    #expect(score.measure("correctRejection")?.value == 1)
    #expect(
      score.measure("ignoredMarks")?.sentence
        == "1 mark where experts disagree whether there is a lesion: not counted for or against.")
  }

  @Test func `a divided panel is said to be divided`() {
    let truth = Example.truth(assessments: ["3", "4A"])
    let score = score(Read(marks: [Example.mark(assessment: "3")]), truth)
    #expect(
      score.measure("assessmentCredit")?.sentence
        == "You said 3, the panel 3 by 1 and 4A by 1. Experts disagree here.")
  }
}

import Scoring
import Sonography
import Testing

/// Worked examples, each by hand.
@Suite struct MeasureTests {
  private func score(_ read: Read, _ truth: ReferenceStandard = Example.truth()) -> Score {
    ReadScorer(rubric: .standard, lexicon: .example)
      .score(read, of: Example.reading(), against: truth)
  }

  private func value(_ name: String, _ read: Read, _ truth: ReferenceStandard = Example.truth())
    -> Double?
  {
    score(read, truth).measure(name)?.value
  }

  struct Words: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var terms: [String: [String]]
    /// nil: the feature is not credited at all.
    var shape: Double?
    var detail: Double?
  }

  /// Shape: irregular by 2 of 3, oval by 1. Judged by the other two, each of the two earns 1 (those
  /// others are divided) and the third 0: the ceiling is 2/3. Detail: spiculated by all 3, angular by
  /// 1; judged by the others, the first earns 2/4 and each of the two 2/3: the ceiling is 11/18.
  private static let panel = [
    Example.opinion(
      "a",
      [
        "shape": ["irregular"], "margin": ["not_circumscribed"],
        "margin_detail": ["angular", "spiculated"],
      ]),
    Example.opinion(
      "b",
      ["shape": ["irregular"], "margin": ["not_circumscribed"], "margin_detail": ["spiculated"]]),
    Example.opinion(
      "c", ["shape": ["oval"], "margin": ["not_circumscribed"], "margin_detail": ["spiculated"]]),
  ]

  @Test(arguments: [
    Words(
      testDescription: "as most",
      terms: [
        "shape": ["irregular"], "margin": ["not_circumscribed"], "margin_detail": ["spiculated"],
      ],
      shape: 1, detail: 1),
    Words(
      testDescription: "as one of three",
      terms: [
        "shape": ["oval"], "margin": ["not_circumscribed"],
        "margin_detail": ["angular", "spiculated"],
      ],
      shape: 0.75, detail: 1),
    Words(
      testDescription: "one word right and one nobody chose",
      terms: [
        "shape": ["oval", "irregular"], "margin": ["not_circumscribed"],
        "margin_detail": ["indistinct", "spiculated"],
      ],
      shape: 0, detail: 3.0 / 7 / (11.0 / 18)),
    Words(
      testDescription: "as nobody",
      terms: [
        "shape": ["round"], "margin": ["not_circumscribed"], "margin_detail": ["indistinct"],
      ],
      shape: 0, detail: 0),
    Words(
      testDescription: "circumscribed, so no detail was asked",
      terms: ["shape": ["irregular"], "margin": ["circumscribed"]], shape: 1, detail: nil),
    Words(
      testDescription: "shape left blank beside others", terms: ["margin": ["circumscribed"]],
      shape: 0, detail: nil),
    Words(testDescription: "nothing described", terms: [:], shape: nil, detail: nil),
  ])
  func `a descriptor earns its share of the panel, relative to what an expert earns`(_ words: Words) {
    let truth = Example.truth([Example.lesion(opinions: Self.panel)])
    let credit = score(Read(marks: [Example.mark(terms: words.terms)]), truth).lesions[0]
      .descriptorCredit
    #expect(isSame(credit["shape"], words.shape))
    #expect(isSame(credit["margin_detail"], words.detail))
    #expect(credit["posterior"] == nil, "no expert said anything about it")
  }

  private func isSame(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) < 1e-12
  }

  @Test func `the experts' own ceiling and their disagreement are said`() throws {
    let truth = Example.truth([Example.lesion(opinions: Array(Self.panel.dropFirst()))])
    let words = Read(marks: [Example.mark(terms: ["shape": ["oval"], "margin": ["not_circumscribed"]])])
    let score = score(words, truth)
    // Shape 1 : 1, so neither earns anything by the other: 0. Margin: both the same, 1. Detail too.
    #expect(abs(try #require(score.measure("descriptorCeiling")?.value) - 2.0 / 3) < 1e-12)
    #expect(
      score.measure("descriptorCredit.shape")?.sentence
        == "Shape: as most of the panel (1 of 2). Experts disagree here.")
    #expect(score.measure("descriptorCredit.shape")?.value == 1)
    #expect(value("descriptorCeiling", words) == nil, "one expert has no other to be judged by")
  }

  @Test func `words of an older edition count as those that took their place`() {
    let truth = Example.truth([
      Example.lesion(opinions: [Example.opinion("a", ["shape": ["oval"], "boundary": ["halo"]])])
    ])
    let read = Read(marks: [Example.mark(terms: ["shape": ["lobulated"], "boundary": ["abrupt"]])])
    #expect(value("descriptorCredit", read, truth) == 1)
    #expect(value("descriptorCredit.boundary", read, truth) == nil)
  }

  @Test func `a description on a duplicate counts when the nearest mark has none`() {
    let marks = [Example.mark("m1"), Example.mark("m2", x: 220, terms: Example.words)]
    #expect(value("descriptorCredit", Read(marks: marks)) == 1)
  }

  /// The best answer, 4C, earns 1 + 1 + 0.85; 4B earns 0.85 + 0.85 + 0.70, 5 earns 0.85 + 0.85 + 1.
  @Test(arguments: ["4B": 2.40 / 2.85, "4C": 1, "5": 2.70 / 2.85, "3": 0])
  func `category credit averages over the panel, relative to the best answer`(
    category: String, credit: Double
  ) throws {
    let truth = Example.truth(assessments: ["4C", "4C", "5"])
    let got = try #require(value("assessmentCredit", Read(assessment: category.assessment), truth))
    #expect(abs(got - credit) < 1e-12)
  }

  @Test(arguments: ["4A": 1.0, "3": 0.5, "2": 0])
  func `management earns its share of the panel`(category: String, share: Double) {
    let truth = Example.truth(assessments: ["4A", "4C", "3"])
    #expect(value("managementConcordance", Read(assessment: category.assessment), truth) == share)
  }

  struct Plane: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var frame: Int
    var distance: Double
    var isAccepted: Double
    var result: Double
  }

  @Test(arguments: [
    Plane(testDescription: "inside 28 to 32", frame: 28, distance: 0, isAccepted: 1, result: 1),
    Plane(testDescription: "2 outside", frame: 26, distance: 2, isAccepted: 1, result: 1),
    Plane(testDescription: "3 outside", frame: 35, distance: 3, isAccepted: 0, result: 0.9),
    Plane(testDescription: "12 outside", frame: 16, distance: 12, isAccepted: 0, result: 0),
    Plane(testDescription: "20 outside", frame: 52, distance: 20, isAccepted: 0, result: 0),
  ])
  func `a key plane is compared with the frames experts would save`(_ plane: Plane) throws {
    let score = score(Read(marks: [Example.mark(keyPlane: plane.frame)]))
    #expect(score.measure("keyPlaneDistance")?.value == plane.distance)
    #expect(score.measure("keyPlane")?.value == plane.isAccepted)
    #expect(abs(try #require(score.measure("keyPlaneRegret")?.value) - (1 - plane.result)) < 1e-12)
    #expect(abs(try #require(score.skills["keyPlane"]) - plane.result) < 1e-12)
  }

  /// Frames 28 to 32 by one expert, 34 to 36 by another; tolerance 2, reach 10. Frame 33 is within
  /// tolerance of both, so worth most: 1. Frame 28: 1 and, 6 frames from 34, 1 − 4/10; mean 0.8.
  @Test(arguments: [(33, 1.0, 0.0), (28, 1, 0.2), (36, 1, 0.1), (22, 0, 0.7)])
  func `two experts' key planes are one set, and regret is against the best frame of both`(
    frame: Int, hit: Double, regret: Double
  ) throws {
    var lesion = Example.lesion()
    lesion.views = [
      Example.appearance(by: "a"),
      Example.appearance(by: "b", keyPlane: KeyPlane(best: 35, first: 34, last: 36)),
    ]
    let score = score(Read(marks: [Example.mark(keyPlane: frame)]), Example.truth([lesion]))
    #expect(score.measure("keyPlane")?.value == hit)
    #expect(abs(try #require(score.measure("keyPlaneRegret")?.value) - regret) < 1e-12)
  }

  /// The experts' size is 10 mm, so their repeatability is taken as 1 mm.
  @Test(arguments: [(100.0, 0.0, 1.0), (109, 0.9, 1), (85, -1.5, 0.5), (125, 2.5, 0)])
  func `a caliper is compared in millimetres, with its sign`(
    pixels: Double, error: Double, result: Double
  ) throws {
    let caliper = Caliper(
      frame: 30, from: PixelPoint(x: 100, y: 200), to: PixelPoint(x: 100 + pixels, y: 200))
    let short = Caliper(
      frame: 30, from: PixelPoint(x: 200, y: 190), to: PixelPoint(x: 200, y: 210))
    let score = score(Read(marks: [Example.mark(calipers: [short, caliper])]))
    #expect(abs(try #require(score.measure("caliperError")?.value) - error) < 1e-9)
    #expect(abs(try #require(score.measure("caliperErrorPercent")?.value) - error * 10) < 1e-9)
    #expect(abs(try #require(score.skills["measure"]) - result) < 1e-9)
    #expect(score.measure("caliperPlaneDistance")?.value == 0)
  }

  @Test func `the plane of a caliper is another question than its length`() {
    let caliper = Caliper(frame: 25, from: PixelPoint(x: 150, y: 200), to: PixelPoint(x: 250, y: 200))
    let score = score(Read(marks: [Example.mark(calipers: [caliper])]))
    #expect(score.measure("caliperError")?.value == 0)
    #expect(score.measure("caliperPlaneDistance")?.value == 3, "frames 28 to 32 are accepted")
  }

  @Test func `size is not said in millimetres where the view is not calibrated`() {
    var view = Example.view
    view.spacing = nil
    let caliper = Caliper(frame: 30, from: PixelPoint(x: 0, y: 0), to: PixelPoint(x: 100, y: 0))
    let score = ReadScorer(rubric: .standard, lexicon: .example).score(
      Read(marks: [Example.mark(calipers: [caliper])]), of: Example.reading([view]),
      against: Example.truth())
    #expect(
      score.measure("caliperError")?.reason == "This view is not calibrated: size in pixels only.")
    #expect(score.skills["measure"] == nil)
  }

  @Test func `an outline half as wide overlaps by half`() throws {
    let shape = MarkShape.ellipse(
      centre: PixelPoint(x: 200, y: 200), halfWidth: 25, halfHeight: 50, angle: 0)
    let read = Read(marks: [Example.mark(shape: shape)])
    #expect(abs(try #require(value("outlineOverlap", read)) - 0.5) < 0.01)
    #expect(abs(try #require(value("outlineDice", read)) - 2.0 / 3) < 0.01)
    #expect(value("outlineOverlap", Read(marks: [Example.mark()])) == nil)
  }

  struct Faults: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var named: [String]
    var present: [String]
    var value: Double?
    var isEvidence: Bool
  }

  @Test(arguments: [
    Faults(
      testDescription: "both", named: ["gain", "contact"], present: ["contact", "gain"], value: 1,
      isEvidence: true),
    Faults(
      testDescription: "one of two", named: ["gain"], present: ["contact", "gain"], value: 2.0 / 3,
      isEvidence: true),
    Faults(
      testDescription: "another", named: ["depth"], present: ["gain"], value: 0, isEvidence: true),
    Faults(
      testDescription: "nothing there, one named", named: ["depth"], present: [], value: 0,
      isEvidence: false),
    Faults(
      testDescription: "nothing there, none named", named: [], present: [], value: nil,
      isEvidence: false),
  ])
  func `image-quality calls are scored by F1`(_ faults: Faults) {
    let score = score(Read(qualityFaults: faults.named), Example.truth(faults: faults.present))
    #expect(score.measure("imageQuality")?.value == faults.value)
    #expect((score.skills["imageQuality"] != nil) == faults.isEvidence)
  }

  @Test(arguments: [(0.35, true, 0.4225), (0.35, false, 0.1225), (0, true, 1), (1, true, 0)])
  func `a likelihood is scored against the outcome`(p: Double, isMalignant: Bool, brier: Double)
    throws
  {
    let truth = Example.truth(outcome: isMalignant ? .malignant : .benign)
    #expect(abs(try #require(value("brier", Read(likelihood: p), truth)) - brier) < 1e-12)
    // Certain and wrong: the logarithm is held at 1e-3.
    #expect(try #require(value("logScore", Read(likelihood: p), truth)) < 6.91)
  }

  @Test func `time to mark counts only frames with the lesion in them`() throws {
    // All 60 frames once, then frames 20 to 24 again after the mark.
    let before = [Double](repeating: 0.04, count: 60)
    var all = before
    for frame in 20...24 { all[frame] += 0.04 }
    let read = Read(
      marks: [Example.mark(displayedBefore: before)], displayed: ["radial": all])
    #expect(abs(try #require(value("timeToMark", read)) - 21 * 0.04) < 1e-9)
    #expect(abs(try #require(value("timeToMarkShare", read)) - 21.0 / 26) < 1e-9)
    #expect(value("timeToMark", Read(marks: [Example.mark()])) == nil)
  }

  @Test func `the case is hit by the malignant lesion, not by any`() {
    let lesions = [
      Example.lesion("cyst", x: 80, radius: 20, isMalignant: false),
      Example.lesion("cancer", x: 300, radius: 20),
    ]
    #expect(value("caseHit", Read(marks: [Example.mark(x: 80)]), Example.truth(lesions)) == 0)
    #expect(value("caseHit", Read(marks: [Example.mark(x: 300)]), Example.truth(lesions)) == 1)
    let score = score(Read(marks: [Example.mark(x: 300)]), Example.truth(lesions))
    #expect(score.skills["find"] == 0.5)
    #expect(score.verdict.hasPrefix("Found 1 of 2."))
  }
}

import Foundation
import Scoring
import Sonography
import TestSupport
import Testing

/// The same scorer under ACR TI-RADS: levels by points, next steps by size.
@Suite struct ThyroidTests {
  private static let levels = "lexicon/tirads_exhaustive.expected.csv"
  private static let steps = "lexicon/tirads_management.expected.csv"
  private let lexicon: Lexicon

  init() throws {
    lexicon = try JSONDecoder().decode(Lexicon.self, from: Data(contentsOf: Reference.thyroid))
  }

  @Test(
    .enabled(if: Reference.has(levels), "the reference folder is not beside the repository"))
  func `points and level equal the reference for every description`() throws {
    let rows = try Reference.rows(Self.levels)
    #expect(rows.count == 1500)
    for row in rows {
      let derived = lexicon.derived(
        from: Descriptors([
          "composition": [row[0]], "echogenicity": [row[1]], "shape": [row[2]], "margin": [row[3]],
          "foci": row[4].split(separator: "+").map(String.init),
        ]))
      #expect(derived?.points == Int(row[5]), "\(row)")
      #expect(derived?.category.rawValue == row[6], "\(row)")
    }
  }

  @Test(
    .enabled(if: Reference.has(steps), "the reference folder is not beside the repository"))
  func `what to do equals the reference for every level and size`() throws {
    let rows = try Reference.rows(Self.steps)
    #expect(rows.count == 45)
    for row in rows {
      let size = Millimetres(try #require(Double(row[1])))
      #expect(
        lexicon.assessment.management(of: Assessment(row[0]), size: size) == row[2], "\(row)")
    }
  }

  @Test func `what to do is not said without a size where the size decides`() {
    #expect(lexicon.assessment.management(of: Assessment("TR4"), size: nil) == nil)
    #expect(lexicon.assessment.management(of: Assessment("TR4"), size: Millimetres(.nan)) == nil)
    #expect(lexicon.assessment.management(of: Assessment("TR2"), size: nil) == "none")
    #expect(lexicon.assessment.management(of: Assessment("TR6"), size: Millimetres(9)) == nil)
  }

  @Test func `an unfinished description leads to no level`() {
    #expect(lexicon.derived(from: Descriptors(["composition": ["solid"]])) == nil)
    #expect(lexicon.derived(from: Descriptors(["composition": ["spongiform"]]))?.category.rawValue == "TR1")
  }

  /// Solid 2, very hypoechoic 3, taller 3, smooth 0, punctate 3: 11 points, TR5.
  private static let words = [
    "composition": ["solid"], "echogenicity": ["very_hypo"], "shape": ["taller"],
    "margin": ["smooth"], "foci": ["punctate"],
  ]

  private func score(_ mark: Mark, level: String = "TR5", longAxis: Double? = 10) -> Score {
    let opinion = Example.opinion("a", Self.words, level, longAxis: longAxis)
    let truth = Example.truth([Example.lesion(opinions: [opinion])], assessments: [])
    return ReadScorer(rubric: .standard, lexicon: lexicon)
      .score(Read(marks: [mark]), of: Example.reading(), against: truth)
  }

  private func caliper(_ millimetres: Double) -> Caliper {
    Caliper(
      frame: 30, from: PixelPoint(x: 150, y: 200), to: PixelPoint(x: 150 + 10 * millimetres, y: 200))
  }

  @Test func `a nodule described in full needs no level of its own`() {
    let score = score(Example.mark(terms: Self.words, calipers: [caliper(10)]))
    #expect(score.assessment == Assessment("TR5"))
    #expect(score.measure("assessmentCredit")?.value == 1)
    #expect(score.measure("descriptorCredit")?.value == 1)
    #expect(score.measure("managementConcordance")?.value == 1)
    #expect(score.calledPositive)
    #expect(score.verdict == "Found it. Category as the panel.")
  }

  @Test(
    arguments: [
      (8.0, 0.0, false, "less"), (9.99, 0, false, "less"), (10, 1, true, nil), (14, 1, true, nil),
    ] as [(Double, Double, Bool, String?)])
  func `a nodule measured too small for a needle is under-called, with the right level`(
    size: Double, concordance: Double, isPositive: Bool, than: String?
  ) {
    let score = score(Example.mark(assessment: "TR5", calipers: [caliper(size)]))
    #expect(score.measure("assessmentCredit")?.value == 1)
    #expect(score.measure("managementConcordance")?.value == concordance)
    #expect(score.calledPositive == isPositive)
  }

  @Test func `the experts' size stands in for one not measured, and that is said`() {
    let measured = score(Example.mark(assessment: "TR5")).measure("managementConcordance")
    #expect(measured?.value == 1)
    #expect(measured?.sentence.hasSuffix("You measured no size, so the experts' was taken.") == true)
  }

  @Test func `a level under by a threshold earns nothing, over by one a quarter`() {
    #expect(score(Example.mark(assessment: "TR4")).measure("assessmentCredit")?.value == 0)
    #expect(
      score(Example.mark(assessment: "TR5"), level: "TR4").measure("assessmentCredit")?.value == 0.25)
    #expect(
      score(Example.mark(assessment: "TR1"), level: "TR2").measure("assessmentCredit")?.value == 0.85)
  }

  @Test func `without a spacing nothing is measured, so size decides nothing`() {
    var view = Example.view
    view.spacing = nil
    let truth = Example.truth(
      [Example.lesion(opinions: [Example.opinion("a", Self.words, "TR5", longAxis: nil)])],
      assessments: [])
    let score = ReadScorer(rubric: .standard, lexicon: lexicon).score(
      Read(marks: [Example.mark(assessment: "TR5", calipers: [caliper(10)])]),
      of: Example.reading([view]), against: truth)
    #expect(
      score.measure("managementConcordance")?.reason
        == "What to do depends on the size here, and nobody measured it in millimetres.")
    #expect(score.measure("pathologyConcordance")?.value == nil)
  }
}

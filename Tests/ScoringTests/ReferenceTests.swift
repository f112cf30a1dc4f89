import Foundation
import Scoring
import Sonography
import TestSupport
import Testing

extension Reference {
  static let lexicon = repository.appending(path: "curricula/lexicons/birads-us-2013.json")
  static let thyroid = repository.appending(path: "curricula/lexicons/acr-tirads-2017.json")
}

@Suite struct ReferenceTests {
  private static let matching = "matching/evalutils_score_detection.expected.json"
  private static let credit = "lexicon/birads_partial_credit.expected.csv"

  struct Detections: Decodable {
    var gt: [[Double]]
    var pred: [[Double]]
    var radius: Double
    var tp: Int
    var fp: Int
    var fn: Int
  }

  struct Published: Decodable {
    struct Table: Decodable {
      struct Row: Decodable {
        var radius: Double
        var tp: Int
        var fp: Int
        var fn: Int
      }
      var gt: [[Double]]
      var pred: [[Double]]
      var results: [Row]
    }
    var scoreDetection: Table
    var randomCases: [Detections]
  }

  @Test(
    .enabled(if: Reference.has(matching), "the reference folder is not beside the repository"))
  func `hits and misses equal grand-challenge-metrics, where duplicates count as stray`() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let published = try decoder.decode(Published.self, from: Reference.contents(Self.matching))
    let table = published.scoreDetection
    let examples =
      published.randomCases
      + table.results.map {
        Detections(
          gt: table.gt, pred: table.pred, radius: $0.radius, tp: $0.tp, fp: $0.fp, fn: $0.fn)
      }
    for example in examples { check(example) }
  }

  private func check(_ example: Detections) {
    var view = Example.view
    view.spacing = PixelSpacing(x: 1, y: 1)
    var rule = MatchingRule()
    (rule.minimumDilation, rule.dilationShare) = (Millimetres(0), 0)
    let lesions = example.gt.enumerated().map { index, place in
      var lesion = Example.lesion("l\(index)")
      let outline = Example.circle(x: place[0], y: place[1], radius: example.radius, points: 720)
      lesion.views[0].outlines = [.init(frame: 30, contour: outline)]
      return lesion
    }
    let marks = example.pred.enumerated().map { index, place in
      Example.mark("m\(index)", x: place[0], y: place[1])
    }
    let found = LesionMatching(marks, to: lesions, in: [view], rule: rule).found.count
    #expect(found == example.tp)
    #expect(marks.count - found == example.fp)
    #expect(lesions.count - found == example.fn)
  }

  @Test(
    .enabled(
      if: Reference.has(credit)
        && FileManager.default.fileExists(atPath: Reference.lexicon.path),
      "the reference folder is not beside the repository"))
  func `category credit and management equal the table of the BI-RADS lexicon`() throws {
    let lexicon = try JSONDecoder().decode(
      Lexicon.self, from: Data(contentsOf: Reference.lexicon))
    try check(lexicon)
  }

  @Test(
    .enabled(if: Reference.has(credit), "the reference folder is not beside the repository"))
  func `category credit by the rule equals the reference table`() throws {
    try check(.example)
  }

  private func check(_ lexicon: Lexicon) throws {
    let scorer = ReadScorer(rubric: .standard, lexicon: lexicon)
    for row in try Reference.rows(Self.credit) {
      let score = scorer.score(
        Read(assessment: Assessment(row[1])), of: Example.reading(),
        against: Example.truth(assessments: [row[0]]))
      let credit = try #require(score.measure("assessmentCredit")?.value)
      #expect(abs(credit - Double(row[6])!) < 1e-9, "\(row[1]) against \(row[0])")
      #expect(score.measure("managementConcordance")?.value == Double(row[3])!)
      let ordinal = try #require(score.measure("ordinalCredit")?.value)
      #expect(abs(ordinal - Double(row[2])!) < 1e-9)
      #expect(score.measure("managementSteps")?.value == Double(row[4])!)
      let steps = try #require(score.measure("categorySteps")?.value)
      #expect((steps < 0 ? "under" : steps > 0 ? "over" : "exact") == row[5])
    }
  }
}

import Foundation
import Learning
import Sonography
import TestSupport
import Testing

private let traces = "learning/fsrs6.expected.json"

@Suite struct PatternMemoryTests {
  private struct File: Decodable { var test_review_card: Trace }
  private struct Trace: Decodable { var trace: [Review] }
  private struct Review: Decodable {
    var rating: String
    var state: String
    var stability: Double
    var difficulty: Double
    var interval_days: Int
    var retrievability_before: Double
    var review_at: String
  }

  @Test(.enabled(if: Reference.has(traces), "The reference sets are not beside the repository."))
  func `the published card has its published stabilities, difficulties and intervals`() throws {
    let file = try JSONDecoder().decode(File.self, from: Reference.contents(traces))
    let reviews = file.test_review_card.trace
    let names: [String: PatternMemory.Rating] = [
      "Again": .again, "Hard": .hard, "Good": .good, "Easy": .easy,
    ]
    #expect(reviews.count == 13)
    var memory: PatternMemory?
    for review in reviews {
      let date = try #require(ISO8601DateFormatter().date(from: review.review_at))
      let day = date.timeIntervalSince1970 / 86_400
      let rating = try #require(names[review.rating])
      if let before = memory?.retrievability(at: day) {
        #expect(isClose(before, review.retrievability_before))
      }
      if memory == nil {
        memory = PatternMemory(rating, day: day)
      } else {
        memory?.review(rating, day: day)
      }
      let now = try #require(memory)
      #expect(isClose(now.stability, review.stability))
      #expect(isClose(now.difficulty, review.difficulty))
      // The steps of minutes within a sitting are not ours; days are.
      if review.state == "Review" { #expect(now.interval() == review.interval_days) }
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `memory stays in range, fades with time and prefers better ratings`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func rating() -> PatternMemory.Rating { .allCases.randomElement(using: &random) ?? .good }
    var memory = PatternMemory(rating(), day: 0)
    var day = 0.0
    for _ in 0..<30 {
      day += Double.random(in: 0...60, using: &random)
      var (worse, better) = (memory, memory)
      worse.review(.again, day: day)
      better.review(.easy, day: day)
      #expect(worse.stability <= better.stability && worse.difficulty >= better.difficulty)
      memory.review(rating(), day: day)
      #expect(memory.stability >= 0.001 && memory.stability.isFinite)
      #expect((1...10).contains(memory.difficulty))
      #expect(memory.retrievability(at: day) == 1)
      #expect(memory.retrievability(at: day + 10) > memory.retrievability(at: day + 20))
      #expect(memory.retrievability(at: day - 5) == 1)
    }
  }

  @Test func `the rating follows the score, the confidence, the panel and the time`() {
    typealias Rating = PatternMemory.Rating
    #expect(Rating(isRight: false, confidence: 0.9) == .again)
    #expect(Rating(isRight: true, confidence: 0.59) == .hard)
    #expect(Rating(isRight: true, confidence: 0.9, isPanelSplit: true) == .hard)
    #expect(Rating(isRight: true, confidence: 0.7) == .good)
    #expect(Rating(isRight: true) == .good)
    #expect(Rating(isRight: true, confidence: 0.85, seconds: 9, medianSeconds: 10) == .easy)
    #expect(Rating(isRight: true, confidence: 0.85, seconds: 11, medianSeconds: 10) == .good)
  }
}

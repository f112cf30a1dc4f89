import Learning
import Sonography
import Statistics
import Testing

@Suite struct LearningCurveTests {
  private func evidence(_ values: [Double], skill: Skill = .find) -> [Evidence] {
    values.enumerated().map {
      Evidence(skill: skill, value: $1, isFirst: true, isUnaided: true, order: $0)
    }
  }

  @Test(arguments: [0, 1, 19])
  func `before twenty answers there is nothing but the count`(count: Int) {
    let curve = LearningCurve(of: .find, from: evidence(Array(repeating: 1, count: count)))
    #expect(curve.blocks.isEmpty)
    #expect(curve.overall == nil)
    #expect(curve.count == count)
    #expect(curve.missing == 20 - count)
  }

  @Test func `windows of twenty follow each other, and the rest waits`() throws {
    let values = [Double](repeating: 0.5, count: 20) + [Double](repeating: 0.9, count: 20) + [0, 0]
    let curve = LearningCurve(of: .find, from: evidence(values))
    #expect(curve.blocks.map(\.first) == [1, 21])
    #expect(curve.blocks.map(\.last) == [20, 40])
    #expect(abs(curve.blocks[0].standing.mean - 0.5) < 1e-12)
    #expect(abs(curve.blocks[1].standing.mean - 0.9) < 1e-12)
    #expect(curve.count == 42 && curve.missing == 0)
    #expect(abs(try #require(curve.overall).mean - 28.0 / 42) < 1e-12)
  }

  /// By hand: z = 1.644854, n = 20, p = 0.8: 0.764253 ± 0.142630.
  @Test func `twenty graded results of mean 0.8 have the interval of 16 in 20`() throws {
    let graded = LearningCurve(of: .find, from: evidence(Array(repeating: 0.8, count: 20)))
    let counted = try #require(Proportion(successes: 16, trials: 20).wilson())
    let interval = try #require(graded.blocks.first).standing.interval
    #expect(abs(interval.low - counted.low) < 1e-12 && abs(interval.high - counted.high) < 1e-12)
    #expect(abs(interval.low - 0.621623) < 1e-6)
    #expect(abs(interval.high - 0.906882) < 1e-6)
  }

  @Test func `repeats, aided answers and other skills weigh nothing`() {
    var mixed = evidence(Array(repeating: 1, count: 20))
    mixed += (0..<30).map {
      Evidence(skill: .find, value: 0, isFirst: false, isUnaided: true, order: $0)
    }
    mixed += (0..<30).map {
      Evidence(skill: .find, value: 0, isFirst: true, isUnaided: false, order: $0)
    }
    mixed += evidence(Array(repeating: 0, count: 30), skill: .manage)
    mixed += [Evidence(skill: .find, value: .nan, isFirst: true, isUnaided: true, order: 5)]
    let curve = LearningCurve(of: .find, from: mixed)
    #expect(curve.count == 20)
    #expect(curve.overall?.mean == 1)
    #expect(LearningCurve.curves(from: mixed).map(\.skill) == [.find, .manage])
  }

  @Test(arguments: UInt64(1)...100)
  func `the order in which evidence arrives changes nothing`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let given = evidence((0..<60).map { _ in Double.random(in: 0...1, using: &random) })
    let shuffled = given.shuffled(using: &random)
    #expect(LearningCurve(of: .find, from: given) == LearningCurve(of: .find, from: shuffled))
  }

  @Test(arguments: UInt64(1)...100)
  func `an interval holds its mean, stays in 0...1 and narrows with more answers`(seed: UInt64)
    throws
  {
    var random = SplitMix64(seed: seed)
    let trials = Int.random(in: 1...200, using: &random)
    let successes = Double.random(in: 0...Double(trials), using: &random)
    let few = Proportion(successes: successes, trials: trials)
    let many = Proportion(successes: successes * 4, trials: trials * 4)
    let (a, b) = (try #require(few.wilson()), try #require(many.wilson()))
    let mean = try #require(few.value)
    #expect(0 <= a.low && a.low <= mean && mean <= a.high && a.high <= 1)
    #expect(b.high - b.low < a.high - a.low)
    let exact = try #require(few.clopperPearson(confidence: 0.90))
    #expect(exact.low <= mean && mean <= exact.high)
  }
}

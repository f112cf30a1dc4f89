import Foundation
import Learning
import Sonography
import Statistics
import Testing

@Suite struct AbilityTests {
  private static let steady = Ability.Settings(
    mean: 0, spread: 1, driftPerAnswer: 0, driftPerDay: 0)

  /// Answers of a trainee of this ability to items of random difficulty.
  private func answers(of ability: Double, count: Int, _ random: inout SplitMix64) -> [(
    b: Double, x: Double
  )] {
    (0..<count).map { _ in
      let b = Double.random(in: -2...2, using: &random)
      let p = 1 / (1 + exp(b - ability))
      return (b, Double.random(in: 0..<1, using: &random) < p ? 1 : 0)
    }
  }

  /// The naive twin: prior times likelihoods, summed over a grid ten times as fine.
  @Test(arguments: UInt64(1)...100)
  func `without drift the belief is prior times likelihood, in any order`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let given = answers(of: Double.random(in: -2...2, using: &random), count: 40, &random)
    func belief(_ answers: [(b: Double, x: Double)]) -> Ability {
      var ability = Ability(Self.steady)
      for answer in answers { ability.take(answer.x, difficulty: answer.b, Self.steady) }
      return ability
    }
    let (one, other) = (belief(given), belief(given.shuffled(using: &random)))
    #expect(abs(one.mean - other.mean) < 1e-12)
    #expect(abs(one.deviation - other.deviation) < 1e-12)
    var (sum, first, second) = (0.0, 0.0, 0.0)
    for index in -600...600 {
      let theta = Double(index) / 100
      var weight = exp(-theta * theta / 2)
      for answer in given {
        let p = 1 / (1 + exp(answer.b - theta))
        weight *= answer.x == 1 ? p : 1 - p
      }
      (sum, first, second) = (sum + weight, first + weight * theta, second + weight * theta * theta)
    }
    let mean = first / sum
    #expect(abs(one.mean - mean) < 3e-4)
    #expect(abs(one.deviation - (second / sum - mean * mean).squareRoot()) < 3e-4)
  }

  @Test func `with drift the order matters, and only then`() {
    func mean(_ results: [Double]) -> Double {
      var ability = Ability()
      for result in results { ability.take(result, difficulty: 0) }
      return ability.mean
    }
    #expect(mean([1, 1, 0, 0]) < mean([0, 0, 1, 1]))
  }

  /// By hand: one step of a = 0.004 / 0.02 = 0.2 to either side adds 0.004 to the variance, then the
  /// likelihood is the logistic function.
  @Test func `the first answer is weighed after one step of drift`() {
    var ability = Ability()
    ability.take(1, difficulty: 0.5)
    let points = (-60...60).map { Double($0) / 10 }
    var prior = points.map { exp(-$0 * $0 / 2) }
    let sum = prior.reduce(0, +)
    prior = prior.map { $0 / sum }
    let moved = points.indices.map {
      0.6 * prior[$0] + 0.2 * prior[max(0, $0 - 1)] + 0.2 * prior[min(120, $0 + 1)]
    }
    let weighed = zip(points, moved).map { $1 / (1 + exp(0.5 - $0)) }
    let total = weighed.reduce(0, +)
    let mean = zip(points, weighed).reduce(0) { $0 + $1.0 * $1.1 } / total
    #expect(abs(ability.mean - mean) < 1e-12)
  }

  @Test func `idle days widen the belief and leave its mean`() {
    var (rested, fresh) = (Ability(), Ability())
    for result in [1.0, 1, 0, 1] {
      rested.take(result, difficulty: 0)
      fresh.take(result, difficulty: 0)
    }
    let before = fresh.deviation
    // A result of one half at the mean says nearly nothing.
    rested.take(0.5, difficulty: rested.mean, idleDays: 365)
    fresh.take(0.5, difficulty: fresh.mean)
    #expect(rested.deviation > before && rested.deviation > fresh.deviation)
    #expect(abs(rested.mean - fresh.mean) < 0.05)
  }

  @Test func `known abilities are found again and 90 % intervals cover them`() {
    var random = SplitMix64(seed: 11)
    var (covered, away) = (0, 0.0)
    for _ in 0..<1000 {
      let truth = normalQuantile(Double.random(in: 0..<1, using: &random))
      var ability = Ability(Self.steady)
      for answer in answers(of: truth, count: 60, &random) {
        ability.take(answer.x, difficulty: answer.b, Self.steady)
      }
      let range = ability.interval()
      if range.low <= truth && truth <= range.high { covered += 1 }
      away += ability.mean - truth
    }
    #expect((850...950).contains(covered), "\(covered)")
    #expect(abs(away / 1000) < 0.03)
  }

  /// Ability that wanders as the filter supposes.
  @Test func `a wandering ability is followed with honest intervals`() {
    var random = SplitMix64(seed: 12)
    var covered = 0
    for _ in 0..<1000 {
      var truth = normalQuantile(Double.random(in: 0..<1, using: &random))
      var ability = Ability()
      for _ in 0..<100 {
        truth += 0.004.squareRoot() * normalQuantile(Double.random(in: 0..<1, using: &random))
        let b = Double.random(in: -2...2, using: &random)
        let isRight = Double.random(in: 0..<1, using: &random) < chance(truth, b)
        ability.take(isRight ? 1 : 0, difficulty: b)
      }
      let range = ability.interval()
      if range.low <= truth && truth <= range.high { covered += 1 }
    }
    #expect((850...950).contains(covered), "\(covered)")
  }

  @Test func `numbers that make no sense change nothing`() {
    let before = Ability()
    var ability = before
    let taken = [
      ability.take(.nan, difficulty: 0), ability.take(1.1, difficulty: 0),
      ability.take(1, difficulty: .infinity), ability.take(1, difficulty: 0, guess: 1),
      ability.take(1, difficulty: 0, idleDays: .nan),
    ]
    #expect(!taken.contains(true) && ability == before)
    #expect(Ability.Settings(mean: 0, spread: 0, driftPerAnswer: 0, driftPerDay: 0).fault != nil)
    for _ in 0..<500 { ability.take(0, difficulty: -50) }
    #expect(ability.mean.isFinite && ability.deviation.isFinite)
  }

  @Test func `a belief is told as an expected score and a probability`() throws {
    let set = ReferenceSet((-10...10).map { .init(difficulty: Double($0) / 5) })
    var ability = Ability()
    for _ in 0..<30 { ability.take(1, difficulty: 0) }
    let score = try #require(set.expectedScore(of: ability))
    #expect(score.interval.low < score.value && score.value < score.interval.high)
    #expect(abs(ability.probability(atLeast: ability.quantile(0.25)) - 0.75) < 1e-9)
    #expect(abs(ability.probability(atLeast: -9) - 1) < 1e-12)
    #expect(ReferenceSet([]).expectedScore(of: ability) == nil)
  }

  @Test func `the standard is the ability expected to score the panel's 25th percentile`() throws {
    let set = ReferenceSet((-10...10).map { .init(difficulty: Double($0) / 5) })
    let standard = try #require(
      CompetenceStandard.of(panel: [0.9, 0.8, 0.7, 0.86, 0.84], on: set).value)
    #expect(abs(standard.score - 0.8) < 1e-12)
    #expect(abs(try #require(set.expectedScore(at: standard.ability)) - 0.8) < 1e-9)
    #expect(CompetenceStandard.of(panel: [0.9, 0.8], on: set).reason?.contains("3 experts") == true)
    #expect(CompetenceStandard.policy(score: 1, on: set).reason != nil)
    #expect(CompetenceStandard.policy(score: 0.8, on: ReferenceSet([])).reason != nil)
  }
}

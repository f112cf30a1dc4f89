import Foundation
import Learning
import Sonography
import Statistics
import Testing

@Suite struct CohortModelTests {
  private func answers(trainees: Int, items: Int, seed: UInt64) -> [FirstAnswer] {
    var random = SplitMix64(seed: seed)
    func normal() -> Double { normalQuantile(Double.random(in: 0..<1, using: &random)) }
    let hardness = (0..<items).map { _ in 0.8 * normal() }
    return (0..<trainees).flatMap { trainee in
      let gift = 0.85 * normal()
      return (0..<items).shuffled(using: &random).enumerated().map { place, item in
        let line = -0.1 + 0.5 * log(Double(place + 1)) + gift + hardness[item]
        let isRight = Double.random(in: 0..<1, using: &random) < 1 / (1 + exp(-line))
        return FirstAnswer(
          trainee: "t\(trainee)", item: "c\(item)", sequence: place + 1, result: isRight ? 1 : 0)
      }
    }
  }

  @Test func `a cohort's pace and spread are found, and its intervals cover`() throws {
    var (covered, spreads) = (0, 0.0)
    for seed in UInt64(1)...20 {
      let model = try #require(CohortModel.fit(answers(trainees: 20, items: 60, seed: seed)).value)
      if abs(model.slope - 0.5) < 1.645 * model.slopeError { covered += 1 }
      spreads += model.traineeSpread / 20
      let band = model.band(at: 50)
      #expect(band.p10 < band.p50 && band.p50 < band.p90)
      #expect(model.trainees.count == 20 && model.items.count == 60)
    }
    #expect(covered >= 15, "\(covered)")
    #expect(abs(spreads - 0.85) < 0.15, "\(spreads)")
  }

  @Test func `order and unusable answers change nothing`() throws {
    let given = answers(trainees: 6, items: 30, seed: 2)
    var random = SplitMix64(seed: 1)
    let one = try #require(CohortModel.fit(given).value)
    let bad = [
      FirstAnswer(trainee: "t0", item: "c0", sequence: 0, result: 1),
      FirstAnswer(trainee: "t0", item: "c0", sequence: 1, result: .nan),
    ]
    let other = try #require(CohortModel.fit(given.shuffled(using: &random) + bad).value)
    #expect(one.slope == other.slope && one.trainees == other.trainees)
  }

  @Test func `a cohort too small or all alike says why`() {
    #expect(CohortModel.fit([]).reason?.contains("two trainees") == true)
    let alike = answers(trainees: 4, items: 5, seed: 1).map {
      FirstAnswer(trainee: $0.trainee, item: $0.item, sequence: $0.sequence, result: 1)
    }
    #expect(CohortModel.fit(alike).reason != nil)
  }

  /// Against the binomial distribution summed the long way.
  @Test(arguments: [(50, 0.8), (120, 0.55), (75, 0.95)])
  func `funnel limits are exact`(n: Int, centre: Double) {
    func chance(_ k: Int) -> Double {
      (1...max(1, k)).reduce(pow(centre, Double(k)) * pow(1 - centre, Double(n - k))) {
        k == 0 ? $0 : $0 * Double(n - k + $1) / Double($1)
      }
    }
    let limits = FunnelPlot.limits(answers: n, centre: centre)
    let (low, high) = (Int((limits.low * Double(n)).rounded()), Int((limits.high * Double(n)).rounded()))
    #expect((0..<low).reduce(0) { $0 + chance($1) } <= 0.025)
    #expect((0...low).reduce(0) { $0 + chance($1) } > 0.025)
    #expect(((high + 1)...max(n, high + 1)).reduce(0) { $0 + ($1 <= n ? chance($1) : 0) } <= 0.025)
    #expect((high...n).reduce(0) { $0 + chance($1) } > 0.025)
  }

  @Test func `nobody with fewer than fifty answers is judged, and the order stays`() throws {
    func share(_ hits: Double, _ n: Int) -> Proportion { Proportion(successes: hits, trials: n) }
    let plot = FunnelPlot([
      ("few", share(0, 49)), ("low", share(60, 100)), ("usual", share(82, 100)),
      ("lost", share(20, 100)), ("high", share(400, 420)),
    ])
    #expect(plot.points.map(\.trainee) == ["few", "low", "usual", "lost", "high"])
    #expect(plot.points.map(\.place) == [.tooFewAnswers, .below, .within, .farBelow, .farAbove])
    #expect(FunnelPlot([]).centre == nil)
    #expect(FunnelPlot([("none", share(0, 0))]).centre == nil)
  }

  @Test func `those at risk are named with their grounds`() throws {
    let policy = try #require(LearningPolicy())
    var trainee = SimulatedTrainee(seed: 5)
    let standing = TraineeStanding(of: (0..<30).map { _ in trainee.attempt() }, policy: policy)
    let find = SkillKey(.find)
    let last = try #require(standing.lastDay)
    let flat = (0..<40).map {
      TrialBlock(midtrial: Double($0) * 20 + 10.5, trials: 20, successes: 14)
    }
    let fit = CurveFit.of(flat, target: 0.9).value
    let risk = try #require(
      AtRisk(
        trainee: "x", key: find, standing: standing, place: .below, fit: fit, day: last + 61))
    #expect(
      risk.grounds.map(\.kind) == [.belowCohort, .levelledOffBelowTarget, .notReachable, .idle])
    #expect(
      AtRisk(trainee: "x", key: find, standing: standing, place: .within, fit: nil, day: last) == nil)
  }
}

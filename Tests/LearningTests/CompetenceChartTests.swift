import Foundation
import Learning
import Sonography
import Testing

@Suite struct CompetenceChartTests {
  struct Published: CustomTestStringConvertible, Sendable {
    var testDescription: String { "\(adequate) against \(inadequate)" }
    var adequate: Double
    var inadequate: Double
    var limit: Double
    var falseSignal: Double
    var trueSignal: Double
    var median: Int
  }

  /// Exact values for a horizon of 100 cases and a risk of 5 %.
  @Test(arguments: [
    Published(
      adequate: 0.10, inadequate: 0.20, limit: 3.70, falseSignal: 0.049, trueSignal: 0.748,
      median: 71),
    Published(
      adequate: 0.10, inadequate: 0.25, limit: 4.38, falseSignal: 0.0495, trueSignal: 0.944,
      median: 47),
    Published(
      adequate: 0.15, inadequate: 0.30, limit: 4.25, falseSignal: 0.050, trueSignal: 0.907,
      median: 51),
    Published(
      adequate: 0.05, inadequate: 0.15, limit: 4.04, falseSignal: 0.049, trueSignal: 0.864,
      median: 59),
  ])
  func `the limit is solved for its rates and horizon`(_ published: Published) throws {
    let chart = try #require(
      CompetenceChart(
        .init(
          adequate: published.adequate, inadequate: published.inadequate, horizon: 100, risk: 0.05)
      ))
    let got = chart.characteristics
    #expect(abs(chart.limit - published.limit) < 0.015)
    #expect(abs(got.falseSignal - published.falseSignal) < 0.001)
    #expect(abs(got.trueSignal - published.trueSignal) < 0.004)
    #expect(got.medianCases == published.median)
  }

  @Test func `a limit of 1.25 signals for nine in ten inadequate trainees`() {
    let chart = CompetenceChart(
      .init(adequate: 0.10, inadequate: 0.20, horizon: 100, risk: 0.05), limit: 1.25)
    let got = chart.characteristics
    #expect(abs(got.falseSignal - 0.90257) < 5e-6)
    #expect(abs(got.trueSignal - 0.99960) < 5e-6)
  }

  @Test func `successes alone signal as soon as their weights reach the limit`() throws {
    let chart = try #require(CompetenceChart())
    // ln(0.9 / 0.75) = 0.18232 a case; 4.38 needs 25 of them.
    #expect(chart.signal(of: Array(repeating: false, count: 100)) == 25)
    #expect(chart.signal(of: Array(repeating: true, count: 100)) == nil)
    #expect(chart.scores(of: [true, true]) == [0, 0])
  }

  @Test(arguments: [
    (0.2, 0.1, 100, 0.05), (0, 0.1, 100, 0.05), (0.1, 0.2, 0, 0.05), (0.1, 0.2, 100, 1),
  ])
  func `a design that makes no sense has no chart`(
    adequate: Double, inadequate: Double, horizon: Int, risk: Double
  ) {
    #expect(
      CompetenceChart(
        .init(adequate: adequate, inadequate: inadequate, horizon: horizon, risk: risk)) == nil)
  }

  /// The naive twin: played many times.
  @Test func `the exact chance agrees with ten thousand plays`() throws {
    let chart = CompetenceChart(.init(), limit: 3)
    var random = SplitMix64(seed: 5)
    var signals = 0
    for _ in 0..<10_000 {
      let failures = (0..<100).map { _ in Double.random(in: 0..<1, using: &random) < 0.2 }
      if chart.signal(of: failures) != nil { signals += 1 }
    }
    let exact = try #require(chart.signalProbability(failureRate: 0.2).last)
    #expect(abs(Double(signals) / 10_000 - exact) < 0.015)
  }

  /// The other naive twin: the chance of every pair of successes and failures since the last return
  /// to 0, carried from case to case.
  @Test(arguments: [(0.10, 0.20, 1.25), (0.10, 0.25, 4.38), (0.2, 0.4, 3.0), (0.05, 0.5, 2.0)])
  func `the sweep over excursions equals the lattice carried case by case`(
    adequate: Double, inadequate: Double, limit: Double
  ) throws {
    let design = CompetenceChart.Design(
      adequate: adequate, inadequate: inadequate, horizon: 60, risk: 0.05)
    let chart = CompetenceChart(design, limit: limit)
    let rise = log((1 - adequate) / (1 - inadequate))
    let fall = log(adequate / inadequate)
    for rate in [0, adequate, 0.18, inadequate, 1] {
      var chances: [[Int]: Double] = [[0, 0]: 1]
      var signalled = 0.0
      for got in chart.signalProbability(failureRate: rate) {
        var next: [[Int]: Double] = [:]
        for (state, chance) in chances {
          for (step, share) in [([1, 0], 1 - rate), ([0, 1], rate)] where share > 0 {
            let there = [state[0] + step[0], state[1] + step[1]]
            let score = Double(there[0]) * rise + Double(there[1]) * fall
            if score >= limit - 1e-12 {
              signalled += chance * share
            } else {
              next[score <= 1e-12 ? [0, 0] : there, default: 0] += chance * share
            }
          }
        }
        chances = next
        #expect(abs(got - signalled) < 1e-12)
      }
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `successes alone signal at the limit over their weight, rounded up`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let adequate = Double.random(in: 0.02...0.3, using: &random)
    let inadequate = adequate + Double.random(in: 0.05...0.4, using: &random)
    let chart = CompetenceChart(
      .init(adequate: adequate, inadequate: inadequate, horizon: 1000, risk: 0.05),
      limit: Double.random(in: 0.5...8, using: &random))
    let weight = log((1 - adequate) / (1 - inadequate))
    let needed = Int((chart.limit / weight).rounded(.up))
    #expect(chart.signal(of: Array(repeating: false, count: 1000)) == (needed <= 1000 ? needed : nil))
  }

  @Test func `false declarations by simulated trainees lie within chance of the exact figure`() throws {
    let chart = try #require(CompetenceChart())
    let exact = chart.characteristics.falseSignal
    var random = SplitMix64(seed: 77)
    let plays = 20_000
    let signals = (0..<plays).count { _ in
      let failures = (0..<100).map { _ in Double.random(in: 0..<1, using: &random) < 0.25 }
      return chart.signal(of: failures) != nil
    }
    let error = (exact * (1 - exact) / Double(plays)).squareRoot()
    #expect(exact <= 0.05)
    #expect(abs(Double(signals) / Double(plays) - exact) < 3 * error)
  }

  @Test func `a failure is a result below what experts are expected to score on that case`() {
    #expect(CompetenceChart.isFailure(0.6, expected: 0.7))
    #expect(!CompetenceChart.isFailure(0.7, expected: 0.7))
    #expect(!CompetenceChart.isFailure(0.4, expected: 0.3))
  }
}

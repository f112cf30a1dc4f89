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
}

import Foundation
import Learning
import Sonography
import Testing

@Suite struct MonitoringChartTests {
  @Test func `the limit holds its risk and a relapse is noticed`() throws {
    let chart = try #require(MonitoringChart())
    let got = chart.characteristics
    #expect(got.falseAlarm <= 0.05 && got.falseAlarm > 0.03)
    #expect(got.trueAlarm > 0.85)
    let (control, relapsed) = (try #require(got.casesInControl), try #require(got.casesRelapsed))
    #expect(control > 1000 && relapsed < 60)
  }

  /// The naive twin: played many times, without horizon.
  @Test func `run lengths agree with plays`() throws {
    let chart = try #require(
      MonitoringChart(.init(acceptable: 0.1, relapsed: 0.3, horizon: 50, risk: 0.2)))
    var random = SplitMix64(seed: 3)
    for rate in [0.1, 0.3] {
      let lengths = (0..<4000).map { _ -> Double in
        var (score, cases) = (0.0, 0)
        while !chart.isAlarm(score) {
          score = chart.next(score, isFailure: Double.random(in: 0..<1, using: &random) < rate)
          cases += 1
        }
        return Double(cases)
      }
      let mean = lengths.reduce(0, +) / 4000
      let got = chart.characteristics
      let exact = try #require(rate == 0.1 ? got.casesInControl : got.casesRelapsed)
      // Run lengths are nearly exponential: their mean has a relative error of 1 in √4000.
      #expect(abs(mean / exact - 1) < 0.06, "\(mean) for \(exact)")
    }
  }

  @Test func `failures alone alarm, successes alone never do`() throws {
    let chart = try #require(MonitoringChart())
    #expect(chart.alarmProbability(failureRate: 1).last == 1)
    #expect(chart.alarmProbability(failureRate: 0).last == 0)
    let rise = log(0.25 / 0.10)
    let needed = Int((chart.limit / rise).rounded(.up))
    #expect(chart.alarmProbability(failureRate: 1).firstIndex(of: 1) == needed - 1)
  }

  @Test(arguments: [(0.25, 0.1, 100, 0.05), (0, 0.1, 100, 0.05), (0.1, 1, 100, 0.05)])
  func `a design that makes no sense has no chart`(
    acceptable: Double, relapsed: Double, horizon: Int, risk: Double
  ) {
    #expect(
      MonitoringChart(
        .init(acceptable: acceptable, relapsed: relapsed, horizon: horizon, risk: risk)) == nil)
  }
}

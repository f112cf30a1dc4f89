import Glibc

/// The monitoring CUSUM: is a trainee once found competent still so?
///
/// The score starts at 0, rises with every failure, falls with every success, never below 0; at the
/// limit an alarm asks for retraining, after which charts start again (Page, *Biometrika*, 1954).
/// Like the competence limit, this one is solved exactly.
package struct MonitoringChart: Hashable, Codable, Sendable {
  package let design: Design
  package let limit: Double

  package struct Design: Hashable, Codable, Sendable {
    /// Failure rates in control and after a relapse.
    package var acceptable = 0.10
    package var relapsed = 0.25
    /// Cases within which the risk holds.
    package var horizon = 100
    /// Accepted probability of an alarm within the horizon for a trainee in control.
    package var risk = 0.05

    package init() {}

    package init(acceptable: Double, relapsed: Double, horizon: Int, risk: Double) {
      self.acceptable = acceptable
      self.relapsed = relapsed
      self.horizon = horizon
      self.risk = risk
    }

    var onFailure: Double { log(relapsed / acceptable) }
    var onSuccess: Double { log((1 - relapsed) / (1 - acceptable)) }
  }

  /// - Returns: nil when the design makes no sense.
  package init?(_ design: Design = Design()) {
    guard 0 < design.acceptable, design.acceptable < design.relapsed, design.relapsed < 1,
      (1...1000).contains(design.horizon), 0 < design.risk, design.risk < 1
    else { return nil }
    self.design = design
    limit = CusumLattice.limit(
      up: design.onFailure, down: -design.onSuccess, chanceUp: design.acceptable,
      cases: design.horizon, risk: design.risk)
  }

  /// The score after one more case.
  package func next(_ score: Double, isFailure: Bool) -> Double {
    max(0, score + (isFailure ? design.onFailure : design.onSuccess))
  }

  package func isAlarm(_ score: Double) -> Bool { score >= limit - 1e-12 }

  /// The probability of an alarm by case 1, 2, ... horizon, exactly.
  package func alarmProbability(failureRate: Double) -> [Double] {
    lattice.signalProbability(chanceUp: failureRate, cases: design.horizon)
  }

  private var lattice: CusumLattice {
    CusumLattice(up: design.onFailure, down: -design.onSuccess, limit: limit)
  }

  /// What the chart promises, to be printed beside it.
  package var characteristics: Characteristics {
    Characteristics(
      falseAlarm: alarmProbability(failureRate: design.acceptable).last ?? 0,
      trueAlarm: alarmProbability(failureRate: design.relapsed).last ?? 0,
      casesInControl: lattice.averageRunLength(chanceUp: design.acceptable),
      casesRelapsed: lattice.averageRunLength(chanceUp: design.relapsed))
  }

  package struct Characteristics: Hashable, Sendable {
    /// Probability of an alarm within the horizon, in control and relapsed.
    package let falseAlarm: Double
    package let trueAlarm: Double
    /// Mean cases until an alarm (average run length), without horizon; nil beyond a million.
    package let casesInControl: Double?
    package let casesRelapsed: Double?
  }
}

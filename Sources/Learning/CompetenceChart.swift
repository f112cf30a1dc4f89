import Glibc

/// The learning-curve CUSUM: has this trainee shown an adequate failure rate?
///
/// The score starts at 0, rises with every adequate case, falls with every failure, never below 0;
/// at the limit `h` competence is signalled (Biau and Porcher, *Stat. Med.*, 2010). The limit is
/// solved exactly for the department's rates, horizon and risk: a limit borrowed from elsewhere can
/// signal for nine in ten inadequate trainees.
package struct CompetenceChart: Hashable, Sendable {
  package let design: Design
  package let limit: Double

  /// - Returns: nil when the design makes no sense.
  package init?(_ design: Design = Design()) {
    guard 0 < design.adequate, design.adequate < design.inadequate, design.inadequate < 1,
      (1...1000).contains(design.horizon), 0 < design.risk, design.risk < 1
    else { return nil }
    self.init(design, limit: design.solvedLimit())
  }

  /// A limit chosen elsewhere, to see what it promises.
  package init(_ design: Design, limit: Double) {
    self.design = design
    self.limit = limit
  }

  package struct Design: Hashable, Sendable {
    /// Failure rates of an adequate and of an inadequate trainee.
    package var adequate = 0.10
    package var inadequate = 0.25
    /// Cases within which the signal must come.
    package var horizon = 100
    /// Accepted probability of signalling for an inadequate trainee within the horizon.
    package var risk = 0.05

    package init() {}

    package init(adequate: Double, inadequate: Double, horizon: Int, risk: Double) {
      self.adequate = adequate
      self.inadequate = inadequate
      self.horizon = horizon
      self.risk = risk
    }

    var onSuccess: Double { log((1 - adequate) / (1 - inadequate)) }
    var onFailure: Double { log(adequate / inadequate) }

    /// The lowest limit, to 1e-6, whose false signals stay within the risk.
    func solvedLimit() -> Double {
      var (low, high) = (0.0, onSuccess * Double(horizon + 1))
      while high - low > 1e-6 {
        let middle = (low + high) / 2
        let chart = CompetenceChart(self, limit: middle)
        let isSafe = (chart.signalProbability(failureRate: inadequate).last ?? 0) <= risk
        if isSafe { high = middle } else { low = middle }
      }
      return high
    }
  }

  /// The score after each case. It runs on after the signal, as the chart does.
  ///
  /// - Parameter failures: oldest first; true is a failure.
  package func scores(of failures: [Bool]) -> [Double] {
    var score = 0.0
    return failures.map { isFailure in
      score = max(0, score + (isFailure ? design.onFailure : design.onSuccess))
      return score
    }
  }

  /// The case, counted from 1, at which competence is first signalled.
  package func signal(of failures: [Bool]) -> Int? {
    scores(of: failures).firstIndex { $0 >= limit - 1e-12 }.map { $0 + 1 }
  }

  /// The probability of a signal by case 1, 2, ... horizon, exactly.
  ///
  /// Between two returns to 0 the score depends only on how many successes and failures there were,
  /// so the chance of every such pair is carried from case to case: O(horizon³) additions at worst.
  package func signalProbability(failureRate: Double) -> [Double] {
    let side = design.horizon + 1
    var chances = [Double](repeating: 0, count: side * side)
    chances[0] = 1
    var signalled = 0.0
    return (0..<design.horizon).map { cases in
      var next = [Double](repeating: 0, count: side * side)
      for successes in 0...cases {
        for failures in 0...(cases - successes) {
          let chance = chances[successes * side + failures]
          if chance == 0 { continue }
          for (isFailure, share) in [(false, 1 - failureRate), (true, failureRate)] {
            let (s, f) = (successes + (isFailure ? 0 : 1), failures + (isFailure ? 1 : 0))
            let score = Double(s) * design.onSuccess + Double(f) * design.onFailure
            if score >= limit - 1e-12 {
              signalled += chance * share
            } else {
              next[score <= 1e-12 ? 0 : s * side + f] += chance * share
            }
          }
        }
      }
      chances = next
      return signalled
    }
  }

  /// What the chart promises, to be printed beside it.
  package var characteristics: Characteristics {
    let adequate = signalProbability(failureRate: design.adequate)
    let inadequate = signalProbability(failureRate: design.inadequate)
    return Characteristics(
      falseSignal: inadequate.last ?? 0, trueSignal: adequate.last ?? 0,
      medianCases: adequate.firstIndex { $0 >= 0.5 }.map { $0 + 1 })
  }

  package struct Characteristics: Hashable, Sendable {
    /// Probability of a signal within the horizon for an inadequate and for an adequate trainee.
    package let falseSignal: Double
    package let trueSignal: Double
    /// Cases until half of the adequate trainees have a signal; nil when fewer ever do.
    package let medianCases: Int?
  }
}

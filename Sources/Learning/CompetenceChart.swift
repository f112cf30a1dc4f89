import Glibc

/// The learning-curve CUSUM: has this trainee shown an adequate failure rate?
///
/// The score starts at 0, rises with every adequate case, falls with every failure, never below 0;
/// at the limit `h` competence is signalled (Biau and Porcher, *Stat. Med.*, 2010). The limit is
/// solved exactly for the department's rates, horizon and risk: a limit borrowed from elsewhere can
/// signal for nine in ten inadequate trainees.
///
/// Cases are taken to be independent and equally hard. They are not equally hard, so a failure is a
/// result below what the experts are expected to score on that very case (`isFailure`).
package struct CompetenceChart: Hashable, Codable, Sendable {
  package let design: Design
  package let limit: Double

  /// - Returns: nil when the design makes no sense.
  package init?(_ design: Design = Design()) {
    guard design.isSound else { return nil }
    self.init(
      design,
      limit: CusumLattice.limit(
        up: design.onSuccess, down: -design.onFailure, chanceUp: 1 - design.inadequate,
        cases: design.horizon, risk: design.risk))
  }

  /// A limit chosen elsewhere, to see what it promises.
  package init(_ design: Design, limit: Double) {
    self.design = design
    self.limit = limit
  }

  package struct Design: Hashable, Codable, Sendable {
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

    package var isSound: Bool {
      0 < adequate && adequate < inadequate && inadequate < 1 && (1...1000).contains(horizon)
        && 0 < risk && risk < 1
    }

    var onSuccess: Double { log((1 - adequate) / (1 - inadequate)) }
    var onFailure: Double { log(adequate / inadequate) }
  }

  /// Whether a result fails its case, allowing for how hard the case is.
  ///
  /// - Parameter expected: the panel's own expected score on the case, 0...1.
  package static func isFailure(_ result: Double, expected: Double) -> Bool {
    result < expected - 1e-9
  }

  /// The score after one more case.
  package func next(_ score: Double, isFailure: Bool) -> Double {
    max(0, score + (isFailure ? design.onFailure : design.onSuccess))
  }

  package func isSignal(_ score: Double) -> Bool { score >= limit - 1e-12 }

  /// The score after each case. It runs on after the signal, as the chart does.
  ///
  /// - Parameter failures: oldest first; true is a failure.
  package func scores(of failures: [Bool]) -> [Double] {
    var score = 0.0
    return failures.map { isFailure in
      score = next(score, isFailure: isFailure)
      return score
    }
  }

  /// The case, counted from 1, at which competence is first signalled.
  package func signal(of failures: [Bool]) -> Int? {
    scores(of: failures).firstIndex(where: isSignal).map { $0 + 1 }
  }

  /// The probability of a signal by case 1, 2, ... horizon, exactly.
  package func signalProbability(failureRate: Double) -> [Double] {
    CusumLattice(up: design.onSuccess, down: -design.onFailure, limit: limit)
      .signalProbability(chanceUp: 1 - failureRate, cases: design.horizon)
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

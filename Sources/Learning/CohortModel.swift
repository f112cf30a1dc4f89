import Glibc
package import Statistics

/// How a cohort learns: logit P(correct) = a + b ln n + trainee + case.
///
/// The n-th answer of a trainee; trainees and cases are random. Fitted nightly.
package struct CohortModel: Sendable {
  /// a and b, with standard errors, in logits.
  package let intercept: Double
  package let slope: Double
  package let interceptError: Double
  package let slopeError: Double
  /// Standard deviations over trainees and over cases, in logits.
  package let traineeSpread: Double
  package let itemSpread: Double
  /// Deviation of each from the mean: estimate and 90 % interval.
  package let trainees: [String: Estimate]
  package let items: [String: Estimate]

  /// Answers that cannot be counted are left out.
  package static func fit(_ answers: [FirstAnswer]) -> Figure<Self> {
    let sound = answers.filter { $0.sequence >= 1 && (0...1).contains($0.result) }
      .sorted { ($0.trainee, $0.sequence, $0.item) < ($1.trainee, $1.sequence, $1.item) }
    let trainees = Array(Set(sound.map(\.trainee))).sorted()
    let items = Array(Set(sound.map(\.item))).sorted()
    guard trainees.count >= 2, items.count >= 2 else {
      return .none(
        "A cohort needs two trainees and two cases; there are \(trainees.count) and \(items.count)."
      )
    }
    let traineePlace = Dictionary(uniqueKeysWithValues: zip(trainees, 0...))
    let itemPlace = Dictionary(uniqueKeysWithValues: zip(items, 0...))
    let rows = sound.map {
      BinomialRow(predictors: [1, log(Double($0.sequence))], successes: $0.result, trials: 1)
    }
    let levels = [
      sound.map { traineePlace[$0.trainee] ?? 0 }, sound.map { itemPlace[$0.item] ?? 0 },
    ]
    guard let model = MixedLogistic(rows, levels: levels) else {
      return .none("The answers are too much alike for a cohort model: nothing settles.")
    }
    return .success(Self(model, trainees, items))
  }

  private init(_ model: MixedLogistic, _ trainees: [String], _ items: [String]) {
    (intercept, slope) = (model.coefficients[0], model.coefficients[1])
    (interceptError, slopeError) = (model.standardErrors[0], model.standardErrors[1])
    (traineeSpread, itemSpread) = (model.factors[0].spread, model.factors[1].spread)
    func named(_ names: [String], _ factor: MixedLogistic.Factor) -> [String: Estimate] {
      let z = normalQuantile(0.95)
      return Dictionary(
        uniqueKeysWithValues: zip(names, factor.effects).map { name, effect in
          let range = Interval(low: effect.0 - z * effect.1, high: effect.0 + z * effect.1)
          return (name, Estimate(value: effect.0, interval: range))
        })
    }
    self.trainees = named(trainees, model.factors[0])
    self.items = named(items, model.factors[1])
  }

  /// Chance of success on a typical case at the n-th answer for the 10th, 50th and 90th percentile of
  /// trainees.
  package func band(at sequence: Int) -> (p10: Double, p50: Double, p90: Double) {
    let line = intercept + slope * log(Double(max(1, sequence)))
    let reach = normalQuantile(0.9) * traineeSpread
    return (logistic(line - reach), logistic(line), logistic(line + reach))
  }
}

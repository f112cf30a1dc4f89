import Glibc
package import Statistics

/// The calls of one trainee against pathology.
package struct Call: Hashable, Sendable {
  /// The read called for tissue.
  package var isPositive: Bool
  package var isMalignant: Bool
  /// The stated probability of malignancy, 0...1; nil when not given.
  package var likelihood: Double?
  package var isFirst: Bool
  package var isUnaided: Bool

  package init(
    isPositive: Bool, isMalignant: Bool, likelihood: Double?, isFirst: Bool, isUnaided: Bool
  ) {
    self.isPositive = isPositive
    self.isMalignant = isMalignant
    self.likelihood = likelihood
    self.isFirst = isFirst
    self.isUnaided = isUnaided
  }
}

/// How well malignant and other cases are told apart, and how readily tissue is called for.
package struct Detection: Hashable, Sendable {
  /// Cases of each kind below which no area under the curve is shown.
  package static let casesForArea = 20

  /// Positive calls among malignant cases.
  package let sensitivity: Proportion
  /// Negative calls among the others.
  package let specificity: Proportion
  /// Sharpness d′; nil without both kinds of case.
  package let sharpness: Double?
  /// Criterion c: positive means tissue is called for rarely. Nil without both kinds of case.
  package let criterion: Double?
  /// 90 % intervals of the two, from the normal approximation of Gourevitch and Galanter
  /// (*Psychometrika*, 1967) on the corrected rates.
  package let sharpnessInterval: Interval?
  package let criterionInterval: Interval?
  /// From the stated likelihoods; nil with `areaReason`.
  package let area: ReceiverCurve?
  package let areaReason: String?

  package init(of calls: [Call]) {
    let counted = calls.filter { $0.isFirst && $0.isUnaided }
    let malignant = counted.filter(\.isMalignant)
    let other = counted.filter { !$0.isMalignant }
    let hits = malignant.count(where: \.isPositive)
    let falseAlarms = other.count(where: \.isPositive)
    sensitivity = Proportion(successes: Double(hits), trials: malignant.count)
    specificity = Proportion(successes: Double(other.count - falseAlarms), trials: other.count)
    if malignant.isEmpty || other.isEmpty {
      (sharpness, criterion, sharpnessInterval, criterionInterval) = (nil, nil, nil, nil)
    } else {
      let hit = Deviate(hits, of: malignant.count)
      let falseAlarm = Deviate(falseAlarms, of: other.count)
      let (d, c) = (hit.value - falseAlarm.value, -(hit.value + falseAlarm.value) / 2)
      let reach = normalQuantile(0.95) * (hit.variance + falseAlarm.variance).squareRoot()
      (sharpness, criterion) = (d, c)
      sharpnessInterval = Interval(low: d - reach, high: d + reach)
      criterionInterval = Interval(low: c - reach / 2, high: c + reach / 2)
    }
    let positive = malignant.compactMap(\.likelihood)
    let negative = other.compactMap(\.likelihood)
    let isEnough = min(positive.count, negative.count) >= Self.casesForArea
    area = isEnough ? ReceiverCurve(positive: positive, negative: negative) : nil
    areaReason = isEnough ? nil : Self.reason(positive.count, negative.count)
  }

  private static func reason(_ malignant: Int, _ other: Int) -> String {
    "Needs \(casesForArea) malignant and \(casesForArea) other cases with a stated likelihood; "
      + "there are \(malignant) and \(other)."
  }
}

/// The normal deviate of a rate with the log-linear correction: half a case added to either outcome
/// keeps rates of 0 and 1 finite (Hautus, *Behav. Res. Methods*, 1995).
private struct Deviate {
  let value: Double
  let variance: Double

  init(_ count: Int, of trials: Int) {
    let rate = (Double(count) + 0.5) / (Double(trials) + 1)
    value = normalQuantile(rate)
    let density = exp(-value * value / 2) / (2 * Double.pi).squareRoot()
    variance = rate * (1 - rate) / ((Double(trials) + 1) * density * density)
  }
}

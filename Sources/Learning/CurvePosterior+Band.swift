import Glibc
import Statistics

extension CurvePosterior {
  /// The chance of success at a trial on the most plausible curve, with the range in which the curve
  /// plausibly lies there.
  ///
  /// Delta method on the logit of the chance under the normal posterior, so that the range stays
  /// within 0...1.
  ///
  /// - Parameter trial: answers given, 0 or more.
  package func chance(at trial: Double, confidence: Double = 0.90) -> Estimate {
    let (a, s, left) = (curve.asymptote, curve.start, exp(-trial / curve.trials))
    let value = curve.chance(at: trial)
    // Derivatives of the chance by logit A, logit s and ln τ.
    let slopes = [
      a * (1 - a) * (1 - left), s * (1 - s) * left, -(a - s) * left * trial / curve.trials,
    ]
    var variance = 0.0
    for row in 0..<3 {
      for column in 0..<3 { variance += slopes[row] * covariance[3 * row + column] * slopes[column] }
    }
    let spread = value * (1 - value)
    guard variance > 0, spread > 1e-12 else {
      return Estimate(value: value, interval: Interval(low: value, high: value))
    }
    let half = normalQuantile(0.5 + confidence / 2) * variance.squareRoot() / spread
    return Estimate(
      value: value,
      interval: Interval(
        low: logistic(logit(value) - half), high: logistic(logit(value) + half)))
  }
}

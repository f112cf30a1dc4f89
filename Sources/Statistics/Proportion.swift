/// A share with the range in which the true share plausibly lies.
package struct Interval: Hashable, Sendable {
  package var low: Double
  package var high: Double

  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
}

/// So many successes in so many trials.
///
/// Graded results count as *effective successes*: twenty answers with mean 0.8 are 16 successes in
/// 20, whether they were sixteen ones or twenty times 0.8. A graded result varies less than a yes or
/// no of the same mean, so the interval is never too narrow.
package struct Proportion: Hashable, Sendable {
  package let successes: Double
  package let trials: Int

  package init(successes: Double, trials: Int) {
    self.trials = max(0, trials)
    self.successes = min(Double(self.trials), max(0, successes))
  }

  /// - Parameter results: graded results, 0...1.
  package init(of results: [Double]) {
    self.init(successes: results.reduce(0, +), trials: results.count)
  }

  /// Nil of nothing.
  package var value: Double? { trials == 0 ? nil : successes / Double(trials) }

  /// Wilson's score interval, for display (Wilson, *JASA*, 1927); nil of nothing.
  package func wilson(confidence: Double = 0.90) -> Interval? {
    guard let p = value else { return nil }
    let n = Double(trials)
    let z = normalQuantile(0.5 + confidence / 2)
    let middle = p + z * z / (2 * n)
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    return Interval(
      low: successes == 0 ? 0 : max(0, (middle - half) / scale),
      high: successes == n ? 1 : min(1, (middle + half) / scale))
  }

  /// Clopper and Pearson's exact interval (*Biometrika*, 1934); never covers less than it says.
  package func clopperPearson(confidence: Double = 0.95) -> Interval? {
    guard trials > 0 else { return nil }
    let tail = (1 - confidence) / 2
    return Interval(low: lowerLimit(tail), high: upperLimit(tail))
  }

  /// The exact one-sided lower bound, for certification.
  package func lowerBound(confidence: Double = 0.95) -> Double? {
    trials == 0 ? nil : lowerLimit(1 - confidence)
  }

  private func lowerLimit(_ tail: Double) -> Double {
    successes == 0 ? 0 : betaQuantile(tail, successes, Double(trials) - successes + 1)
  }

  private func upperLimit(_ tail: Double) -> Double {
    let failures = Double(trials) - successes
    return failures == 0 ? 1 : betaQuantile(1 - tail, successes + 1, failures)
  }
}

import Glibc

/// Lin's concordance correlation of two measurements of the same things (*Biometrics*, 1989; interval
/// by Fisher's transformation, with the correction of 2000).
package struct Concordance: Hashable, Sendable {
  package let value: Double
  /// Pearson's correlation, and how far the line lies off equality (1 on it).
  package let correlation: Double
  package let biasCorrection: Double
  /// Nil with fewer than three things or perfect concordance.
  package let interval: Interval?

  package init(_ pairs: [(Double, Double)], confidence: Double = 0.95) throws(Undefined) {
    guard pairs.count > 1 else { throw Undefined("Needs at least two things measured both ways.") }
    let n = Double(pairs.count)
    let (a, b) = (pairs.map(\.0), pairs.map(\.1))
    let (meanA, meanB) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
    // Moments over n, as in the paper.
    let (varA, varB) = (sampleVariance(a) * (n - 1) / n, sampleVariance(b) * (n - 1) / n)
    guard varA > 0, varB > 0 else {
      throw Undefined("One of the two measurements is the same for all.")
    }
    let shared = pairs.reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) } / n
    let shift = meanA - meanB
    let value = 2 * shared / (varA + varB + shift * shift)
    let correlation = shared / (varA * varB).squareRoot()
    self.value = value
    self.correlation = correlation
    biasCorrection = 2 * (varA * varB).squareRoot() / (varA + varB + shift * shift)
    interval = Self.interval(
      value, correlation, squaredShift: shift * shift / (varA * varB).squareRoot(), n, confidence)
  }

  private static func interval(
    _ c: Double, _ r: Double, squaredShift u2: Double, _ n: Double, _ confidence: Double
  ) -> Interval? {
    let rest = 1 - c * c
    guard n > 2, rest > 1e-12, abs(r) > 1e-12 else { return nil }
    let first = (1 - r * r) * c * c / (rest * r * r)
    let second = 2 * c * c * c * (1 - c) * u2 / (r * rest * rest)
    let third = c * c * c * c * u2 * u2 / (2 * r * r * rest * rest)
    let variance = (first + second - third) / (n - 2)
    guard variance > 0 else { return nil }
    let reach = normalQuantile(0.5 + confidence / 2) * variance.squareRoot()
    return Interval(low: tanh(atanh(c) - reach), high: tanh(atanh(c) + reach))
  }
}

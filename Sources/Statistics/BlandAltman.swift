/// How far two ways of measuring the same things agree (Bland and Altman, *Lancet*, 1986).
package struct BlandAltman: Hashable, Sendable {
  package let count: Int
  /// The mean of first minus second, with its interval.
  package let bias: Double
  package let biasInterval: Interval
  /// The standard deviation of the differences.
  package let standardDeviation: Double
  /// Bias ± multiplier × standard deviation: where 95 % of differences lie.
  package let limits: Interval
  package let lowerLimitInterval: Interval
  package let upperLimitInterval: Interval
  /// As a share of the mean of both; nil where a mean is not positive.
  package let biasRatio: Double?

  /// - Parameters:
  ///   - differences: first minus second, one a thing measured.
  ///   - multiplier: 1.96; the paper of 1986 computes with 2.
  package init(_ pairs: [(Double, Double)], multiplier: Double = 1.96, confidence: Double = 0.95)
    throws(Undefined)
  {
    guard pairs.count > 1 else { throw Undefined("Needs at least two things measured both ways.") }
    let differences = pairs.map { $0.0 - $0.1 }
    let n = Double(pairs.count)
    let bias = differences.reduce(0, +) / n
    let deviation = sampleVariance(differences).squareRoot()
    let t = studentQuantile(0.5 + confidence / 2, df: n - 1)
    func around(_ value: Double, _ error: Double) -> Interval {
      Interval(low: value - t * error, high: value + t * error)
    }
    let limits = Interval(low: bias - multiplier * deviation, high: bias + multiplier * deviation)
    // The variance of a limit, with the spread of the standard deviation itself; with the 1986
    // paper's approximation it is 3 s² / n.
    let limitError = (3 / n).squareRoot() * deviation
    let mean = pairs.reduce(0) { $0 + ($1.0 + $1.1) / 2 } / n
    (count, self.bias, standardDeviation, self.limits) = (pairs.count, bias, deviation, limits)
    biasInterval = around(bias, deviation / n.squareRoot())
    lowerLimitInterval = around(limits.low, limitError)
    upperLimitInterval = around(limits.high, limitError)
    biasRatio = mean > 0 ? bias / mean : nil
  }
}

/// How far repeated measurements of one thing by one method agree.
package struct Repeatability: Hashable, Sendable {
  /// The standard deviation within things.
  package let withinDeviation: Double
  /// Two measurements of one thing differ by less than this 95 % of the time: 1.96 √2 times it.
  package let coefficient: Double

  /// - Parameter measurements: a row a thing, two or more measurements each.
  package init(_ measurements: [[Double]], multiplier: Double = 1.96) throws(Undefined) {
    let repeated = measurements.filter { $0.count > 1 }
    let df = repeated.reduce(0) { $0 + $1.count - 1 }
    guard df > 0 else { throw Undefined("Nothing was measured twice.") }
    let squares = repeated.reduce(0) { $0 + sampleVariance($1) * Double($1.count - 1) }
    withinDeviation = (squares / Double(df)).squareRoot()
    coefficient = multiplier * (2.0).squareRoot() * withinDeviation
  }
}

func sampleVariance(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
}

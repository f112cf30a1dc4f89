import Glibc

/// The logistic function and its inverse, without overflow at either end.
package func logistic(_ x: Double) -> Double {
  x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
}

/// Infinite at 0 and 1.
package func logit(_ p: Double) -> Double { log(p) - log1p(-p) }

/// log(1 + eˣ).
package func softplus(_ x: Double) -> Double { x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)) }

/// log of n over k; graded successes are allowed.
package func logChoose(_ n: Double, _ k: Double) -> Double {
  lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
}

/// So many successes in so many trials under given circumstances.
package struct BinomialRow: Hashable, Sendable {
  /// The first is 1 where there is an intercept.
  package var predictors: [Double]
  package var successes: Double
  package var trials: Double

  package init(predictors: [Double], successes: Double, trials: Double) {
    self.predictors = predictors
    self.successes = successes
    self.trials = trials
  }

  /// It can be counted: finite, and 0 ≤ successes ≤ trials.
  package var isSound: Bool {
    predictors.allSatisfy(\.isFinite) && trials.isFinite && 0 <= successes && successes <= trials
  }

  package func linear(_ coefficients: [Double]) -> Double {
    zip(predictors, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// Logistic regression by maximum likelihood.
package struct LogisticRegression: Sendable {
  package let coefficients: [Double]
  package let standardErrors: [Double]
  /// With the binomial coefficients, so that models of the same rows compare by `aic`.
  package let logLikelihood: Double

  package var aic: Double { 2 * Double(coefficients.count) - 2 * logLikelihood }

  /// Nil where no finite maximum exists: no rows, predictors that depend on each other, or
  /// successes and failures perfectly separated.
  package init?(_ rows: [BinomialRow]) {
    guard let size = rows.first?.predictors.count,
      rows.allSatisfy({ $0.isSound && $0.predictors.count == size })
    else { return nil }
    let start = [Double](repeating: 0, count: size)
    guard let minimum = Minimum.find(from: start, limit: 200, { Self.shape(rows, $0) }),
      let covariance = minimum.covariance,
      rows.allSatisfy({ abs($0.linear(minimum.place)) < 15 })
    else { return nil }
    coefficients = minimum.place
    standardErrors = (0..<size).map { covariance[$0 * size + $0].squareRoot() }
    logLikelihood =
      rows.reduce(-minimum.shape.value) { $0 + logChoose($1.trials, $1.successes) }
  }

  private static func shape(_ rows: [BinomialRow], _ coefficients: [Double]) -> LocalShape {
    let size = coefficients.count
    var shape = LocalShape(
      value: 0, gradient: [Double](repeating: 0, count: size),
      curvature: [Double](repeating: 0, count: size * size))
    for row in rows {
      let x = row.linear(coefficients)
      let p = logistic(x)
      shape.value += row.trials * softplus(x) - row.successes * x
      for i in 0..<size {
        shape.gradient[i] += (row.trials * p - row.successes) * row.predictors[i]
        for j in 0..<size {
          shape.curvature[i * size + j] +=
            row.trials * p * (1 - p) * row.predictors[i] * row.predictors[j]
        }
      }
    }
    return shape
  }
}

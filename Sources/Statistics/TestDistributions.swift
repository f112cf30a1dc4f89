import Glibc

/// Student's, Fisher's, the chi-square and the binomial distribution, to about 1e-12.
///
/// Degrees of freedom need not be whole; infinitely many give the normal or chi-square limit.

/// A standard normal statistic with its two-sided p.
package struct ZTest: Hashable, Sendable {
  package let z: Double
  package var p: Double { 2 * normalProbability(-abs(z)) }

  package init(z: Double) { self.z = z }
}

/// The probability that |t| is at least this large.
package func studentTwoSided(_ t: Double, df: Double) -> Double {
  guard df.isFinite else { return 2 * normalProbability(-abs(t)) }
  return betaProbability(df / (df + t * t), df / 2, 0.5)
}

/// The value that a t variable stays below with probability `p`.
package func studentQuantile(_ p: Double, df: Double) -> Double {
  guard df.isFinite else { return normalQuantile(p) }
  if p < 0.5 { return -studentQuantile(1 - p, df: df) }
  return fisherQuantile(2 * p - 1, 1, df).squareRoot()
}

/// The probability that an F variable is at least `f`.
package func fisherTail(_ f: Double, _ numerator: Double, _ denominator: Double) -> Double {
  guard f > 0 else { return 1 }
  guard denominator.isFinite else { return chiSquareTail(f * numerator, df: numerator) }
  return betaProbability(denominator / (denominator + numerator * f), denominator / 2, numerator / 2)
}

/// The value that an F variable stays below with probability `p`.
package func fisherQuantile(_ p: Double, _ numerator: Double, _ denominator: Double) -> Double {
  // n f / (n f + d) follows a beta distribution; of it and its complement, the one below one half keeps
  // its digits.
  let share = betaQuantile(p, numerator / 2, denominator / 2)
  if share <= 0.5 { return denominator * share / (numerator * (1 - share)) }
  let rest = betaQuantile(1 - p, denominator / 2, numerator / 2)
  return denominator * (1 - rest) / (numerator * rest)
}

/// The probability that a chi-square variable is at least `x`.
package func chiSquareTail(_ x: Double, df: Double) -> Double {
  x > 0 ? gammaTail(df / 2, x / 2) : 1
}

/// The regularized upper incomplete gamma function, by series or continued fraction, whichever
/// converges (Press et al., *Numerical Recipes*, 6.2).
private func gammaTail(_ a: Double, _ x: Double) -> Double {
  let front = exp(a * log(x) - x - lgamma(a))
  if x < a + 1 {
    var (term, sum, n) = (1 / a, 1 / a, a)
    while abs(term) > abs(sum) * 1e-17 {
      n += 1
      term *= x / n
      sum += term
    }
    return 1 - sum * front
  }
  var b = x + 1 - a
  var c = 1e300
  var d = 1 / b
  var fraction = d
  for step in 1...100_000 {
    let an = -Double(step) * (Double(step) - a)
    b += 2
    d = 1 / (an * d + b)
    c = b + an / c
    fraction *= c * d
    if abs(c * d - 1) < 1e-16 { break }
  }
  return front * fraction
}

/// The exact two-sided binomial test: the summed probability of all counts no likelier than the one
/// observed.
package func binomialTest(_ successes: Int, of trials: Int, share: Double = 0.5) -> Double {
  guard trials > 0, (0...trials).contains(successes), share > 0, share < 1 else { return 1 }
  let observed = binomialLog(successes, trials, share)
  // Counts as likely as the observed one belong to it; equality is lost in the last digits.
  let sum = (0...trials).reduce(0.0) { sum, count in
    let one = binomialLog(count, trials, share)
    return one <= observed + 1e-7 ? sum + exp(one) : sum
  }
  // All counts together are 1 but for rounding.
  return sum > 1 - 1e-12 ? 1 : sum
}

private func binomialLog(_ k: Int, _ n: Int, _ share: Double) -> Double {
  let (a, b) = (Double(k), Double(n - k))
  return a * log(share) + b * log1p(-share) - logBeta(a + 1, b + 1) - log(Double(n) + 1)
}

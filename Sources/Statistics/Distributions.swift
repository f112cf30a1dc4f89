import Glibc

/// Normal and beta distributions, to about 1e-13, on nothing but the C mathematics library.

/// The probability that a standard normal variable is at most `z`.
package func normalProbability(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

/// The inverse of `normalProbability`; infinite at 0 and 1.
///
/// Acklam's rational approximation (relative error 1.15e-9), then one step of Halley's method.
package func normalQuantile(_ p: Double) -> Double {
  guard p > 0 else { return -.infinity }
  guard p < 1 else { return .infinity }
  // The distribution is symmetric; the lower half keeps more digits of p.
  if p > 0.5 { return -normalQuantile(1 - p) }
  let start = p < 0.02425 ? quantileTail(p) : quantileMiddle(p)
  let error = normalProbability(start) - p
  let step = error * (2 * Double.pi).squareRoot() * exp(start * start / 2)
  return start - step / (1 + start * step / 2)
}

private func quantileTail(_ p: Double) -> Double {
  let q = (-2 * log(p)).squareRoot()
  let numerator = polynomial(
    q,
    [
      -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734,
      4.374664141464968, 2.938163982698783,
    ])
  return numerator
    / polynomial(
      q,
      [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1])
}

private func quantileMiddle(_ p: Double) -> Double {
  let q = p - 0.5
  let r = q * q
  let numerator = polynomial(
    r,
    [
      -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
      1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239,
    ])
  return q * numerator
    / polynomial(
      r,
      [
        -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
        6.680131188771972e+01, -1.328068155288572e+01, 1,
      ])
}

/// Highest power first.
private func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
  coefficients.reduce(0) { $0 * x + $1 }
}

/// The regularized incomplete beta function: the probability that a beta variable is at most `x`.
///
/// Lentz's continued fraction (Press et al., *Numerical Recipes*, 6.4).
package func betaProbability(_ x: Double, _ a: Double, _ b: Double) -> Double {
  if x <= 0 { return 0 }
  if x >= 1 { return 1 }
  // The fraction converges fast on this side of the mean only.
  if x > (a + 1) / (a + b + 2) { return 1 - betaProbability(1 - x, b, a) }
  let front = exp(a * log(x) + b * log1p(-x) - logBeta(a, b))
  return front * betaFraction(x, a, b) / a
}

/// The logarithm of the beta function.
///
/// Large logarithms of gamma functions would cancel and cost digits, so for arguments from 10 on only
/// their Stirling remainders are subtracted (Didonato and Morris, *ACM TOMS* 18, 1992).
func logBeta(_ a: Double, _ b: Double) -> Double {
  let (p, q) = (min(a, b), max(a, b))
  if q < 10 { return lgamma(p) + lgamma(q) - lgamma(p + q) }
  let share = p / (p + q)
  if p < 10 {
    let remainder = stirlingRemainder(q) - stirlingRemainder(p + q)
    return lgamma(p) + remainder + p - p * log(p + q) + (q - 0.5) * log1p(-share)
  }
  let remainder = stirlingRemainder(p) + stirlingRemainder(q) - stirlingRemainder(p + q)
  return remainder - 0.5 * log(q) + 0.5 * log(2 * Double.pi) + (p - 0.5) * log(share)
    + q * log1p(-share)
}

/// What Stirling's formula leaves of the logarithm of the gamma function; `x` from 10 on.
private func stirlingRemainder(_ x: Double) -> Double {
  let r = 1 / (x * x)
  return polynomial(r, [-691.0 / 360360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12])
    / x
}

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  let tiny = 1e-300
  func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var c = 1.0
  var d = 1 / away(1 - (a + b) * x / (a + 1))
  var result = d
  for step in 1...1000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    result *= d * c
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    result *= d * c
    if abs(d * c - 1) < 1e-16 { break }
  }
  return result
}

/// The inverse of `betaProbability` in `x`, by halving: 100 steps reach the last bit.
package func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
  var (low, high) = (0.0, 1.0)
  for _ in 0..<100 {
    let middle = (low + high) / 2
    if betaProbability(middle, a, b) < p { low = middle } else { high = middle }
  }
  return (low + high) / 2
}

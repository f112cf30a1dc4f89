/// Exponential and logarithm without a mathematics library, so that a reading is the same bits everywhere.

/// e^x; relative error below 1e-14 for |x| < 700.
package func exponential(_ x: Double) -> Double {
  guard x > -700 else { return 0 }
  let bounded = min(x, 700)
  let power = (bounded * 1.4426950408889634).rounded(.toNearestOrEven)
  let r = (bounded - power * 0.693147180369123816490) - power * 1.90821492927058770002e-10
  var term = 1.0
  var sum = 1.0
  for n in 1...13 {
    term *= r / Double(n)
    sum += term
  }
  return Double(sign: .plus, exponent: Int(power), significand: sum)
}

/// The natural logarithm of a positive number; relative error below 1e-14.
package func logarithm(_ x: Double) -> Double {
  var (mantissa, exponent) = (x.significand, Double(x.exponent))
  if mantissa > 1.4142135623730951 { (mantissa, exponent) = (mantissa / 2, exponent + 1) }
  // ln m = 2 artanh((m − 1) / (m + 1)), with |argument| ≤ 0.172.
  let t = (mantissa - 1) / (mantissa + 1)
  let square = t * t
  var power = t
  var sum = 0.0
  for n in stride(from: 1.0, through: 19.0, by: 2.0) {
    sum += power / n
    power *= square
  }
  return 2 * sum + exponent * 0.6931471805599453
}

/// Probability of a logit.
package func sigmoid(_ x: Double) -> Double { 1 / (1 + exponential(-x)) }

/// Logit of a probability, kept finite at 0 and 1.
package func logit(_ p: Double) -> Double {
  let bounded = min(max(p, 1e-9), 1 - 1e-9)
  return logarithm(bounded / (1 - bounded))
}

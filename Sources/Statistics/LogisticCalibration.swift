import Glibc

/// Cox's recalibration: logit P(outcome) = intercept + slope × logit(forecast) (*Biometrika*, 1958).
///
/// A slope below 1 means over-confidence; an intercept above 0 that outcomes are likelier than said.
package struct LogisticCalibration: Hashable, Sendable {
  package let intercept: Double
  package let slope: Double
  package let interceptError: Double
  package let slopeError: Double
  package let interceptInterval: Interval
  package let slopeInterval: Interval
  /// Forecasts of exactly 0 or 1 have no logit and count as 0.001 and 0.999.
  package let held: Int

  /// Newton's method on the likelihood, at most 50 steps; undefined where it has no maximum.
  package init(_ forecasts: [Forecast], confidence: Double = 0.95) throws(Undefined) {
    guard forecasts.contains(where: \.outcome), forecasts.contains(where: { !$0.outcome }) else {
      throw Undefined("Needs positive and negative outcomes.")
    }
    held = forecasts.count { $0.probability <= 0 || $0.probability >= 1 }
    let points = forecasts.map { forecast in
      let isCertain = forecast.probability <= 0 || forecast.probability >= 1
      let p = isCertain ? forecast.held.probability : forecast.probability
      return (x: log(p / (1 - p)), y: forecast.hit)
    }
    guard points.contains(where: { $0.x != points[0].x }) else {
      throw Undefined("All forecasts are equal.")
    }
    guard overlap(points) else {
      throw Undefined("The forecasts separate the outcomes completely; the slope has no bound.")
    }
    let fit = newton(points)
    guard let fit else { throw Undefined("The fit did not converge.") }
    let reach = normalQuantile(0.5 + confidence / 2)
    (intercept, slope) = (fit.a, fit.b)
    (interceptError, slopeError) = (fit.errorA, fit.errorB)
    interceptInterval = Interval(low: fit.a - reach * fit.errorA, high: fit.a + reach * fit.errorA)
    slopeInterval = Interval(low: fit.b - reach * fit.errorB, high: fit.b + reach * fit.errorB)
  }
}

/// Whether no cut, in either direction, separates the outcomes.
private func overlap(_ points: [(x: Double, y: Double)]) -> Bool {
  let (zeros, ones) = (points.filter { $0.y == 0 }.map(\.x), points.filter { $0.y == 1 }.map(\.x))
  guard let lowest0 = zeros.min(), let highest0 = zeros.max(), let lowest1 = ones.min(),
    let highest1 = ones.max()
  else { return false }
  return lowest1 < highest0 && lowest0 < highest1
}

private func newton(
  _ points: [(x: Double, y: Double)]
) -> (a: Double, b: Double, errorA: Double, errorB: Double)? {
  var (a, b) = (0.0, 1.0)
  for _ in 0..<50 {
    var (gradientA, gradientB, aa, ab, bb) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for point in points {
      let p = 1 / (1 + exp(-(a + b * point.x)))
      let weight = p * (1 - p)
      gradientA += point.y - p
      gradientB += (point.y - p) * point.x
      aa += weight
      ab += weight * point.x
      bb += weight * point.x * point.x
    }
    let determinant = aa * bb - ab * ab
    guard determinant > 0 else { return nil }
    let stepA = (bb * gradientA - ab * gradientB) / determinant
    let stepB = (aa * gradientB - ab * gradientA) / determinant
    guard stepA.isFinite, stepB.isFinite else { return nil }
    // A full step can overshoot from a poor start; half the distance is safe on a concave likelihood.
    let damping = min(1, 4 / max(abs(stepA), abs(stepB), 4))
    a += damping * stepA
    b += damping * stepB
    if abs(stepA) + abs(stepB) < 1e-13 * (1 + abs(a) + abs(b)) {
      return (a, b, (bb / determinant).squareRoot(), (aa / determinant).squareRoot())
    }
  }
  return nil
}

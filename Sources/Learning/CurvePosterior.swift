import Glibc
package import Statistics

/// The curve most plausible after the prior and the answers, and how sure that is.
///
/// The maximum a posteriori in logit A, logit s, ln τ; around it the posterior is taken for normal
/// (Laplace). With few answers the prior holds the asymptote below 1, where likelihood alone runs.
package struct CurvePosterior: Sendable {
  package let curve: ExponentialCurve
  /// logit A, logit s, ln τ, and their covariance, row-major.
  package let place: [Double]
  package let covariance: [Double]
  /// Log-likelihood plus log prior (without its constant) at the maximum.
  package let logPosterior: Double
  let blocks: [TrialBlock]
  let prior: CurvePrior

  /// Nil without sound blocks.
  package init?(_ blocks: [TrialBlock], prior: CurvePrior = CurvePrior()) {
    guard !blocks.isEmpty, blocks.allSatisfy(\.isSound) else { return nil }
    let starts = [20.0, 80, 300, 1200].map { [prior.asymptote.mean, prior.start.mean, log($0)] }
    let minima = starts.compactMap { start in
      Minimum.find(from: start, damping: 1e-2, limit: 300) { Self.shape(blocks, prior, at: $0) }
    }
    guard let best = minima.min(by: { $0.shape.value < $1.shape.value }),
      let covariance = best.covariance
    else { return nil }
    curve = Self.curve(best.place)
    place = best.place
    self.covariance = covariance
    logPosterior = -best.shape.value
    (self.blocks, self.prior) = (blocks, prior)
  }

  static func curve(_ place: [Double]) -> ExponentialCurve {
    ExponentialCurve(
      asymptote: logistic(place[0]), start: logistic(place[1]), trials: exp(place[2]))
  }

  /// Negative log posterior with exact derivatives.
  static func shape(_ blocks: [TrialBlock], _ prior: CurvePrior, at place: [Double]) -> LocalShape? {
    let curve = curve(place)
    guard curve.trials.isFinite, curve.trials > 0 else { return nil }
    var shape = LocalShape(value: 0, gradient: [0, 0, 0], curvature: Array(repeating: 0, count: 9))
    for (k, belief) in prior.all.enumerated() {
      let z = (place[k] - belief.mean) / belief.spread
      shape.value += z * z / 2
      shape.gradient[k] += z / belief.spread
      shape.curvature[k * 3 + k] += 1 / (belief.spread * belief.spread)
    }
    for block in blocks { add(block, curve, to: &shape) }
    return shape
  }

  private static func add(
    _ block: TrialBlock, _ curve: ExponentialCurve, to shape: inout LocalShape
  ) {
    let (a, s, u) = (curve.asymptote, curve.start, block.midtrial / curve.trials)
    let e = exp(-u)
    let p = a - (a - s) * e
    let (slopeA, slopeS) = (a * (1 - a), s * (1 - s))
    let first = [slopeA * (1 - e), slopeS * e, -(a - s) * e * u]
    let second = [
      slopeA * (1 - 2 * a) * (1 - e), 0, -slopeA * e * u,
      0, slopeS * (1 - 2 * s) * e, slopeS * e * u,
      -slopeA * e * u, slopeS * e * u, -(a - s) * e * u * (u - 1),
    ]
    let failures = block.trials - block.successes
    shape.value -=
      block.successes * log(p) + failures * log1p(-p) + logChoose(block.trials, block.successes)
    let pull = block.successes / p - failures / (1 - p)
    let weight = block.successes / (p * p) + failures / ((1 - p) * (1 - p))
    for i in 0..<3 {
      shape.gradient[i] -= pull * first[i]
      for j in 0..<3 {
        shape.curvature[i * 3 + j] += weight * first[i] * first[j] - pull * second[i * 3 + j]
      }
    }
  }

  /// Normal in the transformed parameters, so within 0...1 and above 0.
  package func laplace(confidence: Double = 0.95) -> CurveIntervals {
    let z = normalQuantile(0.5 + confidence / 2)
    func range(_ k: Int, _ back: (Double) -> Double) -> Interval {
      let half = z * covariance[k * 3 + k].squareRoot()
      return Interval(low: back(place[k] - half), high: back(place[k] + half))
    }
    return CurveIntervals(
      asymptote: range(0, logistic), start: range(1, logistic), trials: range(2) { exp($0) })
  }

  /// Where the posterior, maximised over the other two, falls by half the chi-square quantile.
  package func profile(confidence: Double = 0.95) -> CurveIntervals? {
    let z = normalQuantile(0.5 + confidence / 2)
    let drop = z * z / 2
    func range(_ k: Int, _ back: (Double) -> Double) -> Interval? {
      guard let low = edge(k, toward: -1, drop), let high = edge(k, toward: 1, drop) else {
        return nil
      }
      return Interval(low: back(low), high: back(high))
    }
    guard let asymptote = range(0, logistic), let start = range(1, logistic),
      let trials = range(2, { exp($0) })
    else { return nil }
    return CurveIntervals(asymptote: asymptote, start: start, trials: trials)
  }

  /// The prior bends every profile, so an edge is always found within some spreads.
  private func edge(_ k: Int, toward sign: Double, _ drop: Double) -> Double? {
    let spread = prior.all[k].spread
    var (inside, outside) = (place[k], place[k])
    var warm = place
    for _ in 0..<60 {
      outside += sign * spread / 4
      guard let fall = fall(k, at: outside, from: &warm) else { return nil }
      if fall > drop { break }
      inside = outside
    }
    for _ in 0..<50 {
      let middle = (inside + outside) / 2
      guard let fall = fall(k, at: middle, from: &warm) else { return nil }
      if fall > drop { outside = middle } else { inside = middle }
    }
    return (inside + outside) / 2
  }

  /// How far the posterior falls when one parameter is held and the others follow.
  private func fall(_ k: Int, at value: Double, from warm: inout [Double]) -> Double? {
    let free = (0..<3).filter { $0 != k }
    func whole(_ part: [Double]) -> [Double] {
      var place = warm
      place[k] = value
      for (index, slot) in free.enumerated() { place[slot] = part[index] }
      return place
    }
    let minimum = Minimum.find(from: free.map { warm[$0] }, damping: 1e-2, limit: 300) { part in
      guard let shape = Self.shape(blocks, prior, at: whole(part)) else { return nil }
      return LocalShape(
        value: shape.value, gradient: free.map { shape.gradient[$0] },
        curvature: free.flatMap { i in free.map { shape.curvature[i * 3 + $0] } })
    }
    guard let minimum else { return nil }
    warm = whole(minimum.place)
    return minimum.shape.value + logPosterior
  }
}

/// Intervals of the three parameters.
package struct CurveIntervals: Hashable, Sendable {
  package var asymptote: Interval
  package var start: Interval
  package var trials: Interval
}

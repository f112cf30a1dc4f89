import Glibc
import Statistics

/// The curve that fits the answers best, without any prior, and what the answers alone can say.
///
/// For a given τ the chance is linear in A and s, so the likelihood is concave in both and is climbed
/// exactly within 0...1; τ is searched over its whole range. Few answers leave the maximum at a
/// boundary, and `boundary` says so instead of a number pretending to be known.
package struct CurveLikelihood: Sendable {
  package let curve: ExponentialCurve
  package let logLikelihood: Double
  /// Why the maximum is no estimate; nil when it lies inside.
  package let boundary: String?
  /// In the parameters' own units, from the observed information; nil at a boundary.
  package let standardErrors: ExponentialCurve?
  private let surface: Surface

  package var aic: Double { 6 - 2 * logLikelihood }

  /// Nil with fewer than three sound blocks at different places: three unknowns cannot be told.
  package init?(_ blocks: [TrialBlock]) {
    guard blocks.allSatisfy(\.isSound), Set(blocks.map(\.midtrial)).count >= 3 else { return nil }
    surface = Surface(blocks)
    let rough = surface.best()
    let isInside = surface.boundary(of: rough.curve) == nil
    let polished = isInside ? Self.polished(rough.curve, blocks) : nil
    curve = polished?.curve ?? rough.curve
    standardErrors = polished?.errors
    logLikelihood = blocks.logLikelihood(curve)
    boundary = surface.boundary(of: curve)
  }

  /// The last digits, by Newton's method from the found place.
  private static func polished(_ rough: ExponentialCurve, _ blocks: [TrialBlock]) -> (
    curve: ExponentialCurve, errors: ExponentialCurve
  )? {
    let start = [logit(rough.asymptote), logit(rough.start), log(rough.trials)]
    let minimum = Minimum.find(from: start, damping: 1e-6, limit: 100) {
      CurvePosterior.shape(blocks, .flat, at: $0)
    }
    guard let minimum, let covariance = minimum.covariance,
      zip(minimum.place, start).allSatisfy({ abs($0 - $1) < 0.01 })
    else { return nil }
    let curve = CurvePosterior.curve(minimum.place)
    let spread = (0..<3).map { covariance[$0 * 4].squareRoot() }
    return (
      curve,
      ExponentialCurve(
        asymptote: curve.asymptote * (1 - curve.asymptote) * spread[0],
        start: curve.start * (1 - curve.start) * spread[1], trials: curve.trials * spread[2])
    )
  }

  /// Where the likelihood, maximised over the other two, falls by half the chi-square quantile.
  ///
  /// An end that equals its boundary (0 or 1, or the searched range of τ) is open: the answers set no
  /// limit on that side.
  package func profile(confidence: Double = 0.95) -> CurveIntervals {
    let z = normalQuantile(0.5 + confidence / 2)
    let floor = logLikelihood - z * z / 2
    return CurveIntervals(
      asymptote: edges(curve.asymptote, 0, 1) { surface.best(asymptote: $0).value >= floor },
      start: edges(curve.start, 0, 1) { surface.best(start: $0).value >= floor },
      trials: edges(log(curve.trials), surface.logTrials.lowerBound, surface.logTrials.upperBound) {
        surface.best(logTrials: $0).value >= floor
      }.mapped(exp))
  }

  private func edges(
    _ middle: Double, _ low: Double, _ high: Double, _ isInside: (Double) -> Bool
  ) -> Interval {
    func edge(_ end: Double) -> Double {
      if isInside(end) { return end }
      var (inside, outside) = (middle, end)
      for _ in 0..<40 {
        let between = (inside + outside) / 2
        if isInside(between) { inside = between } else { outside = between }
      }
      return (inside + outside) / 2
    }
    return Interval(low: edge(low), high: edge(high))
  }
}

extension Interval {
  func mapped(_ change: (Double) -> Double) -> Interval {
    Interval(low: change(low), high: change(high))
  }
}

/// The likelihood over A, s and τ.
private struct Surface: Sendable {
  let blocks: [TrialBlock]
  /// The range in which τ is searched: from levelling off before the first block to a straight line.
  let logTrials: ClosedRange<Double>

  typealias Point = (curve: ExponentialCurve, value: Double)

  init(_ blocks: [TrialBlock]) {
    self.blocks = blocks
    let places = blocks.map(\.midtrial).filter { $0 > 0 }
    let (first, last) = (places.min() ?? 1, places.max() ?? 1)
    logTrials = log(first / 5)...log(last * 50)
  }

  func boundary(of curve: ExponentialCurve) -> String? {
    if curve.asymptote > 1 - 1e-6 {
      return "The best-fitting curve ends at the boundary 1: these answers alone do not tell where "
        + "it levels off."
    }
    if curve.asymptote < 1e-6 {
      return "The best-fitting curve ends at the boundary 0."
    }
    if curve.start < 1e-6 || curve.start > 1 - 1e-6 {
      return "The best-fitting curve starts at the boundary \(curve.start < 0.5 ? 0 : 1)."
    }
    if log(curve.trials) > logTrials.upperBound - 1e-3 {
      return "The best-fitting curve is a straight line: no levelling-off is seen yet."
    }
    if log(curve.trials) < logTrials.lowerBound + 1e-3 || abs(curve.asymptote - curve.start) < 1e-6 {
      return "The best-fitting curve is flat: these answers show no change."
    }
    return nil
  }

  func best() -> Point { overTrials { best(logTrials: $0) } }

  func best(asymptote: Double) -> Point {
    overTrials { logTrials in
      let fade = fades(logTrials)
      return point(asymptote, bestStart(asymptote, fade), logTrials)
    }
  }

  func best(start: Double) -> Point {
    overTrials { logTrials in
      let fade = fades(logTrials)
      let asymptote = climb {
        let slopes = slopes($0, start, fade)
        return (slopes.a, slopes.aa)
      }
      return point(asymptote, start, logTrials)
    }
  }

  /// Both ends for one τ: the best start is found for every asymptote tried.
  func best(logTrials: Double) -> Point {
    let fade = fades(logTrials)
    let asymptote = climb { asymptote in
      let start = bestStart(asymptote, fade)
      let slopes = slopes(asymptote, start, fade)
      // Along the ridge the start follows, unless it is held by a boundary.
      let follows = start > 0 && start < 1 && slopes.ss < 0
      return (slopes.a, slopes.aa - (follows ? slopes.cross * slopes.cross / slopes.ss : 0))
    }
    return point(asymptote, bestStart(asymptote, fade), logTrials)
  }

  private func bestStart(_ asymptote: Double, _ fade: [Double]) -> Double {
    climb {
      let slopes = slopes(asymptote, $0, fade)
      return (slopes.s, slopes.ss)
    }
  }

  private func point(_ asymptote: Double, _ start: Double, _ logTrials: Double) -> Point {
    let curve = ExponentialCurve(asymptote: asymptote, start: start, trials: exp(logTrials))
    return (curve, blocks.logLikelihood(curve))
  }

  private func fades(_ logTrials: Double) -> [Double] {
    blocks.map { exp(-$0.midtrial * exp(-logTrials)) }
  }

  /// First and second derivatives of the likelihood in A and s.
  private func slopes(_ asymptote: Double, _ start: Double, _ fade: [Double]) -> Slopes {
    var sum = Slopes()
    for (block, e) in zip(blocks, fade) {
      let p = asymptote * (1 - e) + start * e
      let failures = block.trials - block.successes
      let up = block.successes > 0 ? block.successes / max(p, 1e-100) : 0
      let down = failures > 0 ? failures / max(1 - p, 1e-100) : 0
      let bend = up / max(p, 1e-100) + down / max(1 - p, 1e-100)
      sum.a += (up - down) * (1 - e)
      sum.s += (up - down) * e
      sum.aa -= bend * (1 - e) * (1 - e)
      sum.ss -= bend * e * e
      sum.cross -= bend * e * (1 - e)
    }
    return sum
  }

  private struct Slopes {
    var (a, s, aa, ss, cross) = (0.0, 0.0, 0.0, 0.0, 0.0)
  }

  /// The place within 0...1 where a falling slope passes 0, or the end it points to: Newton's method,
  /// halving wherever that would leave the bracket or hardly narrows it.
  private func climb(_ shape: (Double) -> (slope: Double, bend: Double)) -> Double {
    if shape(1).slope >= 0 { return 1 }
    if shape(0).slope <= 0 { return 0 }
    var (low, high, here) = (0.0, 1.0, 0.5)
    for _ in 0..<60 {
      let (slope, bend) = shape(here)
      if slope > 0 { low = here } else { high = here }
      let newton = bend < 0 ? here - slope / bend : -1
      let next = newton > low && newton < high ? newton : (low + high) / 2
      if abs(next - here) < 1e-14 { return next }
      here = next
    }
    return here
  }

  /// A coarse search over the whole range of τ, then golden sections around its best.
  private func overTrials(_ best: (Double) -> Point) -> Point {
    let (count, reach) = (24, logTrials.upperBound - logTrials.lowerBound)
    let grid = (0...count).map { logTrials.lowerBound + reach * Double($0) / Double(count) }
    let points = grid.map(best)
    let peak = points.indices.max { points[$0].value < points[$1].value } ?? 0
    var (low, high) = (grid[max(0, peak - 1)], grid[min(count, peak + 1)])
    let ratio = (5.0.squareRoot() - 1) / 2
    var (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
    var (atA, atB) = (best(a), best(b))
    while high - low > 1e-7 {
      if atA.value > atB.value {
        (high, b, atB) = (b, a, atA)
        a = high - ratio * (high - low)
        atA = best(a)
      } else {
        (low, a, atA) = (a, b, atB)
        b = low + ratio * (high - low)
        atB = best(b)
      }
    }
    let found = atA.value > atB.value ? atA : atB
    return points[peak].value > found.value ? points[peak] : found
  }
}

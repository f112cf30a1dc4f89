/// Shrout and Fleiss' six intraclass correlations of k raters on the same things (*Psychol. Bull.*,
/// 1979); intervals as there and in McGraw and Wong (*Psychol. Methods*, 1996).
package struct IntraclassCorrelation: Hashable, Sendable {
  package enum Form: String, CaseIterable, Hashable, Sendable {
    /// One-way; two-way random raters, absolute agreement; two-way fixed raters, consistency. With
    /// `k`, of the mean of the k raters.
    case icc1 = "ICC1"
    case icc2 = "ICC2"
    case icc3 = "ICC3"
    case icc1k = "ICC1k"
    case icc2k = "ICC2k"
    case icc3k = "ICC3k"
  }

  package let value: Double
  package let f: Double
  package let df1: Double
  package let df2: Double
  package let p: Double
  package let interval: Interval
}

/// The analysis of variance of a complete things × raters table.
package struct RaterVariance: Hashable, Sendable {
  package let things: Int
  package let raters: Int
  /// Mean squares: between things, between raters, within things, and what remains.
  package let between: Double
  package let raterSquare: Double
  package let within: Double
  package let residual: Double

  /// - Parameter rows: a row a thing, the same two or more raters in each.
  package init(_ rows: [[Double]]) throws(Undefined) {
    let k = rows.first?.count ?? 0
    guard k > 1, rows.allSatisfy({ $0.count == k }) else {
      throw Undefined("Needs the same two or more raters for everything measured.")
    }
    guard rows.count > 1 else { throw Undefined("Needs at least two things measured.") }
    let (n, kd) = (Double(rows.count), Double(k))
    let means = rows.map { $0.reduce(0, +) / kd }
    let raterMeans = (0..<k).map { rater in rows.reduce(0) { $0 + $1[rater] } / n }
    let withinSquares = zip(rows, means).reduce(0.0) { sum, row in
      sum + row.0.reduce(0) { $0 + ($1 - row.1) * ($1 - row.1) }
    }
    things = rows.count
    raters = k
    between = sampleVariance(means) * kd
    raterSquare = sampleVariance(raterMeans) * n
    within = withinSquares / (n * (kd - 1))
    residual = max(0, (withinSquares - raterSquare * (kd - 1)) / ((n - 1) * (kd - 1)))
  }

  package func correlation(_ form: IntraclassCorrelation.Form, confidence: Double = 0.95)
    throws(Undefined) -> IntraclassCorrelation
  {
    let error = form == .icc1 || form == .icc1k ? within : residual
    guard between > 0 || error > 0 else { throw Undefined("All measurements are equal.") }
    guard error > 0 else {
      throw Undefined("The raters agree without any error: the correlation has no uncertainty.")
    }
    let (n, k) = (Double(things), Double(raters))
    let df1 = n - 1
    let df2 = form == .icc1 || form == .icc1k ? n * (k - 1) : (n - 1) * (k - 1)
    let f = between / error
    let tail = 0.5 + confidence / 2
    let ratio = Interval(
      low: f / fisherQuantile(tail, df1, df2), high: f * fisherQuantile(tail, df2, df1))
    let estimate: (value: Double, interval: Interval)
    switch form {
    case .icc1, .icc3:
      estimate = (single(f), Interval(low: single(ratio.low), high: single(ratio.high)))
    case .icc1k, .icc3k:
      estimate = (1 - 1 / f, Interval(low: 1 - 1 / ratio.low, high: 1 - 1 / ratio.high))
    case .icc2:
      estimate = (absolute, absoluteInterval(tail))
    case .icc2k:
      let one = absoluteInterval(tail)
      estimate = (
        (between - residual) / (between + (raterSquare - residual) / n),
        Interval(low: stepped(one.low), high: stepped(one.high))
      )
    }
    return IntraclassCorrelation(
      value: estimate.value, f: f, df1: df1, df2: df2, p: fisherTail(f, df1, df2),
      interval: estimate.interval)
  }

  private func single(_ f: Double) -> Double { (f - 1) / (f + Double(raters) - 1) }

  /// Spearman and Brown: from one rater to the mean of all.
  private func stepped(_ one: Double) -> Double {
    one * Double(raters) / (1 + one * Double(raters - 1))
  }

  private var absolute: Double {
    let (n, k) = (Double(things), Double(raters))
    return (between - residual) / (between + (k - 1) * residual + k * (raterSquare - residual) / n)
  }

  private func absoluteInterval(_ tail: Double) -> Interval {
    let (n, k, icc) = (Double(things), Double(raters), absolute)
    let f = raterSquare / residual
    let base = n * (1 + (k - 1) * icc) - k * icc
    let top = k * icc * f + base
    let bottom = (n - 1) * k * k * icc * icc * f * f + base * base
    let v = (k - 1) * (n - 1) * top * top / bottom
    let (lower, upper) = (fisherQuantile(tail, n - 1, v), fisherQuantile(tail, v, n - 1))
    let noise = k * raterSquare + (k * n - k - n) * residual
    return Interval(
      low: n * (between - lower * residual) / (lower * noise + n * between),
      high: n * (upper * between - residual) / (noise + n * upper * between))
  }
}

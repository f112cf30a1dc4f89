/// The area under the receiver operating characteristic, with DeLong's variance.
///
/// The share of pairs, one malignant case and one not, in which the malignant one was rated higher;
/// a tie counts half (Wilcoxon). Variance and covariance after DeLong, DeLong and Clarke-Pearson
/// (*Biometrics*, 1988). O(n log n).
package struct ReceiverCurve: Hashable, Sendable {
  package let area: Double
  /// Nil with fewer than two cases of either kind, and where it is 0: a perfect separation says
  /// nothing about its own uncertainty.
  package let variance: Double?
  /// Per positive: share of negatives rated below it. Per negative: share of positives above it.
  private let placements: (positive: [Double], negative: [Double])

  /// Nil without at least one case of each kind, or with a rating that is no number.
  package init?(positive: [Double], negative: [Double]) {
    guard !positive.isEmpty, !negative.isEmpty,
      (positive + negative).allSatisfy({ !$0.isNaN })
    else { return nil }
    let below = placement(of: positive, among: negative.sorted())
    let above = placement(of: negative, among: positive.sorted()).map { 1 - $0 }
    area = below.reduce(0, +) / Double(below.count)
    placements = (below, above)
    let spread = Self.covariance(placements, placements)
    variance = spread.flatMap { $0 > 1e-15 ? $0 : nil }
  }

  package func interval(confidence: Double = 0.95) -> Interval? {
    guard let variance else { return nil }
    let half = normalQuantile(0.5 + confidence / 2) * variance.squareRoot()
    return Interval(low: max(0, area - half), high: min(1, area + half))
  }

  /// The area without each case, positive cases first; nil with fewer than two cases of either kind.
  package var withoutCase: [Double]? {
    guard placements.positive.count > 1, placements.negative.count > 1 else { return nil }
    return meansWithoutOne(placements.positive) + meansWithoutOne(placements.negative)
  }

  /// How two curves over the same cases, in the same order, vary together; nil otherwise.
  package func covariance(with other: ReceiverCurve) -> Double? {
    guard placements.positive.count == other.placements.positive.count,
      placements.negative.count == other.placements.negative.count
    else { return nil }
    return Self.covariance(placements, other.placements)
  }

  /// The paired test of two curves over the same cases: z, two-sided p and the standard error of the
  /// difference; nil when the difference does not vary.
  package func difference(
    from other: ReceiverCurve
  ) -> (z: Double, p: Double, standardError: Double)? {
    guard let mine = variance, let theirs = other.variance,
      let shared = covariance(with: other), mine + theirs - 2 * shared > 1e-15
    else { return nil }
    let standardError = (mine + theirs - 2 * shared).squareRoot()
    let z = (area - other.area) / standardError
    return (z, 2 * normalProbability(-abs(z)), standardError)
  }

  private static func covariance(
    _ a: (positive: [Double], negative: [Double]), _ b: (positive: [Double], negative: [Double])
  ) -> Double? {
    guard a.positive.count > 1, a.negative.count > 1 else { return nil }
    return sampleCovariance(a.positive, b.positive) / Double(a.positive.count)
      + sampleCovariance(a.negative, b.negative) / Double(a.negative.count)
  }

  package static func == (a: Self, b: Self) -> Bool {
    a.placements.positive == b.placements.positive && a.placements.negative == b.placements.negative
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(placements.positive)
    hasher.combine(placements.negative)
  }
}

private func meansWithoutOne(_ values: [Double]) -> [Double] {
  let sum = values.reduce(0, +)
  return values.map { (sum - $0) / Double(values.count - 1) }
}

/// The share of `others` (ascending) below each value, ties counted half.
private func placement(of values: [Double], among others: [Double]) -> [Double] {
  values.map { value in
    let below = partition(others) { $0 < value }
    let upTo = partition(others) { $0 <= value }
    return Double(below + upTo) / Double(2 * others.count)
  }
}

/// How many leading elements satisfy a condition that holds for a prefix only.
private func partition(_ sorted: [Double], where holds: (Double) -> Bool) -> Int {
  var (low, high) = (0, sorted.count)
  while low < high {
    let middle = (low + high) / 2
    if holds(sorted[middle]) { low = middle + 1 } else { high = middle }
  }
  return low
}

private func sampleCovariance(_ a: [Double], _ b: [Double]) -> Double {
  let n = Double(a.count)
  let (meanA, meanB) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
  return zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) } / (n - 1)
}

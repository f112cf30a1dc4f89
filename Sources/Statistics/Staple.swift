import Glibc

/// One outline from several, with each rater's sensitivity and specificity to it.
///
/// STAPLE (Warfield, Zou and Wells, *IEEE TMI*, 2004) for two labels: give it the pixels of a region
/// about the lesion, because over a whole image nearly every pixel is background and specificity says
/// nothing.
package struct Staple: Hashable, Sendable {
  /// Probability that each pixel belongs to the lesion.
  package let probability: [Double]
  package let sensitivity: [Double]
  package let specificity: [Double]
  package let iterations: Int

  /// - Parameters:
  ///   - masks: one a rater, all over the same pixels.
  ///   - prior: share of lesion; nil takes the mean over raters and pixels.
  package init(_ masks: [[Bool]], prior: Double? = nil, limit: Int = 1000) throws(Undefined) {
    let pixels = masks.first?.count ?? 0
    guard masks.count > 1, pixels > 0, masks.allSatisfy({ $0.count == pixels }) else {
      throw Undefined("Needs at least two outlines over the same pixels.")
    }
    let marked = masks.reduce(0) { $0 + $1.count { $0 } }
    let share = prior ?? Double(marked) / Double(masks.count * pixels)
    guard share > 0, share < 1 else {
      throw Undefined("Every pixel has the same label in all outlines.")
    }
    // Pixels with the same labels share one probability; few patterns occur. Sorted, because the order
    // of a sum shows in its last digits.
    let patterns = Dictionary(grouping: 0..<pixels) { pixel in masks.map { $0[pixel] } }
      .map { (labels: $0.key, pixels: $0.value) }.sorted { $0.pixels[0] < $1.pixels[0] }
    var (p, q) = (
      [Double](repeating: 0.99999, count: masks.count), [Double](repeating: 0.99999, count: masks.count)
    )
    var weights: [Double] = []
    var (steps, change) = (0, Double.infinity)
    while steps < limit, change > 1e-12 {
      weights = patterns.map { lesionProbability($0.labels, p, q, prior: share) }
      let next = rates(patterns.map { ($0.labels, Double($0.pixels.count)) }, weights, (p, q))
      change = zip(p + q, next.p + next.q).reduce(0) { max($0, abs($1.0 - $1.1)) }
      (p, q) = next
      steps += 1
    }
    var probability = [Double](repeating: 0, count: pixels)
    for (pattern, weight) in zip(patterns, weights) {
      for pixel in pattern.pixels { probability[pixel] = weight }
    }
    (self.probability, sensitivity, specificity, iterations) = (probability, p, q, steps)
  }
}

private func lesionProbability(
  _ labels: [Bool], _ p: [Double], _ q: [Double], prior: Double
) -> Double {
  var (lesion, background) = (log(prior), log1p(-prior))
  for (rater, isMarked) in labels.enumerated() {
    lesion += log(isMarked ? p[rater] : 1 - p[rater])
    background += log(isMarked ? 1 - q[rater] : q[rater])
  }
  // Both can be impossible when raters who never err contradict each other: then nothing is known.
  guard lesion > -.infinity || background > -.infinity else { return prior }
  return 1 / (1 + exp(background - lesion))
}

/// Each rater's sensitivity and specificity; kept as before where no pixel tells.
private func rates(
  _ patterns: [(labels: [Bool], count: Double)], _ weights: [Double], _ last: (p: [Double], q: [Double])
) -> (p: [Double], q: [Double]) {
  let lesion = zip(patterns, weights).reduce(0) { $0 + $1.0.count * $1.1 }
  let background = zip(patterns, weights).reduce(0) { $0 + $1.0.count * (1 - $1.1) }
  var (p, q) = last
  for rater in p.indices {
    var (hits, rejections) = (0.0, 0.0)
    for (pattern, weight) in zip(patterns, weights) {
      if pattern.labels[rater] {
        hits += pattern.count * weight
      } else {
        rejections += pattern.count * (1 - weight)
      }
    }
    if lesion > 0 { p[rater] = hits / lesion }
    if background > 0 { q[rater] = rejections / background }
  }
  return (p, q)
}

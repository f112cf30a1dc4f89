/// A figure of merit of one reader over a set of cases, with what it becomes when one case is left
/// out: all that the analyses of many readers need to know of a figure.
///
/// Jackknife values come from sums kept per case, never from computing the figure again.
package struct CaseFigure: Hashable, Sendable {
  package let value: Double
  /// One per case that the figure depends on, in the order of the cases; nil where leaving out a case
  /// would leave none of its kind.
  package let withoutCase: [Double]?

  package init(value: Double, withoutCase: [Double]?) {
    self.value = value
    self.withoutCase = withoutCase
  }

  /// The area under a receiver operating characteristic: positive cases first, then negative.
  package init(_ curve: ReceiverCurve) {
    self.init(value: curve.area, withoutCase: curve.withoutCase)
  }

  /// A ratio of sums over cases.
  ///
  /// - Parameter shares: each case's part of numerator and denominator; the denominators together are
  ///   more than 0.
  init(ratioOf shares: [(numerator: Double, denominator: Double)]) {
    let top = shares.reduce(0) { $0 + $1.numerator }
    let bottom = shares.reduce(0) { $0 + $1.denominator }
    let canLeaveOut = shares.allSatisfy { bottom - $0.denominator > 0 }
    self.init(
      value: top / bottom,
      withoutCase: canLeaveOut
        ? shares.map { (top - $0.numerator) / (bottom - $0.denominator) } : nil)
  }
}

/// The share of pairs, one negative and one positive rating, in which the positive one is higher; a
/// tie counts half, and each positive counts with its weight.
///
/// Several ratings may belong to one case. O(n log n).
struct WeightedPairs {
  /// At most one a case.
  struct Negative {
    var caseIndex: Int
    var rating: Double
  }
  struct Positive {
    var caseIndex: Int
    var rating: Double
    var weight: Double
  }

  /// - Parameter units: what the positives of each case are worth together: 1 where a case counts as
  ///   one, the number of its lesions where each lesion does.
  static func figure(
    _ negatives: [Negative], _ positives: [Positive], units: [Double]
  ) -> CaseFigure {
    var lost = [Double](repeating: 0, count: units.count)
    var negativesOfCase = [Double](repeating: 0, count: units.count)
    let total = addWins(negatives, positives, to: &lost)
    for negative in negatives { negativesOfCase[negative.caseIndex] += 1 }
    let (allNegatives, allUnits) = (Double(negatives.count), units.reduce(0, +))
    let withoutCase = units.indices.map { index in
      (total - lost[index])
        / ((allNegatives - negativesOfCase[index]) * (allUnits - units[index]))
    }
    return CaseFigure(
      value: total / (allNegatives * allUnits),
      withoutCase: withoutCase.allSatisfy(\.isFinite) ? withoutCase : nil)
  }

  /// Adds the wins that involve each case to `wins`, and returns all of them.
  private static func addWins(
    _ negatives: [Negative], _ positives: [Positive], to wins: inout [Double]
  ) -> Double {
    let low = negatives.sorted { $0.rating < $1.rating }
    let high = positives.sorted { $0.rating < $1.rating }
    var total = 0.0
    var (below, upTo) = (0, 0)
    for positive in high {
      while below < low.count, low[below].rating < positive.rating { below += 1 }
      while upTo < low.count, low[upTo].rating <= positive.rating { upTo += 1 }
      let won = positive.weight * Double(below + upTo) / 2
      wins[positive.caseIndex] += won
      total += won
    }
    let all = positives.reduce(0) { $0 + $1.weight }
    var (weightBelow, weightUpTo) = (0.0, 0.0)
    (below, upTo) = (0, 0)
    for negative in low {
      while below < high.count, high[below].rating < negative.rating {
        weightBelow += high[below].weight
        below += 1
      }
      while upTo < high.count, high[upTo].rating <= negative.rating {
        weightUpTo += high[upTo].weight
        upTo += 1
      }
      wins[negative.caseIndex] += all - (weightBelow + weightUpTo) / 2
    }
    subtractOwn(negatives, positives, from: &wins)
    return total
  }

  /// A pair within one case was counted for its negative and for its positive.
  private static func subtractOwn(
    _ negatives: [Negative], _ positives: [Positive], from wins: inout [Double]
  ) {
    var own = [Double?](repeating: nil, count: wins.count)
    for negative in negatives { own[negative.caseIndex] = negative.rating }
    for positive in positives {
      guard let rating = own[positive.caseIndex] else { continue }
      let share = rating < positive.rating ? 1 : rating == positive.rating ? 0.5 : 0
      wins[positive.caseIndex] -= positive.weight * share
    }
  }
}

import Glibc

/// What several raters said about the same items: the agreement of all of them together.
package struct RatingTable: Hashable, Sendable {
  /// How many levels the scale has, used or not.
  package let levels: Int
  /// Items × raters: the index of a level, nil where not rated.
  package let ratings: [[Int?]]

  /// - Parameter ratings: a row an item, each with one cell a rater.
  package init(_ ratings: [[Int?]], levels: Int) {
    self.levels = levels
    self.ratings = ratings
  }

  package var raters: Int { ratings.first?.count ?? 0 }

  /// The levels two raters gave to the items that both rated.
  package func pairs(_ first: Int, _ second: Int) -> [(Int, Int)] {
    ratings.compactMap { row in
      row[first].flatMap { a in row[second].map { (a, $0) } }
    }
  }

  /// How often each level was given to each item, items × levels.
  var counts: [[Double]] {
    ratings.map { row in
      var counts = [Double](repeating: 0, count: levels)
      for case let level? in row { counts[level] += 1 }
      return counts
    }
  }
}

/// An agreement coefficient with its uncertainty.
package struct AgreementCoefficient: Hashable, Sendable {
  package let value: Double
  /// Items that entered.
  package let items: Int
  package let standardError: Double
  package let interval: Interval
}

extension RatingTable {
  /// Fleiss' kappa (*Psychol. Bull.*, 1971) over the items that every rater rated, with the standard
  /// error under chance of Fleiss, Nee and Landis (1979).
  package func fleiss() throws(Undefined) -> (
    value: Double, items: Int, standardError: Double, z: Double, p: Double
  ) {
    let complete = RatingTable(ratings.filter { $0.allSatisfy { $0 != nil } }, levels: levels)
    guard raters > 1 else { throw Undefined("Needs at least two raters.") }
    guard !complete.ratings.isEmpty else { throw Undefined("No item was rated by every rater.") }
    let (n, m, counts) = (Double(complete.ratings.count), Double(raters), complete.counts)
    let shares = (0..<levels).map { level in counts.reduce(0) { $0 + $1[level] } / (n * m) }
    let expected = shares.reduce(0) { $0 + $1 * $1 }
    guard expected < 1 - 1e-12 else { throw Undefined("Only one level was ever used.") }
    let observed =
      counts.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * ($1 - 1) } } / (n * m * (m - 1))
    let value = (observed - expected) / (1 - expected)
    let mixed = shares.reduce(0) { $0 + $1 * (1 - $1) }
    let skewed = shares.reduce(0) { $0 + $1 * (1 - $1) * (1 - 2 * $1) }
    let variance = 2 * (mixed * mixed - skewed) / (n * m * (m - 1) * mixed * mixed)
    let error = max(0, variance).squareRoot()
    let z = error > 0 ? value / error : 0
    return (value, Int(n), error, z, 2 * normalProbability(-abs(z)))
  }

  /// Gwet's AC1 (unweighted) and AC2 (*Br. J. Math. Stat. Psychol.*, 2008; *Handbook of Inter-Rater
  /// Reliability*, 2014), missing cells allowed; t on items less one degrees of freedom.
  package func gwet(_ weights: Disagreement, confidence: Double = 0.95) throws(Undefined)
    -> AgreementCoefficient
  {
    let counts = self.counts.filter { $0.contains { $0 > 0 } }
    let pairable = counts.count { $0.reduce(0, +) > 1 }
    guard raters > 1 else { throw Undefined("Needs at least two raters.") }
    guard pairable > 0 else { throw Undefined("No item was rated by two raters.") }
    guard levels > 1 else { throw Undefined("The scale has one level only.") }
    let terms = GwetTerms(counts, pairable: pairable, weights: weights)
    guard terms.expected > 0 else { throw Undefined("Only one level was ever used.") }
    let n = Double(counts.count)
    let influence = terms.influence
    let squares = influence.reduce(0) {
      $0 + ($1 - terms.coefficient) * ($1 - terms.coefficient)
    }
    guard n > 1 else { throw Undefined("Needs at least two items.") }
    let error = (squares / (n * (n - 1))).squareRoot()
    let reach = studentQuantile(0.5 + confidence / 2, df: n - 1) * error
    return AgreementCoefficient(
      value: terms.coefficient, items: counts.count, standardError: error,
      interval: Interval(low: terms.coefficient - reach, high: min(1, terms.coefficient + reach)))
  }
}

/// The parts of Gwet's coefficient, item by item.
private struct GwetTerms {
  let coefficient: Double
  let expected: Double
  /// What each item contributes; the spread about the coefficient gives its variance.
  let influence: [Double]

  init(_ counts: [[Double]], pairable: Int, weights: Disagreement) {
    let (n, q) = (Double(counts.count), counts[0].count)
    let weight = (0..<q).map { a in (0..<q).map { weights.agreement(a, $0, levels: q) } }
    let scale = weight.joined().reduce(0, +) / Double(q * (q - 1))
    let totals = counts.map { $0.reduce(0, +) }
    let shares = (0..<q).map { level in
      zip(counts, totals).reduce(0) { $0 + $1.0[level] / $1.1 } / n
    }
    let chance = scale * shares.reduce(0) { $0 + $1 * (1 - $1) }
    let agreement = zip(counts, totals).map { row, total in
      guard total > 1 else { return 0.0 }
      let agreeing = row.indices.reduce(0.0) { sum, level in
        let weighted = zip(weight[level], row).reduce(0) { $0 + $1.0 * $1.1 }
        return sum + row[level] * (weighted - 1)
      }
      return agreeing / (total * (total - 1))
    }
    let observed = agreement.reduce(0, +) / Double(pairable)
    let coefficient = (observed - chance) / (1 - chance)
    influence = counts.indices.map { item in
      let hasPair = totals[item] > 1
      let own = n / Double(pairable) * (agreement[item] - (hasPair ? chance : 0)) / (1 - chance)
      let mixed = scale * zip(counts[item], shares).reduce(0) { $0 + $1.0 * (1 - $1.1) } / totals[item]
      return own - 2 * (1 - coefficient) * (mixed - chance) / (1 - chance)
    }
    (self.coefficient, expected) = (coefficient, chance)
  }
}

/// Tests of proportions measured twice or more on the same cases.

/// McNemar's test of two yes-or-no results on the same cases (*Psychometrika*, 1947).
package struct McNemar: Hashable, Sendable {
  /// Cases with the first result only, and with the second only; equal cases say nothing.
  package let firstOnly: Int
  package let secondOnly: Int

  package init(firstOnly: Int, secondOnly: Int) {
    self.firstOnly = max(0, firstOnly)
    self.secondOnly = max(0, secondOnly)
  }

  /// Exact two-sided p; 1 without a discordant case.
  package var exactP: Double { binomialTest(firstOnly, of: firstOnly + secondOnly) }

  /// The chi-square statistic on one degree of freedom; nil without a discordant case.
  package func chiSquare(corrected: Bool) -> (statistic: Double, p: Double)? {
    guard firstOnly + secondOnly > 0 else { return nil }
    let gap = max(0, abs(Double(firstOnly - secondOnly)) - (corrected ? 1 : 0))
    let statistic = gap * gap / Double(firstOnly + secondOnly)
    return (statistic, chiSquareTail(statistic, df: 1))
  }
}

/// Cochran's Q: do several yes-or-no results on the same cases share one rate (*Biometrika*, 1950)?
///
/// - Parameter rows: a row a case, a column a condition.
package func cochranQ(_ rows: [[Bool]]) throws(Undefined) -> (q: Double, df: Int, p: Double) {
  let k = rows.first?.count ?? 0
  guard k > 1, rows.allSatisfy({ $0.count == k }) else {
    throw Undefined("Needs the same two or more conditions on every case.")
  }
  let perCase = rows.map { Double($0.count { $0 }) }
  let perCondition = (0..<k).map { column in Double(rows.count { $0[column] }) }
  let total = perCase.reduce(0, +)
  let within = perCase.reduce(0) { $0 + $1 * (Double(k) - $1) }
  guard within > 0 else { throw Undefined("Every case has the same result in all conditions.") }
  let between = perCondition.reduce(0) { sum, count in
    let gap = count - total / Double(k)
    return sum + gap * gap
  }
  let q = Double(k * (k - 1)) * between / within
  return (q, k - 1, chiSquareTail(q, df: Double(k - 1)))
}

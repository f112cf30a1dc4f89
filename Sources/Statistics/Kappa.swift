import Glibc

/// How far two labels of one scale lie apart.
package enum Disagreement: String, CaseIterable, Hashable, Sendable {
  /// All or nothing; in steps; in squared steps.
  case unweighted, linear, quadratic

  /// 1 for equal labels, 0 for the two ends of a scale of `levels`.
  func agreement(_ a: Int, _ b: Int, levels: Int) -> Double {
    let steps = Double(abs(a - b)) / Double(max(levels - 1, 1))
    switch self {
    case .unweighted: return a == b ? 1 : 0
    case .linear: return 1 - steps
    case .quadratic: return 1 - steps * steps
    }
  }
}

/// Cohen's kappa of two raters over the *full* scale of a lexicon: leaving out a level nobody used
/// changes the weighted figures.
///
/// Standard errors after Fleiss, Cohen and Everitt (*Psychol. Bull.*, 1969).
package struct Kappa: Hashable, Sendable {
  package let value: Double
  package let items: Int
  package let observedAgreement: Double
  package let expectedAgreement: Double
  package let standardError: Double
  package let interval: Interval
  /// Against agreement by chance; nil where the standard error under it is 0.
  package let test: Test?

  package struct Test: Hashable, Sendable {
    package let standardError: Double
    package let z: Double
    package let p: Double
  }

  /// - Parameters:
  ///   - pairs: indices of the levels two raters gave to the same items.
  ///   - levels: how many the scale has.
  package init(
    _ pairs: [(Int, Int)], levels: Int, weights: Disagreement, confidence: Double = 0.95
  ) throws(Undefined) {
    guard !pairs.isEmpty else { throw Undefined("The two raters share no item.") }
    let table = Table(pairs, levels: levels, weights: weights)
    guard table.expected < 1 - 1e-12 else {
      throw Undefined("Both raters used one and the same level only.")
    }
    let n = Double(pairs.count)
    let rest = 1 - table.expected
    let value = (table.observed - table.expected) / rest
    let error = (max(0, table.spread(kappa: value)) / n).squareRoot() / rest
    let reach = normalQuantile(0.5 + confidence / 2) * error
    let chance = (max(0, table.spreadByChance) / n).squareRoot() / rest
    (self.value, items, standardError) = (value, pairs.count, error)
    (observedAgreement, expectedAgreement) = (table.observed, table.expected)
    interval = Interval(low: max(-1, value - reach), high: min(1, value + reach))
    test =
      chance > 0
      ? Test(
        standardError: chance, z: value / chance, p: 2 * normalProbability(-abs(value / chance)))
      : nil
  }
}

/// Shares of the items by the two raters' levels, with the weight of each cell.
private struct Table {
  private let levels: Int
  private let shares: [Double]
  private let rows: [Double]
  private let columns: [Double]
  private let weights: [Double]
  let observed: Double
  let expected: Double

  init(_ pairs: [(Int, Int)], levels: Int, weights kind: Disagreement) {
    var shares = [Double](repeating: 0, count: levels * levels)
    for (a, b) in pairs { shares[a * levels + b] += 1 / Double(pairs.count) }
    let rows = (0..<levels).map { row in
      shares[row * levels..<(row + 1) * levels].reduce(0, +)
    }
    let columns = (0..<levels).map { column in
      (0..<levels).reduce(0) { $0 + shares[$1 * levels + column] }
    }
    let weights = (0..<levels * levels).map {
      kind.agreement($0 / levels, $0 % levels, levels: levels)
    }
    observed = zip(shares, weights).reduce(0) { $0 + $1.0 * $1.1 }
    expected = weights.indices.reduce(0) {
      $0 + weights[$1] * rows[$1 / levels] * columns[$1 % levels]
    }
    (self.levels, self.shares, self.rows, self.columns) = (levels, shares, rows, columns)
    self.weights = weights
  }

  /// Numerators of the two variances, without n and the chance term.
  func spread(kappa: Double) -> Double {
    let means = meanWeights
    let sum = weights.indices.reduce(0.0) { sum, cell in
      let mean = means.rows[cell / levels] + means.columns[cell % levels]
      let gap = weights[cell] - mean * (1 - kappa)
      return sum + shares[cell] * gap * gap
    }
    let centre = kappa - expected * (1 - kappa)
    return sum - centre * centre
  }

  var spreadByChance: Double {
    let means = meanWeights
    let sum = weights.indices.reduce(0.0) { sum, cell in
      let gap = weights[cell] - means.rows[cell / levels] - means.columns[cell % levels]
      return sum + rows[cell / levels] * columns[cell % levels] * gap * gap
    }
    return sum - expected * expected
  }

  private var meanWeights: (rows: [Double], columns: [Double]) {
    let ofRows = (0..<levels).map { row in
      (0..<levels).reduce(0) { $0 + weights[row * levels + $1] * columns[$1] }
    }
    let ofColumns = (0..<levels).map { column in
      (0..<levels).reduce(0) { $0 + weights[$1 * levels + column] * rows[$1] }
    }
    return (ofRows, ofColumns)
  }
}

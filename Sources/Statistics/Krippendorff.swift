/// What kind of scale labels form, for Krippendorff's alpha.
package enum ScaleKind: Hashable, Sendable {
  case nominal
  case ordinal
  /// The number each level stands for.
  case interval([Double])
}

extension RatingTable {
  /// Krippendorff's alpha, missing cells allowed: 1 − observed / expected disagreement of the values
  /// that can be paired (*Content Analysis*, 2004, chapter 11).
  package func krippendorff(_ kind: ScaleKind) throws(Undefined) -> Double {
    let items = counts.filter { $0.reduce(0, +) > 1 }
    guard raters > 1 else { throw Undefined("Needs at least two raters.") }
    guard !items.isEmpty else { throw Undefined("No item was rated by two raters.") }
    let totals = (0..<levels).map { level in items.reduce(0) { $0 + $1[level] } }
    let n = totals.reduce(0, +)
    let distance = distances(kind, totals)
    func disagreement(_ a: [Double]) -> Double {
      (0..<levels).reduce(0.0) { sum, i in
        guard a[i] > 0 else { return sum }
        return sum + (0..<levels).reduce(0.0) { $0 + a[i] * a[$1] * distance[i][$1] }
      }
    }
    let observed = items.reduce(0) { $0 + disagreement($1) / ($1.reduce(0, +) - 1) } / n
    let expected = disagreement(totals) / (n * (n - 1))
    guard expected > 0 else { throw Undefined("Only one level was ever used.") }
    return 1 - observed / expected
  }

  /// Squared differences between levels.
  private func distances(_ kind: ScaleKind, _ totals: [Double]) -> [[Double]] {
    (0..<levels).map { a in
      (0..<levels).map { b in
        switch kind {
        case .nominal: return a == b ? 0 : 1
        case .interval(let values): return (values[a] - values[b]) * (values[a] - values[b])
        case .ordinal:
          // Ranks are as far apart as values were given between them.
          let between = totals[min(a, b)...max(a, b)].reduce(0, +) - (totals[a] + totals[b]) / 2
          return a == b ? 0 : between * between
        }
      }
    }
  }
}

import Glibc

/// Logistic regression with random intercepts of one factor or of two crossed ones.
///
/// logit P = x β + σ₁ u + σ₂ v, with u and v standard normal per level. The likelihood is integrated
/// by Laplace's approximation at the conditional modes and maximised over β and σ together (Breslow
/// and Clayton, *JASA*, 1993; Bates et al., *J. Stat. Softw.*, 2015, give the same figures).
package struct MixedLogistic: Sendable {
  package let coefficients: [Double]
  package let standardErrors: [Double]
  /// One factor per entry.
  package let factors: [Factor]
  /// By Laplace's approximation, with the binomial coefficients.
  package let logLikelihood: Double

  /// The spread of one factor and where each of its levels lies.
  package struct Factor: Hashable, Sendable {
    /// Standard deviation over levels, in logits.
    package let spread: Double
    /// Per level: the most plausible deviation from the mean in logits, and its standard deviation.
    package let effects: [(Double, Double)]

    package static func == (a: Self, b: Self) -> Bool {
      a.spread == b.spread && a.effects.elementsEqual(b.effects, by: ==)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(spread) }
  }

  /// - Parameters:
  ///   - rows: one or more answers each, with their fixed circumstances.
  ///   - levels: one list per factor, one or two lists; per row its level, counted from 0.
  /// - Returns: nil when the rows cannot be counted or nothing settles, as without variety.
  package init?(_ rows: [BinomialRow], levels: [[Int]]) {
    guard (1...2).contains(levels.count), !rows.isEmpty,
      levels.allSatisfy({ $0.count == rows.count && $0.allSatisfy { $0 >= 0 } }),
      let start = LogisticRegression(rows)
    else { return nil }
    let crossing = Crossing(rows, levels)
    let size = start.coefficients.count
    var modes = crossing.start
    func deviance(_ place: [Double]) -> Double? {
      crossing.negativeLogLikelihood(
        Array(place[..<size]), spreads: Array(place[size...]), from: &modes)
    }
    let spreads = [Double](repeating: 0.5, count: levels.count)
    guard
      let minimum = Minimum.find(
        from: start.coefficients + spreads, damping: 1e-3, tolerance: 1e-7, limit: 100,
        { differences(of: deviance, at: $0, step: 1e-3) }),
      let covariance = minimum.covariance
    else { return nil }
    coefficients = Array(minimum.place[..<size])
    standardErrors = (0..<size).map { covariance[$0 * minimum.place.count + $0].squareRoot() }
    logLikelihood =
      rows.reduce(-minimum.shape.value) { $0 + logChoose($1.trials, $1.successes) }
    guard
      let found = crossing.factors(
        coefficients, spreads: Array(minimum.place[size...]), from: modes)
    else { return nil }
    factors = found
  }
}

/// The rows sorted out by their levels. The larger factor is eliminated level by level, so that only
/// the smaller one needs a dense matrix.
private struct Crossing {
  let rows: [BinomialRow]
  /// Which list of `levels` is which; `kept` is nil with one factor.
  let eliminated: Int
  let kept: Int?
  let levels: [[Int]]
  let counts: [Int]
  /// Row numbers per level of the eliminated factor.
  let members: [[Int]]

  init(_ rows: [BinomialRow], _ levels: [[Int]]) {
    let counts = levels.map { ($0.max() ?? -1) + 1 }
    eliminated = counts.count == 2 && counts[0] > counts[1] ? 0 : counts.count - 1
    kept = counts.count == 2 ? 1 - eliminated : nil
    var members = [[Int]](repeating: [], count: counts[eliminated])
    for (row, level) in levels[eliminated].enumerated() { members[level].append(row) }
    (self.rows, self.levels, self.counts, self.members) = (rows, levels, counts, members)
  }

  /// One list of standardised deviations per factor.
  typealias Modes = [[Double]]

  var start: Modes { counts.map { [Double](repeating: 0, count: $0) } }

  private func linear(_ fixed: [Double], _ spreads: [Double], _ modes: Modes, _ row: Int) -> Double {
    levels.indices.reduce(fixed[row]) { $0 + spreads[$1] * modes[$1][levels[$1][row]] }
  }

  /// What the modes minimise: the rows' misfit and the modes' own size.
  private func penalised(_ fixed: [Double], _ spreads: [Double], _ modes: Modes) -> Double {
    let misfit = rows.indices.reduce(0.0) { sum, row in
      let x = linear(fixed, spreads, modes, row)
      return sum + rows[row].trials * softplus(x) - rows[row].successes * x
    }
    return misfit + modes.joined().reduce(0) { $0 + $1 * $1 } / 2
  }

  /// Gradient and the three parts of the curvature at the modes.
  private func curvature(_ fixed: [Double], _ spreads: [Double], _ modes: Modes) -> BlockCurvature {
    var block = BlockCurvature(
      gradient: modes, diagonal: counts.map { [Double](repeating: 1, count: $0) },
      cross: [Double](repeating: 0, count: rows.count))
    for row in rows.indices {
      let p = logistic(linear(fixed, spreads, modes, row))
      let weight = rows[row].trials * p * (1 - p)
      for factor in levels.indices {
        let level = levels[factor][row]
        block.gradient[factor][level] +=
          spreads[factor] * (rows[row].trials * p - rows[row].successes)
        block.diagonal[factor][level] += spreads[factor] * spreads[factor] * weight
      }
      if kept != nil { block.cross[row] = spreads[0] * spreads[1] * weight }
    }
    return block
  }

  /// The curvature of the kept factor once the eliminated one has been solved for.
  private func complement(_ block: BlockCurvature) -> Cholesky? {
    guard let kept else { return Cholesky([], size: 0) }
    let size = counts[kept]
    var matrix = [Double](repeating: 0, count: size * size)
    for level in 0..<size { matrix[level * size + level] = block.diagonal[kept][level] }
    for (level, rows) in members.enumerated() {
      let scale = 1 / block.diagonal[eliminated][level]
      for a in rows {
        let line = levels[kept][a] * size
        for b in rows { matrix[line + levels[kept][b]] -= block.cross[a] * block.cross[b] * scale }
      }
    }
    return Cholesky(matrix, size: size)
  }

  private func newtonStep(_ block: BlockCurvature, _ complement: Cholesky) -> Modes {
    var step = block.gradient
    let own = block.diagonal[eliminated]
    if let kept {
      var right = block.gradient[kept].map { -$0 }
      for (level, rows) in members.enumerated() {
        let share = block.gradient[eliminated][level] / own[level]
        for row in rows { right[levels[kept][row]] += block.cross[row] * share }
      }
      step[kept] = complement.solve(right)
    }
    for (level, rows) in members.enumerated() {
      var right = -block.gradient[eliminated][level]
      if let kept { for row in rows { right -= block.cross[row] * step[kept][levels[kept][row]] } }
      step[eliminated][level] = right / own[level]
    }
    return step
  }

  /// Newton's method with halved steps; the penalised misfit is convex.
  private func settle(_ fixed: [Double], _ spreads: [Double], _ modes: inout Modes) -> (
    value: Double, block: BlockCurvature, complement: Cholesky
  )? {
    var value = penalised(fixed, spreads, modes)
    for _ in 0..<100 {
      let block = curvature(fixed, spreads, modes)
      guard let complement = complement(block) else { return nil }
      let step = newtonStep(block, complement)
      let reach = step.joined().reduce(0) { max($0, abs($1)) }
      if reach < 1e-10 { return (value, block, complement) }
      var share = 1.0
      while share > 1e-6 {
        let next = zip(modes, step).map { zip($0, $1).map { $0 + share * $1 } }
        let there = penalised(fixed, spreads, next)
        if there <= value + 1e-12 * abs(value) {
          (modes, value) = (next, there)
          break
        }
        share /= 2
      }
    }
    return nil
  }

  private func fixedPart(_ coefficients: [Double]) -> [Double] {
    rows.map { $0.linear(coefficients) }
  }

  /// - Parameter modes: where to start; left at the conditional modes.
  func negativeLogLikelihood(
    _ coefficients: [Double], spreads: [Double], from modes: inout Modes
  ) -> Double? {
    guard let settled = settle(fixedPart(coefficients), spreads, &modes) else { return nil }
    let determinant =
      settled.block.diagonal[eliminated].reduce(settled.complement.logDeterminant) { $0 + log($1) }
    return settled.value + determinant / 2
  }

  func factors(_ coefficients: [Double], spreads: [Double], from start: Modes)
    -> [MixedLogistic.Factor]?
  {
    var modes = start
    guard let settled = settle(fixedPart(coefficients), spreads, &modes) else { return nil }
    let deviations = deviations(settled.block, settled.complement)
    return levels.indices.map { factor in
      .init(
        spread: abs(spreads[factor]),
        effects: zip(modes[factor], deviations[factor]).map {
          (spreads[factor] * $0, abs(spreads[factor]) * $1)
        })
    }
  }

  /// Standard deviations of the standardised modes, given all other parameters.
  private func deviations(_ block: BlockCurvature, _ complement: Cholesky) -> Modes {
    let inverse = complement.inverse
    let size = complement.size
    var result = block.diagonal
    if let kept {
      result[kept] = (0..<size).map { inverse[$0 * size + $0].squareRoot() }
    }
    for (level, rows) in members.enumerated() {
      let own = 1 / block.diagonal[eliminated][level]
      var variance = own
      if let kept {
        for a in rows {
          let line = levels[kept][a] * size
          for b in rows {
            variance +=
              own * own * block.cross[a] * block.cross[b] * inverse[line + levels[kept][b]]
          }
        }
      }
      result[eliminated][level] = variance.squareRoot()
    }
    return result
  }
}

/// Derivatives of the penalised misfit: per factor its gradient and diagonal, per row what crosses.
private struct BlockCurvature {
  var gradient: [[Double]]
  var diagonal: [[Double]]
  var cross: [Double]
}

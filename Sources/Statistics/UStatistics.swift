/// Areas under the curve when not every reader read every case, by U-statistics.
///
/// The mean area over all pairs read, its variance for random readers and cases as a weighted sum of
/// eight moments, and the difference of two modalities: the one-shot estimate of Gallas, Bandos,
/// Samuelson and Wagner (*Commun. Stat. Theory Methods*, 2009). Unbiased, so it can come out negative
/// in small sets; then there is no interval, and the biased estimate, which cannot, is left. O(readers × negatives × positives).
package struct UStatistics: Hashable, Sendable {
  /// One reader in one modality: a rating per case of the study, nil where not read.
  package struct Reading: Hashable, Sendable {
    package var negative: [Double?]
    package var positive: [Double?]

    package init(negative: [Double?], positive: [Double?]) {
      self.negative = negative
      self.positive = positive
    }
  }

  /// One modality or a difference: estimate, variance, and tests against nothing (0.5, or 0).
  package struct Estimate: Hashable, Sendable {
    package let value: Double
    package let variance: Double
    /// Degrees of freedom after Obuchowski, Gallas and Hillis (*Acad. Radiol.*, 2012).
    package let df: Double
    /// On whole degrees of freedom; beyond 50 from the normal distribution, as iMRMC prints it.
    package let p: Double
    package let interval: Interval
    /// From the normal distribution.
    package let pNormal: Double
    package let intervalNormal: Interval
  }

  package let moments: [MomentPair]
  package let areas: [Tested]
  package let differences: [Difference]

  /// With the unbiased variance, and with the biased one (of the maximum likelihood estimate).
  package struct Tested: Hashable, Sendable {
    package let value: Double
    package let unbiased: Figure<Estimate>
    package let biased: Figure<Estimate>
  }

  package struct Difference: Hashable, Sendable {
    package let first: Int
    package let second: Int
    /// First minus second.
    package let tested: Tested
  }

  /// - Parameter readings: modality × reader, every reader in every modality (all nil where absent).
  package init(_ readings: [[Reading]], confidence: Double = 0.95) throws(Undefined) {
    let readers = readings.first?.count ?? 0
    guard readers > 0, readings.allSatisfy({ $0.count == readers }) else {
      throw Undefined("There are no readers, or not the same in every modality.")
    }
    let (negatives, positives) = (readings[0][0].negative.count, readings[0][0].positive.count)
    let isOneStudy = readings.joined().allSatisfy {
      $0.negative.count == negatives && $0.positive.count == positives
    }
    guard isOneStudy else { throw Undefined("The readings are not of the same cases.") }
    var own: [MomentPair] = []
    for modality in readings { own.append(try MomentPair(modality, modality)) }
    var shared: [(Int, Int, MomentPair)] = []
    for first in readings.indices {
      for second in readings.indices.dropFirst(first + 1) {
        shared.append((first, second, try MomentPair(readings[first], readings[second])))
      }
    }
    moments = own
    areas = own.map { pair in
      tested(pair.areas.first, against: 0.5, [(1, pair)], confidence)
    }
    differences = shared.map { first, second, pair in
      let (a, b) = (own[first], own[second])
      return Difference(
        first: first, second: second,
        tested: tested(
          a.areas.first - b.areas.first, against: 0, [(1, a), (1, b), (-2, pair)], confidence))
    }
  }
}

/// Variance and degrees of freedom of a sum of modalities with their covariances.
private struct Spread {
  var variance = 0.0
  var df = 0.0

  init(_ parts: [(Double, MomentPair)], _ covariance: (MomentPair) -> Double) {
    variance = parts.reduce(0) { $0 + $1.0 * covariance($1.1) }
    // Cases of either kind and readers: the smallest count of any part, as iMRMC does.
    let pairs = parts.filter { $0.0 > 0 }.map(\.1)
    var sum = 0.0
    var smallest = Double.infinity
    for factor in MomentPair.Factor.allCases {
      let df = pairs.map { $0.degreesOfFreedom(factor) }.min() ?? 1
      let component = parts.reduce(0) { $0 + $1.0 * $1.1.biasedComponent(factor) }
      sum += component * component / (df * df * df)
      smallest = min(smallest, df)
    }
    df = max(variance * variance / sum, smallest)
  }
}

private func tested(
  _ value: Double, against null: Double, _ parts: [(Double, MomentPair)], _ confidence: Double
) -> UStatistics.Tested {
  UStatistics.Tested(
    value: value,
    unbiased: estimate(value, against: null, Spread(parts, \.covariance), confidence),
    biased: estimate(value, against: null, Spread(parts, \.biasedCovariance), confidence))
}

private func estimate(
  _ value: Double, against null: Double, _ spread: Spread, _ confidence: Double
) -> Figure<UStatistics.Estimate> {
  guard spread.variance > 1e-20 else {
    return .none(
      spread.variance < -1e-20
        ? "The estimate of the variance is negative: the set is too small." : "The areas do not vary.")
  }
  guard spread.df >= 1 else { return .none("Needs at least two readers and two cases of each kind.") }
  let standardError = spread.variance.squareRoot()
  let whole = spread.df > 50 ? Double.infinity : spread.df.rounded(.down)
  func interval(_ df: Double) -> Interval {
    let reach = studentQuantile(0.5 + confidence / 2, df: df) * standardError
    return Interval(low: value - reach, high: value + reach)
  }
  let t = (value - null) / standardError
  return .success(
    UStatistics.Estimate(
      value: value, variance: spread.variance, df: spread.df, p: studentTwoSided(t, df: whole),
      interval: interval(whole), pNormal: studentTwoSided(t, df: .infinity),
      intervalNormal: interval(.infinity)))
}

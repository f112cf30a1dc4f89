/// The eight product moments of the success indicator in two modalities, or one with itself.
///
/// A success is a pair, one negative and one positive case, that a reader ordered rightly; a tie is
/// half. The moments differ in what the two factors of the product share, in this order: reader,
/// negative and positive case; reader and positive; reader and negative; reader; both cases; positive;
/// negative; nothing.
package struct MomentPair: Hashable, Sendable {
  package static let names = [
    "readerNegativePositive", "readerPositive", "readerNegative", "reader", "negativePositive",
    "positive", "negative", "none",
  ]
  /// The readers' areas weighed by the pairs they read.
  package let areas: Areas
  /// Unbiased moments, and biased ones, which count pairs that share more as well.
  package let unbiased: [Double]
  package let biased: [Double]
  /// Weights of the moments in the covariance.
  package let coefficients: [Double]

  package struct Areas: Hashable, Sendable {
    package let first: Double
    package let second: Double
  }

  /// The covariance of the two areas for random readers and cases, without bias.
  package var covariance: Double { zip(coefficients, unbiased).reduce(0) { $0 + $1.0 * $1.1 } }

  package var biasedCovariance: Double { zip(coefficients, biased).reduce(0) { $0 + $1.0 * $1.1 } }

  /// What is drawn at random.
  enum Factor: CaseIterable { case negative, positive, reader }

  /// The variance component of one factor alone, from the biased moments.
  func biasedComponent(_ factor: Factor) -> Double {
    switch factor {
    case .negative: biased[6] - biased[7]
    case .positive: biased[5] - biased[7]
    case .reader: biased[3] - biased[7]
    }
  }

  /// The factor's effective number less one: the reciprocal of its component's weight.
  func degreesOfFreedom(_ factor: Factor) -> Double {
    let sharing: [Int] =
      switch factor {
      case .negative: [0, 2, 4, 6]
      case .positive: [0, 1, 4, 5]
      case .reader: [0, 1, 2, 3]
      }
    return (1 / sharing.reduce(0) { $0 + coefficients[$1] } - 1).rounded()
  }

  init(_ a: [UStatistics.Reading], _ b: [UStatistics.Reading]) throws(Undefined) {
    let sums = MomentSums(a, b)
    guard sums.counts[7] > 0 else {
      throw Undefined("No reader of a modality read a negative and a positive case.")
    }
    areas = Areas(
      first: sums.all.wins.first / sums.all.read.first,
      second: sums.all.wins.second / sums.all.read.second)
    let products = unbiasing(sums.products)
    let counts = unbiasing(sums.counts)
    biased = zip(sums.products, sums.counts).map { $1 > 0 ? $0 / $1 : 0 }
    unbiased = zip(products, counts).map { $1 > 0.5 ? $0 / $1 : 0 }
    var weights = counts.map { $0 / sums.counts[7] }
    weights[7] -= 1
    coefficients = weights
  }
}

/// Takes from each sum the pairs that share more than it says.
private func unbiasing(_ s: [Double]) -> [Double] {
  [
    s[0], s[1] - s[0], s[2] - s[0], s[0] - s[1] - s[2] + s[3], s[4] - s[0],
    s[0] - s[1] - s[4] + s[5], s[0] - s[2] - s[4] + s[6],
    -s[0] + s[1] + s[2] - s[3] + s[4] - s[5] - s[6] + s[7],
  ]
}

/// Sums of products over all pairs that share at least what a moment names, and their counts.
///
/// Row by row of negative cases, so that memory holds readers × positives.
private struct MomentSums {
  private(set) var products = [Double](repeating: 0, count: 8)
  private(set) var counts = [Double](repeating: 0, count: 8)
  private(set) var all = PairTotals()

  init(_ a: [UStatistics.Reading], _ b: [UStatistics.Reading]) {
    let readers = a.count
    let (negatives, positives) = (a[0].negative.count, a[0].positive.count)
    var columns = [PairRow](repeating: PairRow(positives), count: readers)
    var totals = [PairTotals](repeating: PairTotals(), count: readers)
    var (row, allReaders, allColumns) = (PairRow(positives), PairRow(positives), PairRow(positives))
    for negative in 0..<negatives {
      allReaders.clear()
      for reader in 0..<readers
      where a[reader].negative[negative] != nil || b[reader].negative[negative] != nil {
        row.fill(a[reader], b[reader], negative)
        let sum = row.totals
        add(row.products, at: 0)
        add(sum.products, at: 2)
        columns[reader].add(row)
        allReaders.add(row)
        totals[reader].add(sum)
      }
      add(allReaders.products, at: 4)
      add(allReaders.totals.products, at: 6)
    }
    for reader in 0..<readers {
      add(columns[reader].products, at: 1)
      add(totals[reader].products, at: 3)
      allColumns.add(columns[reader])
      all.add(totals[reader])
    }
    add(allColumns.products, at: 5)
    add(all.products, at: 7)
  }

  private mutating func add(_ sums: (product: Double, count: Double), at moment: Int) {
    products[moment] += sums.product
    counts[moment] += sums.count
  }
}

/// Successes and pairs read per positive case, in both modalities.
private struct PairRow {
  private var wins: (first: [Double], second: [Double])
  private var read: (first: [Double], second: [Double])

  init(_ positives: Int) {
    let zeros = [Double](repeating: 0, count: positives)
    wins = (zeros, zeros)
    read = (zeros, zeros)
  }

  mutating func clear() {
    for index in wins.first.indices {
      wins.first[index] = 0
      wins.second[index] = 0
      read.first[index] = 0
      read.second[index] = 0
    }
  }

  mutating func fill(_ a: UStatistics.Reading, _ b: UStatistics.Reading, _ negative: Int) {
    clear()
    for index in wins.first.indices {
      if let win = success(a.negative[negative], a.positive[index]) {
        wins.first[index] = win
        read.first[index] = 1
      }
      if let win = success(b.negative[negative], b.positive[index]) {
        wins.second[index] = win
        read.second[index] = 1
      }
    }
  }

  mutating func add(_ other: PairRow) {
    for index in wins.first.indices {
      wins.first[index] += other.wins.first[index]
      wins.second[index] += other.wins.second[index]
      read.first[index] += other.read.first[index]
      read.second[index] += other.read.second[index]
    }
  }

  var products: (product: Double, count: Double) {
    var sums = (product: 0.0, count: 0.0)
    for index in wins.first.indices {
      sums.product += wins.first[index] * wins.second[index]
      sums.count += read.first[index] * read.second[index]
    }
    return sums
  }

  var totals: PairTotals {
    PairTotals(
      wins: (wins.first.reduce(0, +), wins.second.reduce(0, +)),
      read: (read.first.reduce(0, +), read.second.reduce(0, +)))
  }
}

private struct PairTotals {
  var wins = (first: 0.0, second: 0.0)
  var read = (first: 0.0, second: 0.0)

  mutating func add(_ other: PairTotals) {
    wins.first += other.wins.first
    wins.second += other.wins.second
    read.first += other.read.first
    read.second += other.read.second
  }

  var products: (product: Double, count: Double) {
    (wins.first * wins.second, read.first * read.second)
  }
}

private func success(_ negative: Double?, _ positive: Double?) -> Double? {
  guard let negative, let positive else { return nil }
  return negative < positive ? 1 : negative == positive ? 0.5 : 0
}

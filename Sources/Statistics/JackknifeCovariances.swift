/// Error covariances of several readers' figures in several modalities, by leaving out one case at a
/// time.
///
/// Only their averages are needed, and those follow from the variances of sums over readers and
/// modalities: O(modalities × readers × cases), not its square.
struct JackknifeCovariances {
  /// The mean variance of one figure.
  let variance: Double
  /// Means of the covariances: same reader, other modality; other reader, same modality; both other.
  let sameReader: Double
  let sameModality: Double
  let neither: Double
  /// Per modality: mean variance, and mean covariance between readers.
  let perModality: [(variance: Double, betweenReaders: Double)]

  /// How much more readers of one modality have in common than readers of two; never negative.
  var excessWithinModality: Double { max(sameModality - neither, 0) }

  init(_ figures: [[CaseFigure]]) throws(Undefined) {
    var left: [[[Double]]] = []
    for modality in figures {
      var rows: [[Double]] = []
      for figure in modality {
        guard let row = figure.withoutCase, row.count > 1 else {
          throw Undefined("Needs at least two cases of each kind.")
        }
        rows.append(centred(row))
      }
      left.append(rows)
    }
    let cases = left[0][0].count
    guard left.joined().allSatisfy({ $0.count == cases }) else {
      throw Undefined("Not every reader read every case.")
    }
    let scale = Double(cases - 1) / Double(cases)
    let (i, j) = (Double(left.count), Double(left[0].count))
    let own = left.map { $0.map { sumOfSquares($0) * scale } }
    let ofModalities = left.map { sumOfSquares(added($0)) * scale }
    let ofReaders = left[0].indices.map { reader in
      sumOfSquares(added(left.map { $0[reader] })) * scale
    }
    let all = sumOfSquares(added(left.map(added))) * scale
    let ownSum = own.joined().reduce(0, +)
    let (modalitySum, readerSum) = (ofModalities.reduce(0, +), ofReaders.reduce(0, +))
    variance = ownSum / (i * j)
    sameReader = i > 1 ? (readerSum - ownSum) / (i * (i - 1) * j) : 0
    sameModality = j > 1 ? (modalitySum - ownSum) / (i * j * (j - 1)) : 0
    neither =
      i > 1 && j > 1
      ? (all - modalitySum - readerSum + ownSum) / (i * (i - 1) * j * (j - 1)) : 0
    perModality = zip(own, ofModalities).map { own, together in
      let sum = own.reduce(0, +)
      return (sum / j, j > 1 ? (together - sum) / (j * (j - 1)) : 0)
    }
  }
}

/// Differences from the mean.
private func centred(_ values: [Double]) -> [Double] {
  let mean = values.reduce(0, +) / Double(values.count)
  return values.map { $0 - mean }
}

private func sumOfSquares(_ values: [Double]) -> Double {
  values.reduce(0) { $0 + $1 * $1 }
}

private func added(_ rows: [[Double]]) -> [Double] {
  var sum = rows[0]
  for row in rows.dropFirst() {
    for index in sum.indices { sum[index] += row[index] }
  }
  return sum
}

/// Mean squares of a modality × reader table.
struct MeanSquares {
  let modalities: Int
  let readers: Int
  let modalityMeans: [Double]
  let modality: Double
  let reader: Double
  let interaction: Double
  /// Between the readers of each modality.
  let readersIn: [Double]

  /// What has one reader or modality only has mean square 0 here, and is never used.
  init(_ values: [[Double]]) {
    let (i, j) = (Double(values.count), Double(values[0].count))
    let means = values.map { $0.reduce(0, +) / j }
    let readerMeans = values[0].indices.map { reader in
      values.reduce(0) { $0 + $1[reader] } / i
    }
    let grand = means.reduce(0, +) / i
    func squared(_ values: [Double]) -> Double { sumOfSquares(values.map { $0 - grand }) }
    var interaction = 0.0
    for (row, mean) in zip(values, means) {
      for (value, readerMean) in zip(row, readerMeans) {
        let rest = value - mean - readerMean + grand
        interaction += rest * rest
      }
    }
    modalities = values.count
    readers = values[0].count
    modalityMeans = means
    modality = i > 1 ? j / (i - 1) * squared(means) : 0
    reader = j > 1 ? i / (j - 1) * squared(readerMeans) : 0
    self.interaction = i > 1 && j > 1 ? interaction / ((i - 1) * (j - 1)) : 0
    readersIn = values.map { j > 1 ? sumOfSquares(centred($0)) / (j - 1) : 0 }
  }
}

import Glibc

/// The likely truth behind what several raters said, and how each rater errs.
///
/// Dawid and Skene's latent class model (*Appl. Stat.*, 1979), fitted by expectation and maximization
/// from the shares of labels. With few raters and sparse cells it can run to a boundary: then smooth,
/// or use plain shares.
package struct DawidSkene: Hashable, Sendable {
  /// Class shares.
  package let prevalence: [Double]
  /// Rater × true class × label given: each row adds up to 1; nil where the rater saw no item that
  /// may be of the class.
  package let confusion: [[[Double]?]]
  /// Item × class.
  package let posterior: [[Double]]
  package let logLikelihood: Double
  package let iterations: Int
  package let hasConverged: Bool

  /// - Parameters:
  ///   - labels: item × rater × label, how often given; a rater may label an item more than once.
  ///   - smoothing: pseudo-counts added to every cell of a rater's confusion, twice as many on the
  ///     diagonal.
  package init(
    _ labels: [[[Int]]], classes: Int, smoothing: Double = 0, limit: Int = 10_000
  ) throws(Undefined) {
    let counts = labels.map { $0.map { $0.map(Double.init) } }
    guard classes > 1 else { throw Undefined("Needs at least two labels.") }
    guard !counts.isEmpty, counts.allSatisfy({ $0.contains { $0.contains { $0 > 0 } } }) else {
      throw Undefined("An item has no label.")
    }
    var posterior = counts.map { item in normalized(columnSums(item, classes)) }
    var model = DawidSkeneModel(counts, posterior, smoothing)
    var (steps, change) = (0, Double.infinity)
    while steps < limit, change > 1e-14 {
      let next = model.posterior(counts)
      change = zip(next, posterior).reduce(0) { worst, pair in
        zip(pair.0, pair.1).reduce(worst) { max($0, abs($1.0 - $1.1)) }
      }
      posterior = next
      model = DawidSkeneModel(counts, posterior, smoothing)
      steps += 1
    }
    prevalence = model.prevalence
    confusion = model.confusion
    self.posterior = posterior
    logLikelihood = model.logLikelihood(counts)
    iterations = steps
    hasConverged = change <= 1e-14
  }
}

private struct DawidSkeneModel {
  let prevalence: [Double]
  let confusion: [[[Double]?]]

  init(_ counts: [[[Double]]], _ posterior: [[Double]], _ smoothing: Double) {
    let (classes, raters) = (posterior[0].count, counts[0].count)
    prevalence = (0..<classes).map { one in
      posterior.reduce(0) { $0 + $1[one] } / Double(posterior.count)
    }
    confusion = (0..<raters).map { rater in
      (0..<classes).map { one in
        var row = (0..<classes).map { smoothing * ($0 == one ? 2 : 1) }
        for (item, belief) in zip(counts, posterior) {
          for label in row.indices { row[label] += belief[one] * item[rater][label] }
        }
        let sum = row.reduce(0, +)
        return sum > 0 ? row.map { $0 / sum } : nil
      }
    }
  }

  func posterior(_ counts: [[[Double]]]) -> [[Double]] {
    counts.map { item in
      let logs = self.logs(item)
      let highest = logs.max() ?? 0
      return normalized(logs.map { exp($0 - highest) })
    }
  }

  func logLikelihood(_ counts: [[[Double]]]) -> Double {
    counts.reduce(0) { sum, item in
      let logs = self.logs(item)
      let highest = logs.max() ?? 0
      return sum + highest + log(logs.reduce(0) { $0 + exp($1 - highest) })
    }
  }

  /// The logarithm of each class's probability together with the item's labels.
  private func logs(_ item: [[Double]]) -> [Double] {
    prevalence.indices.map { one in
      var sum = log(prevalence[one])
      for (rater, counts) in item.enumerated() {
        guard let row = confusion[rater][one] else { continue }
        for (label, count) in counts.enumerated() where count > 0 { sum += count * log(row[label]) }
      }
      return sum
    }
  }
}

private func columnSums(_ rows: [[Double]], _ columns: Int) -> [Double] {
  (0..<columns).map { column in rows.reduce(0) { $0 + $1[column] } }
}

private func normalized(_ values: [Double]) -> [Double] {
  let sum = values.reduce(0, +)
  return values.map { $0 / sum }
}

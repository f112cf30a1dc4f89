import Glibc

/// A time to an event, or to where watching ended before it: a time to mark, in seconds.
package struct TimeToEvent: Hashable, Sendable {
  package var time: Double
  /// The event came; otherwise it had not by then (censored).
  package var isEvent: Bool

  package init(time: Double, isEvent: Bool) {
    self.time = time
    self.isEvent = isEvent
  }
}

/// Kaplan and Meier's estimate of how many have not had the event yet (*JASA*, 1958).
package struct SurvivalCurve: Hashable, Sendable {
  package struct Step: Hashable, Sendable {
    package let time: Double
    /// Watched and without the event just before; with the event now.
    package let atRisk: Int
    package let events: Int
    /// The share without the event after this time.
    package let survival: Double
    /// Greenwood's variance of it.
    package let variance: Double
  }

  /// One per distinct time at which an event came, ascending.
  package let steps: [Step]
  package let count: Int
  /// The last time anybody was watched.
  package let lastTime: Double

  package init(_ durations: [TimeToEvent]) throws(Undefined) {
    let valid = durations.filter { $0.time.isFinite && $0.time >= 0 }
    guard !valid.isEmpty, valid.count == durations.count else {
      throw Undefined(durations.isEmpty ? "There are no times." : "A time is negative or no number.")
    }
    var steps: [Step] = []
    var (survival, sum) = (1.0, 0.0)
    for group in grouped(valid) where group.events > 0 {
      let (n, d) = (Double(group.atRisk), Double(group.events))
      survival *= (n - d) / n
      sum += n > d ? d / (n * (n - d)) : 0
      steps.append(
        Step(
          time: group.time, atRisk: group.atRisk, events: group.events, survival: survival,
          variance: survival * survival * sum))
    }
    self.steps = steps
    count = valid.count
    lastTime = valid.map(\.time).max() ?? 0
  }

  /// The first time at which half or fewer are without the event.
  package func median() throws(Undefined) -> Double {
    guard let step = steps.first(where: { $0.survival <= 0.5 + 1e-12 }) else {
      throw Undefined("More than half had not marked by the end.")
    }
    return step.time
  }

  /// The mean time without the event up to `limit`, which must not lie beyond the last time watched.
  package func restrictedMean(to limit: Double) throws(Undefined) -> Double {
    guard limit > 0, limit <= lastTime || steps.last?.survival == 0 else {
      throw Undefined("Nobody was watched as long as \(limit).")
    }
    var (area, survival, last) = (0.0, 1.0, 0.0)
    for step in steps where step.time < limit {
      area += survival * (step.time - last)
      (survival, last) = (step.survival, step.time)
    }
    return area + survival * (limit - last)
  }
}

/// The log-rank test of two or more groups (Mantel, 1966): chi-square on groups − 1 degrees of
/// freedom.
package func logRank(_ groups: [[TimeToEvent]]) throws(Undefined) -> (
  chiSquare: Double, df: Int, p: Double
) {
  guard groups.count > 1, groups.allSatisfy({ !$0.isEmpty }) else {
    throw Undefined("Needs at least two groups with times.")
  }
  guard groups.joined().allSatisfy({ $0.time.isFinite && $0.time >= 0 }) else {
    throw Undefined("A time is negative or no number.")
  }
  let free = groups.count - 1
  var difference = [Double](repeating: 0, count: free)
  var covariance = [[Double]](repeating: difference, count: free)
  for moment in grouped(Array(groups.joined())) where moment.events > 0 {
    let (n, d) = (Double(moment.atRisk), Double(moment.events))
    let atRisk = groups.map { Double($0.count { $0.time >= moment.time }) }
    let spread = n > 1 ? d * (n - d) / (n - 1) : 0
    for a in 0..<free {
      let events = groups[a].count { $0.isEvent && $0.time == moment.time }
      difference[a] += Double(events) - d * atRisk[a] / n
      for b in 0..<free {
        covariance[a][b] += spread * atRisk[a] / n * ((a == b ? 1 : 0) - atRisk[b] / n)
      }
    }
  }
  guard let solved = solve(covariance, difference) else {
    throw Undefined("There are too few events to compare the groups.")
  }
  let statistic = zip(difference, solved).reduce(0) { $0 + $1.0 * $1.1 }
  return (statistic, free, chiSquareTail(statistic, df: Double(free)))
}

/// Distinct times, ascending, with how many are still watched and how many have the event.
private func grouped(_ durations: [TimeToEvent]) -> [(time: Double, atRisk: Int, events: Int)] {
  let sorted = durations.sorted { $0.time < $1.time }
  var groups: [(time: Double, atRisk: Int, events: Int)] = []
  for (index, duration) in sorted.enumerated() {
    if groups.last?.time != duration.time { groups.append((duration.time, sorted.count - index, 0)) }
    if duration.isEvent { groups[groups.count - 1].events += 1 }
  }
  return groups
}

/// Gaussian elimination with pivoting; nil where the matrix is singular.
private func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
  var (a, x) = (matrix, right)
  let n = right.count
  for column in 0..<n {
    let pivot = (column..<n).max { abs(a[$0][column]) < abs(a[$1][column]) } ?? column
    guard abs(a[pivot][column]) > 1e-12 else { return nil }
    a.swapAt(column, pivot)
    x.swapAt(column, pivot)
    for row in (column + 1)..<max(n, column + 1) {
      let factor = a[row][column] / a[column][column]
      for other in column..<n { a[row][other] -= factor * a[column][other] }
      x[row] -= factor * x[column]
    }
  }
  for column in (0..<n).reversed() {
    let rest = ((column + 1)..<max(n, column + 1)).reduce(0) { $0 + a[column][$1] * x[$1] }
    x[column] = (x[column] - rest) / a[column][column]
  }
  return x
}

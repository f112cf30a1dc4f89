/// Pairs rows with columns: as many pairs as possible, then the lowest total cost.
///
/// Successive shortest augmenting paths (Ford and Fulkerson; Ahuja, Magnanti and Orlin, *Network
/// Flows*, 1993, ch. 12). Every augmentation adds one pair at the least extra cost, so the result
/// has the maximum cardinality and, among those, the least cost. O(rows × columns³) at worst; a read
/// has a handful of each.
struct Assignment {
  /// The column of each row; nil where the row stays single.
  private(set) var columnOfRow: [Int?]
  private var rowOfColumn: [Int?]
  private let costs: [[Cost?]]

  /// - Parameter costs: `costs[row][column]`, nil where the two must not be paired.
  init(costs: [[Cost?]]) {
    self.costs = costs
    columnOfRow = Array(repeating: nil, count: costs.count)
    rowOfColumn = Array(repeating: nil, count: costs.first?.count ?? 0)
    while augment() {}
  }

  private mutating func augment() -> Bool {
    let paths = shortestPaths()
    var end: Int?
    for column in rowOfColumn.indices where rowOfColumn[column] == nil {
      guard let length = paths[column]?.length else { continue }
      if let best = end, let shortest = paths[best]?.length, shortest <= length { continue }
      end = column
    }
    guard end != nil else { return false }
    while let column = end, let path = paths[column] {
      end = columnOfRow[path.row]
      columnOfRow[path.row] = column
      rowOfColumn[column] = path.row
    }
    return true
  }

  /// The cheapest alternating path from any single row to each column, by repeated relaxation.
  private func shortestPaths() -> [Path?] {
    var paths: [Path?] = Array(repeating: nil, count: rowOfColumn.count)
    for row in costs.indices where columnOfRow[row] == nil {
      _ = relax(&paths, from: row, reached: .zero)
    }
    var changed = true
    while changed {
      changed = false
      for column in paths.indices {
        guard let length = paths[column]?.length, let row = rowOfColumn[column],
          let released = costs[row][column]
        else { continue }
        if relax(&paths, from: row, reached: length - released) { changed = true }
      }
    }
    return paths
  }

  private func relax(_ paths: inout [Path?], from row: Int, reached: Cost) -> Bool {
    var changed = false
    for (column, cost) in costs[row].enumerated() {
      guard let cost, rowOfColumn[column] != row else { continue }
      let length = reached + cost
      if let known = paths[column], known.length <= length { continue }
      paths[column] = Path(length: length, row: row)
      changed = true
    }
    return changed
  }

  private struct Path {
    var length: Cost
    /// The row before this column.
    var row: Int
  }

  /// Compared part by part: distance, then rating, then time. Whole numbers, so that sums are exact
  /// and equal totals are equal whatever the order of adding.
  struct Cost: Comparable {
    /// Nanometres from the lesion's centre.
    var distance: Int
    /// Millionths, negated: a higher rating costs less.
    var rating: Int
    /// Milliseconds into the loop.
    var time: Int

    static let zero = Cost(distance: 0, rating: 0, time: 0)

    static func < (a: Cost, b: Cost) -> Bool {
      (a.distance, a.rating, a.time) < (b.distance, b.rating, b.time)
    }

    static func + (a: Cost, b: Cost) -> Cost {
      Cost(distance: a.distance + b.distance, rating: a.rating + b.rating, time: a.time + b.time)
    }

    static func - (a: Cost, b: Cost) -> Cost {
      Cost(distance: a.distance - b.distance, rating: a.rating - b.rating, time: a.time - b.time)
    }
  }
}

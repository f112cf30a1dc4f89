import Sonography

/// The outline where a sampled field crosses zero: marching squares, the longest closed line.
struct Isoline {
  /// Row-major samples, negative inside.
  let values: [Float]
  let width: Int
  let height: Int

  /// An edge of the sampling grid: from (column, row) to the right, or down.
  private struct Edge: Hashable {
    var column: Int
    var row: Int
    var isDown: Bool
  }

  /// In units of samples, clockwise or not; nil when nothing is inside.
  func longest() -> [PixelPoint]? {
    var next = segments()
    var best: [PixelPoint] = []
    // Starts are taken in grid order, not in the dictionary's, so that the same field gives the same line.
    for start in next.keys.sorted(by: {
      ($0.row, $0.column, $0.isDown ? 1 : 0) < ($1.row, $1.column, $1.isDown ? 1 : 0)
    }) {
      var line: [PixelPoint] = []
      var edge = start
      while let following = next.removeValue(forKey: edge) {
        line.append(crossing(edge))
        edge = following
      }
      if line.count > best.count { best = line }
    }
    return best.count > 8 ? best : nil
  }

  private func value(_ column: Int, _ row: Int) -> Float {
    // A frame of "outside" closes lines that leave the picture.
    guard column >= 0, row >= 0, column < width, row < height else { return 1 }
    return values[row * width + column]
  }

  private func crossing(_ edge: Edge) -> PixelPoint {
    let a = value(edge.column, edge.row)
    let b = edge.isDown ? value(edge.column, edge.row + 1) : value(edge.column + 1, edge.row)
    let t = Double(a / (a - b))
    return PixelPoint(
      x: Double(edge.column) + (edge.isDown ? 0 : t), y: Double(edge.row) + (edge.isDown ? t : 0))
  }

  /// Every cell's pieces, each keeping the inside on its left.
  private func segments() -> [Edge: Edge] {
    var next: [Edge: Edge] = [:]
    for row in -1..<height {
      for column in -1..<width {
        let top = Edge(column: column, row: row, isDown: false)
        let bottom = Edge(column: column, row: row + 1, isDown: false)
        let left = Edge(column: column, row: row, isDown: true)
        let right = Edge(column: column + 1, row: row, isDown: true)
        let pattern =
          (value(column, row) < 0 ? 1 : 0) + (value(column + 1, row) < 0 ? 2 : 0)
          + (value(column + 1, row + 1) < 0 ? 4 : 0) + (value(column, row + 1) < 0 ? 8 : 0)
        switch pattern {
        case 1: next[top] = left
        case 2: next[right] = top
        case 3: next[right] = left
        case 4: next[bottom] = right
        case 5: (next[top], next[bottom]) = (right, left)
        case 6: next[bottom] = top
        case 7: next[bottom] = left
        case 8: next[left] = bottom
        case 9: next[top] = bottom
        case 10: (next[left], next[right]) = (top, bottom)
        case 11: next[right] = bottom
        case 12: next[left] = right
        case 13: next[top] = right
        case 14: next[left] = top
        default: break
        }
      }
    }
    return next
  }
}

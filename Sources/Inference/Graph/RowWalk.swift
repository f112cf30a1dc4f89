/// Visits the rows of a shape, the last axis being the row, with the place of each in several layouts.
struct RowWalk {
  let length: Int
  let innerStrides: [Int]
  private let rows: Int
  /// For every row, where it starts in each layout.
  private let starts: [Int]

  init(_ shape: Shape, _ layouts: [[Int]]) {
    length = shape.lengths.last ?? 1
    innerStrides = layouts.map { $0.last ?? 0 }
    rows = length == 0 ? 0 : shape.count / length
    var starts: [Int] = []
    starts.reserveCapacity(rows * layouts.count)
    var index = [Int](repeating: 0, count: max(0, shape.rank - 1))
    for _ in 0..<rows {
      for layout in layouts { starts.append(zip(index, layout).reduce(0) { $0 + $1.0 * $1.1 }) }
      Self.advance(&index, in: shape)
    }
    self.starts = starts
  }

  private static func advance(_ index: inout [Int], in shape: Shape) {
    for axis in index.indices.reversed() {
      index[axis] += 1
      if index[axis] < shape[axis] { return }
      index[axis] = 0
    }
  }

  @inline(__always)
  func forEach(_ body: (_ row: Int, _ starts: UnsafePointer<Int>) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      // Without rows there is no address, and nothing to do.
      guard let first = starts.baseAddress else { return }
      for row in 0..<rows { body(row, first + row * innerStrides.count) }
    }
  }
}

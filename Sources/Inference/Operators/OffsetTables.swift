/// Where in its image each tap of a convolution reads, for every output row and column.
///
/// Rows and columns are independent, so two small tables say it all: strides, dilations, borders, and the
/// zeros a transposed convolution puts between its pixels (`spread`).
final class OffsetTables {
  /// One axis of the image.
  struct Axis {
    let input: Int
    let kernel: Int
    let stride: Int
    let dilation: Int
    let before: Int
    let outputs: Int
    /// The distance between input elements; above one for transposed convolutions.
    let spread: Int

    /// A signal is an image of one row.
    static let single = Axis(input: 1, kernel: 1, stride: 1, dilation: 1, before: 0, outputs: 1, spread: 1)

    /// The input element a tap reads for an output, if it lies inside.
    func source(output: Int, tap: Int) -> Int? {
      let position = output * stride + tap * dilation - before
      guard position >= 0, position % spread == 0, position / spread < input else { return nil }
      return position / spread
    }
  }

  let rowAxis: Axis
  let columnAxis: Axis
  /// (output row, tap), in words from the image's first; -1 for zeros.
  let rows: FixedList<Int32>
  /// (tap, output column), in words from the row's first; -1 for zeros.
  let columns: FixedList<Int32>

  /// - Parameter words: of one pixel, all groups together.
  init(rows: Axis, columns: Axis, words: Int) {
    (rowAxis, columnAxis) = (rows, columns)
    self.rows = FixedList(
      (0..<rows.outputs).flatMap { y in
        (0..<rows.kernel).map { rows.source(output: y, tap: $0).map { Int32($0 * columns.input * words) } ?? -1 }
      })
    self.columns = FixedList(
      (0..<columns.kernel).flatMap { tap in
        (0..<columns.outputs).map { columns.source(output: $0, tap: tap).map { Int32($0 * words) } ?? -1 }
      })
  }

  var inputPixels: Int { rowAxis.input * columnAxis.input }
  var outputPixels: Int { rowAxis.outputs * columnAxis.outputs }

  /// Whether neighbouring taps of a kernel row read neighbouring pixels.
  var hasRuns: Bool { columnAxis.dilation == 1 && columnAxis.spread == 1 }
}

/// A fixed list at an address that stays, for the kernel's tables.
final class FixedList<Element: BitwiseCopyable> {
  let start: UnsafeMutablePointer<Element>

  init(_ elements: [Element]) {
    start = .allocate(capacity: max(1, elements.count))
    start.initialize(from: elements, count: elements.count)
  }

  deinit { start.deallocate() }
}

package import Sonography

/// How a frame of one size fits the network's square: scaled into the upper left corner, black elsewhere.
///
/// Each output pixel averages a box max(1, source/target) source pixels wide. Shrinking, that is area
/// averaging, so speckle does not alias; enlarging, it is bilinear. `training/letterbox.py` does the same.
/// Cost: one pass over the frame.
package struct Letterbox: Hashable, Sendable {
  package let side: Int
  package let width: Int
  package let height: Int
  /// Size of the scaled frame inside the square.
  package let scaledWidth: Int
  package let scaledHeight: Int
  private let columns: [Window]
  private let rows: [Window]

  /// Source pixels of one output pixel and their weights.
  private struct Window: Hashable, Sendable {
    var first: Int
    var weights: [Float]
  }

  package init(width: Int, height: Int, side: Int) {
    let scale = Double(side) / Double(max(width, height))
    (self.width, self.height, self.side) = (width, height, side)
    scaledWidth = max(1, Int((Double(width) * scale).rounded(.toNearestOrEven)))
    scaledHeight = max(1, Int((Double(height) * scale).rounded(.toNearestOrEven)))
    columns = Self.windows(from: width, to: scaledWidth)
    rows = Self.windows(from: height, to: scaledHeight)
  }

  private static func windows(from source: Int, to target: Int) -> [Window] {
    let step = Double(source) / Double(target)
    let width = max(1, step)
    return (0..<target).map { output in
      let centre = (Double(output) + 0.5) * step
      let (low, high) = (max(0, centre - width / 2), min(Double(source), centre + width / 2))
      let first = Int(low)
      let last = max(first, Int(high.rounded(.up)) - 1)
      let overlaps = (first...last).map { min(high, Double($0 + 1)) - max(low, Double($0)) }
      let total = overlaps.reduce(0, +)
      return Window(first: first, weights: overlaps.map { Float($0 / total) })
    }
  }

  /// The frame on the square, row-major, 0...1.
  package func square(_ frame: Frame) -> [Float] {
    var result = [Float](repeating: 0, count: side * side)
    var line = [Float](repeating: 0, count: width)
    for (y, window) in rows.enumerated() {
      sumRows(of: frame, in: window, into: &line)
      for (x, column) in columns.enumerated() {
        var sum: Float = 0
        for (offset, weight) in column.weights.enumerated() { sum += weight * line[column.first + offset] }
        result[y * side + x] = sum
      }
    }
    return result
  }

  private func sumRows(of frame: Frame, in window: Window, into line: inout [Float]) {
    for (offset, weight) in window.weights.enumerated() {
      let start = (window.first + offset) * width
      let scaled = weight / 255
      if offset == 0 {
        for x in 0..<width { line[x] = scaled * Float(frame.pixels[start + x]) }
      } else {
        for x in 0..<width { line[x] += scaled * Float(frame.pixels[start + x]) }
      }
    }
  }

  /// Where a place on the square lies in the frame, both with the origin at the outer corner.
  package func framePoint(x: Double, y: Double) -> PixelPoint {
    PixelPoint(
      x: min(max(0, x * Double(width) / Double(scaledWidth)), Double(width)),
      y: min(max(0, y * Double(height) / Double(scaledHeight)), Double(height)))
  }

  package func squarePoint(_ place: PixelPoint) -> (x: Double, y: Double) {
    (place.x * Double(scaledWidth) / Double(width), place.y * Double(scaledHeight) / Double(height))
  }
}

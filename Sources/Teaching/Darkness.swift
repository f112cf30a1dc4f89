package import Sonography

/// How dark a frame is around each place: sums over rectangles in constant time.
package struct Darkness: Sendable {
  private let sums: [Int]
  private let width: Int
  private let height: Int

  package init(_ frame: Frame) {
    width = frame.width
    height = frame.height
    var sums = [Int](repeating: 0, count: (width + 1) * (height + 1))
    for y in 0..<height {
      var row = 0
      for x in 0..<width {
        row += Int(frame.pixels[y * width + x])
        sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row
      }
    }
    self.sums = sums
  }

  /// Mean grey of a rectangle inside the frame, 0...255.
  func mean(left: Int, top: Int, right: Int, bottom: Int) -> Double {
    let stride = width + 1
    let sum =
      sums[bottom * stride + right] - sums[top * stride + right] - sums[bottom * stride + left]
      + sums[top * stride + left]
    return Double(sum) / Double(max(1, (right - left) * (bottom - top)))
  }

  /// One of the three places whose neighbourhood is darkest against its surroundings, clear of `taken`
  /// and of black margins; nil when there is none.
  func darkest(
    halfWidth: Double, halfHeight: Double, clearOf taken: [PixelBox],
    using random: inout SplitMix64
  ) -> PixelPoint? {
    let (w, h) = (Int(halfWidth), Int(halfHeight))
    guard w > 2, h > 2, width > 6 * w, height > 6 * h else { return nil }
    var places: [(place: PixelPoint, contrast: Double)] = []
    for y in stride(from: 2 * h, to: Int(Double(height) * 0.75) - h, by: max(4, h / 2)) {
      for x in stride(from: 2 * w, to: width - 2 * w, by: max(4, w / 2)) {
        let inner = mean(left: x - w, top: y - h, right: x + w, bottom: y + h)
        let outer = mean(left: x - 2 * w, top: y - 2 * h, right: x + 2 * w, bottom: y + 2 * h)
        let place = PixelPoint(x: Double(x), y: Double(y))
        let box = PixelBox(
          x: place.x - 1.7 * halfWidth, y: place.y - 1.7 * halfHeight, width: 3.4 * halfWidth,
          height: 3.4 * halfHeight)
        guard inner > 8, taken.allSatisfy({ $0.intersection(with: box) == 0 }) else { continue }
        places.append((place, outer - inner))
      }
    }
    return places.sorted { $0.contrast > $1.contrast }.prefix(3).randomElement(using: &random)?.place
  }
}

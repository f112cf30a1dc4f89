/// Outlines of binary masks, and outlines with fewer points.
///
/// The outline runs through the midpoints of the pixel edges that part inside from outside. It
/// never leaves the true border by more than 0.36 pixels, and its area is the number of enclosed
/// pixels (holes filled) minus exactly one half. Tracing costs one pass over the mask.
extension Contour {
  /// One outer contour per component of `mask` (row-major, edge-connected), the largest first.
  ///
  /// Points run clockwise on screen, with (0, 0) at the outer corner of the first pixel. Components
  /// of fewer than `minimumArea` pixels are left out.
  package static func tracing(
    _ mask: [Bool], width: Int, height: Int, minimumArea: Int = 1
  ) -> [Contour] {
    precondition(mask.count == width * height, "a mask has width × height pixels")
    var labels = MaskLabels(mask, width: width, height: height)
    var found: [(contour: Contour, pixels: Int)] = []
    for start in mask.indices where mask[start] && labels[start] == 0 {
      let pixels = labels.fill(from: start)
      if pixels >= minimumArea { found.append((labels.outline(from: start), pixels)) }
    }
    return found.sorted { $0.pixels > $1.pixels }.map(\.contour)
  }

  /// The same outline with at most `count` points (never fewer than three): the point whose
  /// removal changes the area least goes first.
  ///
  /// A point stays when cutting it would make the outline cross itself. Reference: Visvalingam and
  /// Whyatt, *Line generalisation by repeated elimination of points* (1993). O(n²).
  package func simplified(toAtMost count: Int) -> Contour {
    var kept = points
    var areas = kept.indices.map { cornerArea(kept, at: $0) }
    while kept.count > max(3, count) {
      guard let least = areas.indices.min(by: { areas[$0] < areas[$1] }), areas[least].isFinite
      else { break }
      // A corner that must stay is looked at again when a neighbour goes.
      guard cutsNothing(kept, at: least) else {
        areas[least] = .infinity
        continue
      }
      kept.remove(at: least)
      areas.remove(at: least)
      for neighbour in [(least + kept.count - 1) % kept.count, least % kept.count] {
        areas[neighbour] = cornerArea(kept, at: neighbour)
      }
    }
    return Contour(points: kept)
  }

  /// Coordinates rounded to tenths of a pixel, the precision of case files.
  package func roundedToTenths() -> Contour {
    Contour(points: points.map { PixelPoint(x: tenths($0.x), y: tenths($0.y)) })
  }
}

private func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }

private func corner(_ points: [PixelPoint], at index: Int) -> (PixelPoint, PixelPoint, PixelPoint) {
  let count = points.count
  return (points[(index + count - 1) % count], points[index], points[(index + 1) % count])
}

/// Positive when `c` lies clockwise on screen of the way from `a` to `b`.
private func turn(_ a: PixelPoint, _ b: PixelPoint, _ c: PixelPoint) -> Double {
  (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

private func cornerArea(_ points: [PixelPoint], at index: Int) -> Double {
  let (a, b, c) = corner(points, at: index)
  return abs(turn(a, b, c)) / 2
}

/// Whether the triangle that cutting a corner sweeps over holds no other point of the outline.
private func cutsNothing(_ points: [PixelPoint], at index: Int) -> Bool {
  let (a, b, c) = corner(points, at: index)
  return !points.contains { point in
    guard point != a, point != b, point != c else { return false }
    let sides = [turn(a, b, point), turn(b, c, point), turn(c, a, point)]
    return sides.allSatisfy { $0 >= 0 } || sides.allSatisfy { $0 <= 0 }
  }
}

/// Which component each pixel belongs to, from 1; 0 outside and before it was filled.
private struct MaskLabels {
  private let mask: [Bool]
  private var labels: [Int32]
  private let width: Int
  private let height: Int
  private var components: Int32 = 0

  init(_ mask: [Bool], width: Int, height: Int) {
    self.mask = mask
    self.width = width
    self.height = height
    labels = [Int32](repeating: 0, count: mask.count)
  }

  subscript(index: Int) -> Int32 { labels[index] }

  /// Labels the component of `start` and counts its pixels.
  mutating func fill(from start: Int) -> Int {
    components += 1
    labels[start] = components
    var waiting = [start]
    var pixels = 0
    while let index = waiting.popLast() {
      pixels += 1
      let x = index % width
      if x > 0 { visit(index - 1, &waiting) }
      if x < width - 1 { visit(index + 1, &waiting) }
      if index >= width { visit(index - width, &waiting) }
      if index < mask.count - width { visit(index + width, &waiting) }
    }
    return pixels
  }

  private mutating func visit(_ index: Int, _ waiting: inout [Int]) {
    guard mask[index], labels[index] == 0 else { return }
    labels[index] = components
    waiting.append(index)
  }

  /// Walks the border of the component with the inside on the right hand, from the top edge of
  /// its first pixel in reading order, and keeps the midpoint of every edge where the way bends.
  func outline(from start: Int) -> Contour {
    let label = labels[start]
    var (x, y) = (start % width, start / width)
    let (firstX, firstY) = (x, y)
    var heading = Heading.right
    var points: [PixelPoint] = []
    var previous = Heading.up
    repeat {
      let next = heading.turned(at: x + heading.dx, y + heading.dy) { isInside($0, $1, label) }
      // Between two bends every midpoint lies on one line, and its ends are enough.
      if heading != previous || heading != next {
        points.append(
          PixelPoint(
            x: Double(x) + Double(heading.dx) / 2, y: Double(y) + Double(heading.dy) / 2))
      }
      (x, y) = (x + heading.dx, y + heading.dy)
      (previous, heading) = (heading, next)
    } while x != firstX || y != firstY || heading != .right
    return Contour(points: points)
  }

  private func isInside(_ x: Int, _ y: Int, _ label: Int32) -> Bool {
    x >= 0 && y >= 0 && x < width && y < height && labels[y * width + x] == label
  }
}

/// A step along a pixel edge, from one pixel corner to the next.
private enum Heading: Int {
  case right, down, left, up

  var dx: Int { [1, 0, -1, 0][rawValue] }
  var dy: Int { [0, 1, 0, -1][rawValue] }

  private func turned(by quarters: Int) -> Heading {
    Heading(rawValue: (rawValue + quarters) & 3) ?? self
  }

  /// The next step from corner (x, y), keeping the inside on the right.
  ///
  /// Where two pixels touch only at the corner the way stays with the pixel it came along, so the
  /// outline never touches itself.
  func turned(at x: Int, _ y: Int, isInside: (Int, Int) -> Bool) -> Heading {
    let right = ahead(x, y, toTheRight: true)
    let left = ahead(x, y, toTheRight: false)
    guard isInside(right.x, right.y) else { return turned(by: 1) }
    return isInside(left.x, left.y) ? turned(by: 3) : self
  }

  /// The pixel beyond corner (x, y), to the right or left of the way.
  private func ahead(_ x: Int, _ y: Int, toTheRight: Bool) -> (x: Int, y: Int) {
    switch (self, toTheRight) {
    case (.right, true), (.down, false): (x, y)
    case (.right, false), (.up, true): (x, y - 1)
    case (.down, true), (.left, false): (x - 1, y)
    case (.left, true), (.up, false): (x - 1, y - 1)
    }
  }
}

/// A closed outline in a stored frame: a simple polygon, in pixels, without repeating its first point.
package struct Contour: Hashable, Codable, Sendable {
  package var points: [PixelPoint]

  package init(points: [PixelPoint]) { self.points = points }

  /// Coded as `[[x, y], ...]`, the form of case files, messages and `sonodrill read`.
  package init(from decoder: any Decoder) throws {
    let pairs = try decoder.singleValueContainer().decode([[Double]].self)
    guard pairs.allSatisfy({ $0.count == 2 && $0[0].isFinite && $0[1].isFinite }) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "a contour is a list of [x, y] pairs of finite numbers"))
    }
    points = pairs.map { PixelPoint(x: $0[0], y: $0[1]) }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(points.map { [$0.x, $0.y] })
  }

  /// The smallest box around the outline; nil when it has no points.
  package var box: PixelBox? {
    guard let first = points.first else { return nil }
    var low = first
    var high = first
    for point in points {
      low = PixelPoint(x: min(low.x, point.x), y: min(low.y, point.y))
      high = PixelPoint(x: max(high.x, point.x), y: max(high.y, point.y))
    }
    return PixelBox(x: low.x, y: low.y, width: high.x - low.x, height: high.y - low.y)
  }

  /// Signed by direction: positive when the points run clockwise on screen (y down).
  package var signedArea: Double {
    var sum = 0.0
    forEachEdge { a, b in sum += a.x * b.y - b.x * a.y }
    return sum / 2
  }

  package var area: Double { abs(signedArea) }

  /// The centre of the enclosed area; the mean of the points when the area is zero.
  package var centroid: PixelPoint {
    let doubled = signedArea * 2
    guard abs(doubled) > 1e-9 else {
      let count = Double(max(points.count, 1))
      return PixelPoint(
        x: points.reduce(0) { $0 + $1.x } / count, y: points.reduce(0) { $0 + $1.y } / count)
    }
    var x = 0.0
    var y = 0.0
    forEachEdge { a, b in
      let cross = a.x * b.y - b.x * a.y
      x += (a.x + b.x) * cross
      y += (a.y + b.y) * cross
    }
    return PixelPoint(x: x / (3 * doubled), y: y / (3 * doubled))
  }

  /// Even–odd rule.
  package func contains(_ place: PixelPoint) -> Bool {
    var inside = false
    forEachEdge { a, b in
      if (a.y > place.y) != (b.y > place.y),
        place.x < (b.x - a.x) * (place.y - a.y) / (b.y - a.y) + a.x
      {
        inside.toggle()
      }
    }
    return inside
  }

  package func forEachEdge(_ body: (PixelPoint, PixelPoint) -> Void) {
    guard var previous = points.last else { return }
    for point in points {
      body(previous, point)
      previous = point
    }
  }
}

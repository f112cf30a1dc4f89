/// A length in tissue.
package struct Millimetres: Comparable, Hashable, Codable, Sendable {
  package var value: Double

  package init(_ value: Double) { self.value = value }

  package init(from decoder: any Decoder) throws {
    value = try decoder.singleValueContainer().decode(Double.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  package static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}

/// A place in a stored frame, in pixels.
///
/// The origin is the outer top-left corner of the top-left pixel; x runs right and y runs down,
/// away from the probe. The centre of the first pixel is (0.5, 0.5). (DICOM counts from that
/// centre: subtract 0.5.)
package struct PixelPoint: Hashable, Codable, Sendable {
  package var x: Double
  package var y: Double

  package init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  package var isFinite: Bool { x.isFinite && y.isFinite }
}

/// An axis-parallel rectangle in a stored frame, in pixels; `x`, `y` is the top-left corner.
package struct PixelBox: Hashable, Codable, Sendable {
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  package var centre: PixelPoint { PixelPoint(x: x + width / 2, y: y + height / 2) }
  package var area: Double { max(0, width) * max(0, height) }

  package func intersection(with other: PixelBox) -> Double {
    let overlapX = min(x + width, other.x + other.width) - max(x, other.x)
    let overlapY = min(y + height, other.y + other.height) - max(y, other.y)
    return overlapX > 0 && overlapY > 0 ? overlapX * overlapY : 0
  }

  /// Intersection over union, 0...1; 0 when both are empty.
  package func overlap(with other: PixelBox) -> Double {
    let shared = intersection(with: other)
    let union = area + other.area - shared
    return union > 0 ? shared / union : 0
  }
}

/// How much tissue one pixel covers, in millimetres, between pixel centres.
package struct PixelSpacing: Hashable, Codable, Sendable {
  package var x: Double
  package var y: Double

  package init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  package func distance(from a: PixelPoint, to b: PixelPoint) -> Millimetres {
    let dx = (b.x - a.x) * x
    let dy = (b.y - a.y) * y
    return Millimetres((dx * dx + dy * dy).squareRoot())
  }
}

/// Coded as `{"kind": "point" | "ellipse" | "box" | "freehand", ...}` with flat numbers, the form of
/// messages and stored reads. Numbers must be finite and sizes positive.
extension MarkShape: Codable {
  private enum Key: String, CodingKey {
    case kind, x, y, halfWidth, halfHeight, angle, width, height, contour
  }

  private enum Kind: String, Codable { case point, ellipse, box, freehand }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func number(_ key: Key) throws -> Double {
      let value = try values.decode(Double.self, forKey: key)
      guard value.isFinite, abs(value) < 1e6 else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: values, debugDescription: "\(key.rawValue) is not a usable number")
      }
      return value
    }
    func size(_ key: Key) throws -> Double {
      let value = try number(key)
      guard value > 0 else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: values, debugDescription: "\(key.rawValue) must be greater than 0")
      }
      return value
    }
    switch try values.decode(Kind.self, forKey: .kind) {
    case .point:
      self = .point(PixelPoint(x: try number(.x), y: try number(.y)))
    case .ellipse:
      self = .ellipse(
        centre: PixelPoint(x: try number(.x), y: try number(.y)),
        halfWidth: try size(.halfWidth), halfHeight: try size(.halfHeight),
        angle: try number(.angle))
    case .box:
      self = .box(
        PixelBox(
          x: try number(.x), y: try number(.y), width: try size(.width),
          height: try size(.height)))
    case .freehand:
      let contour = try values.decode(Contour.self, forKey: .contour)
      guard (3...2000).contains(contour.points.count) else {
        throw DecodingError.dataCorruptedError(
          forKey: .contour, in: values, debugDescription: "an outline has 3 to 2000 points")
      }
      self = .freehand(contour)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    switch self {
    case .point(let place):
      try values.encode(Kind.point, forKey: .kind)
      try encode(place, in: &values)
    case .ellipse(let centre, let halfWidth, let halfHeight, let angle):
      try values.encode(Kind.ellipse, forKey: .kind)
      try encode(centre, in: &values)
      try values.encode(halfWidth, forKey: .halfWidth)
      try values.encode(halfHeight, forKey: .halfHeight)
      try values.encode(angle, forKey: .angle)
    case .box(let box):
      try values.encode(Kind.box, forKey: .kind)
      try encode(PixelPoint(x: box.x, y: box.y), in: &values)
      try values.encode(box.width, forKey: .width)
      try values.encode(box.height, forKey: .height)
    case .freehand(let contour):
      try values.encode(Kind.freehand, forKey: .kind)
      try values.encode(contour, forKey: .contour)
    }
  }

  private func encode(_ place: PixelPoint, in values: inout KeyedEncodingContainer<Key>) throws {
    try values.encode(place.x, forKey: .x)
    try values.encode(place.y, forKey: .y)
  }
}

/// A reader's belief that a place is a lesion: 0 is certainly not, 1 is certainly so.
package struct Rating: Hashable, Codable, Sendable {
  package let value: Double

  package init?(_ value: Double) {
    guard (0...1).contains(value) else { return nil }
    self.value = value
  }

  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer().decode(Double.self)
    guard let rating = Rating(value) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a rating lies in 0...1"))
    }
    self = rating
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}

/// How a reader drew a mark, in stored-frame pixels.
package enum MarkShape: Hashable, Sendable {
  case point(PixelPoint)
  /// Half axes in pixels; `angle` in radians turns the first half axis clockwise from x.
  case ellipse(centre: PixelPoint, halfWidth: Double, halfHeight: Double, angle: Double)
  case box(PixelBox)
  case freehand(Contour)

  package var centre: PixelPoint {
    switch self {
    case .point(let place): place
    case .ellipse(let centre, _, _, _): centre
    case .box(let box): box.centre
    case .freehand(let contour): contour.centroid
    }
  }

  /// The area the reader enclosed; nil for a point.
  package var outline: Contour? {
    switch self {
    case .point: nil
    case .ellipse(let centre, let halfWidth, let halfHeight, let angle):
      ellipseOutline(centre, halfWidth, halfHeight, angle)
    case .box(let box):
      Contour(points: [
        PixelPoint(x: box.x, y: box.y), PixelPoint(x: box.x + box.width, y: box.y),
        PixelPoint(x: box.x + box.width, y: box.y + box.height),
        PixelPoint(x: box.x, y: box.y + box.height),
      ])
    case .freehand(let contour): contour
    }
  }
}

/// A straight measurement a reader drew on one frame, in pixels.
package struct Caliper: Hashable, Codable, Sendable {
  package var frame: Int
  package var from: PixelPoint
  package var to: PixelPoint

  package init(frame: Int, from: PixelPoint, to: PixelPoint) {
    self.frame = frame
    self.from = from
    self.to = to
  }
}

/// A lesion as a reader sees it: where, how sure, how described, which category.
package struct Mark: Hashable, Codable, Sendable, Identifiable {
  /// Chosen by the reader's browser; unique within the read.
  package var id: String
  package var view: String
  package var frame: Int
  package var shape: MarkShape
  package var rating: Rating
  package var descriptors: Descriptors
  package var assessment: Assessment?
  package var keyPlane: Int?
  package var calipers: [Caliper]
  /// Seconds each frame of `view` had been displayed when the mark was placed; nil: not recorded.
  package var displayedBefore: [Double]?

  package init(
    id: String, view: String, frame: Int, shape: MarkShape, rating: Rating,
    descriptors: Descriptors = Descriptors(), assessment: Assessment? = nil, keyPlane: Int? = nil,
    calipers: [Caliper] = [], displayedBefore: [Double]? = nil
  ) {
    self.id = id
    self.view = view
    self.frame = frame
    self.shape = shape
    self.rating = rating
    self.descriptors = descriptors
    self.assessment = assessment
    self.keyPlane = keyPlane
    self.calipers = calipers
    self.displayedBefore = displayedBefore
  }
}

/// All a reader answered about one case.
package struct Read: Hashable, Codable, Sendable {
  package var marks: [Mark]
  /// Said in words: there is no finding. Contradicts any mark.
  package var noFinding: Bool
  /// The category of the case; the most suspicious mark's when nil.
  package var assessment: Assessment?
  /// The reader's own probability of malignancy, 0...1.
  package var likelihood: Double?
  /// Image-quality faults the reader named: `gain`, `depth`, `focus`, `contact`, `motion`, `coverage`.
  package var qualityFaults: [String]
  /// Seconds each frame was displayed, by view: `displayed[view][frame]`.
  package var displayed: [String: [Double]]
  /// Seconds from first frame to commit, by the browser's clock.
  package var duration: Double

  package init(
    marks: [Mark] = [], noFinding: Bool = false, assessment: Assessment? = nil,
    likelihood: Double? = nil, qualityFaults: [String] = [], displayed: [String: [Double]] = [:],
    duration: Double = 0
  ) {
    self.marks = marks
    self.noFinding = noFinding
    self.assessment = assessment
    self.likelihood = likelihood
    self.qualityFaults = qualityFaults
    self.displayed = displayed
    self.duration = duration
  }
}

import Foundation
import Sonography

/// A loop of 60 frames at 25 a second, 400 × 400 pixels of 0.1 mm, with one round lesion of 5 mm
/// radius at (200, 200), visible in frames 20 to 40. Every number in the tests follows from these.
enum Example {
  static let view = Case.View(
    id: "radial", label: "Radial", file: "radial.mp4", sha256: "", frames: 60, width: 400,
    height: 400, frameRate: 25, spacing: PixelSpacing(x: 0.1, y: 0.1))

  static let still: Case.View = {
    var still = view
    (still.id, still.frames, still.frameRate) = ("still", 1, nil)
    return still
  }()

  static func reading(_ views: [Case.View] = [view]) -> Case {
    Case(
      id: "example", title: "Example", vignette: .init(text: "Lump."), views: views, tags: [],
      isSimulated: true, source: .init(name: "Tests", licence: "CC0-1.0", credit: "Tests"))
  }

  static func circle(x: Double, y: Double, radius: Double, points: Int = 48) -> Contour {
    Contour(
      points: (0..<points).map { step in
        let angle = 2 * Double.pi * Double(step) / Double(points)
        return PixelPoint(x: x + radius * cos(angle), y: y + radius * sin(angle))
      })
  }

  static func lesion(
    _ id: String = "l1", x: Double = 200, y: Double = 200, radius: Double = 50,
    frames: ClosedRange<Int> = 20...40, view: String = "radial", isMalignant: Bool = true,
    isScored: Bool = true, opinions: [Lesion.Opinion] = [opinion()]
  ) -> Lesion {
    Lesion(
      id: id, name: "Mass",
      pathology: .init(
        diagnosis: nil, isMalignant: isMalignant, evidence: .simulation),
      views: [appearance(x: x, y: y, radius: radius, frames: frames, view: view)],
      opinions: opinions, isScored: isScored)
  }

  static func appearance(
    by expert: String? = nil, x: Double = 200, y: Double = 200, radius: Double = 50,
    frames: ClosedRange<Int> = 20...40, view: String = "radial",
    keyPlane: KeyPlane? = KeyPlane(best: 30, first: 28, last: 32)
  ) -> Lesion.Appearance {
    let outline = circle(x: x, y: y, radius: radius)
    return Lesion.Appearance(
      view: view, expert: expert, outlines: frames.map { .init(frame: $0, contour: outline) },
      keyPlane: keyPlane)
  }

  static func opinion(
    _ expert: String = "a", _ terms: [String: [String]] = words, _ assessment: String = "4C",
    longAxis: Double? = 10
  ) -> Lesion.Opinion {
    Lesion.Opinion(
      expert: expert, descriptors: Descriptors(terms), assessment: Assessment(assessment),
      longAxis: longAxis.map(Millimetres.init))
  }

  static let words = [
    "shape": ["irregular"], "margin": ["not_circumscribed"],
    "margin_detail": ["angular", "spiculated"], "posterior": ["shadowing"],
  ]

  static func truth(
    _ lesions: [Lesion] = [lesion()], outcome: ReferenceStandard.Outcome = .malignant,
    assessments: [String] = ["4C"], faults: [String] = []
  ) -> ReferenceStandard {
    ReferenceStandard(
      lesions: lesions, outcome: outcome, assessments: assessments.map { Assessment($0) },
      qualityFaults: faults)
  }

  static let normal = truth([], outcome: .normal, assessments: ["1"])

  static func mark(
    _ id: String = "m1", x: Double = 200, y: Double = 200, frame: Int = 30,
    view: String = "radial", rating: Double = 0.8, shape: MarkShape? = nil,
    terms: [String: [String]] = [:], assessment: String? = nil, keyPlane: Int? = nil,
    calipers: [Caliper] = [], displayedBefore: [Double]? = nil
  ) -> Mark {
    Mark(
      id: id, view: view, frame: frame, shape: shape ?? .point(PixelPoint(x: x, y: y)),
      rating: Rating(rating)!, descriptors: Descriptors(terms),
      assessment: assessment.map { Assessment($0) }, keyPlane: keyPlane, calipers: calipers,
      displayedBefore: displayedBefore)
  }
}

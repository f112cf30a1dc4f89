import Foundation
import Sonography

/// A lesion that is not there, as the AI would report it: one track of slowly changing outlines.
struct FalseAlarm {
  /// Without number, likelihood, category and words.
  let track: LesionTrack
  /// By frame.
  let findings: [Int: Finding]

  /// What such a dark place looks like, in the words the AI has for every finding.
  static let words = [
    "calcifications": ["none"], "echo": ["hypoechoic"], "orientation": ["parallel"],
    "posterior": ["none"],
  ]
  /// Points of an outline and what the AI says of how sure it is.
  private static let points = 72
  private static let confidence = 0.72..<0.97

  /// Nil when the view has no dark place clear of every lesion and finding.
  init?(
    on view: Case.View, trace: AITrace, truth: ReferenceStandard, darkness: Darkness?,
    using random: inout SplitMix64
  ) {
    let side = Double(min(view.width, view.height))
    let halfWidth = side * Double.random(in: 0.075..<0.13, using: &random)
    let halfHeight = halfWidth * Double.random(in: 0.6..<0.85, using: &random)
    let taken = Self.taken(view: view.id, trace: trace, truth: truth)
    let place = darkness?.darkest(halfWidth: halfWidth, halfHeight: halfHeight, clearOf: taken, using: &random)
    guard let place else { return nil }
    let span = Self.span(of: view.frames, using: &random)
    let blob = Blob(
      centre: place, halfWidth: halfWidth, halfHeight: halfHeight, span: span, points: Self.points,
      using: &random)
    let sure = Double.random(in: Self.confidence, using: &random)
    var findings: [Int: Finding] = [:]
    for frame in span {
      let contour = blob.contour(at: frame)
      guard let box = contour.box else { continue }
      let wobble = 0.02 * Double.random(in: -1..<1, using: &random)
      findings[frame] = Finding(
        confidence: min(0.9995, max(0.3, sure + wobble)), box: box, contour: contour,
        longAxis: view.spacing.map { Self.longAxis(contour, $0) })
    }
    let middle = (span.lowerBound + span.upperBound) / 2
    track = LesionTrack(
      id: 0, firstFrame: span.lowerBound, lastFrame: span.upperBound, keyPlane: middle,
      confidence: sure, descriptors: Descriptors(), longAxis: findings[middle]?.longAxis)
    self.findings = findings
  }

  /// A fifth to two fifths of the loop about its middle frame, where it was seen to be dark; all of a still.
  private static func span(of frames: Int, using random: inout SplitMix64) -> ClosedRange<Int> {
    guard frames > 5 else { return 0...max(0, frames - 1) }
    let length = max(5, Int(Double(frames) * Double.random(in: 0.2..<0.4, using: &random)))
    let before = Int(Double(length) * Double.random(in: 0.3..<0.7, using: &random))
    let first = min(max(0, frames / 2 - before), frames - length)
    return first...(first + length - 1)
  }

  private static func taken(view: String, trace: AITrace, truth: ReferenceStandard) -> [PixelBox] {
    let outlines = truth.lesions.flatMap(\.views).filter { $0.view == view }.flatMap(\.outlines)
    return outlines.compactMap(\.contour.box) + trace.frames.flatMap(\.findings).map(\.box)
  }

  private static func longAxis(_ contour: Contour, _ spacing: PixelSpacing) -> Millimetres {
    let points = contour.points
    var longest = 0.0
    for (index, a) in points.enumerated() {
      for b in points[(index + 1)...] { longest = max(longest, spacing.distance(from: a, to: b).value) }
    }
    return Millimetres(longest)
  }
}

/// A dark patch that comes into the plane and leaves it again: an ellipse with a restless edge.
private struct Blob {
  let centre: PixelPoint
  let halfWidth: Double
  let halfHeight: Double
  let span: ClosedRange<Int>
  let points: Int
  /// Amplitude, phase and drift per frame of each wave round the edge.
  private let waves: [(amplitude: Double, phase: Double, drift: Double)]
  private let slide: (x: Double, y: Double)

  init(
    centre: PixelPoint, halfWidth: Double, halfHeight: Double, span: ClosedRange<Int>, points: Int,
    using random: inout SplitMix64
  ) {
    self.centre = centre
    self.halfWidth = halfWidth
    self.halfHeight = halfHeight
    self.span = span
    self.points = points
    waves = (2...7).map { order in
      (
        Double.random(in: 0.02..<0.14, using: &random) / Double(order).squareRoot(),
        Double.random(in: 0..<(2 * .pi), using: &random), Double.random(in: -0.12..<0.12, using: &random)
      )
    }
    slide = (
      Double.random(in: -0.5..<0.5, using: &random) * halfWidth,
      Double.random(in: -0.3..<0.3, using: &random) * halfHeight
    )
  }

  func contour(at frame: Int) -> Contour {
    let length = Double(max(1, span.upperBound - span.lowerBound))
    let progress = Double(frame - span.lowerBound) / length
    let size = 0.62 + 0.38 * sin(.pi * progress)
    let along = progress - 0.5
    return Contour(
      points: (0..<points).map { index in
        let angle = 2 * .pi * Double(index) / Double(points)
        let edge = size * (1 + ripple(angle, frame))
        return PixelPoint(
          x: centre.x + slide.x * along + halfWidth * edge * cos(angle),
          y: centre.y + slide.y * along + halfHeight * edge * sin(angle))
      })
  }

  private func ripple(_ angle: Double, _ frame: Int) -> Double {
    waves.enumerated().reduce(0) { sum, wave in
      let (amplitude, phase, drift) = wave.element
      return sum + amplitude * sin(Double(wave.offset + 2) * angle + phase + drift * Double(frame))
    }
  }
}

import Sonography

/// How good a picture is, by rules a trainee can be told: gain, contact, depth, focus, motion.
///
/// Severities run from 0 (no fault) to 1 (certain). They begin where about one in a hundred ordinary pictures
/// of BUS-BRA and BrEaST lies, or beyond. Everything is measured on the letterboxed frame; motion
/// compares it with the frame before, so it is known from the second frame of a loop on.
struct QualityRules {
  /// Below this many pixels a side there is nothing to read.
  static let smallestSide = 32

  private var before: (index: Int, thumbnail: [Float], width: Int, height: Int)?

  mutating func quality(of frame: Frame, square: [Float], letterbox: Letterbox) -> ImageQuality {
    let content = PictureContent(square: square, letterbox: letterbox)
    defer { before = (frame.index, content.thumbnail, frame.width, frame.height) }
    if let reason = content.unreadable(frame) { return .unreadable(reason) }
    let faults = [
      "gainLow": ramp(content.median, from: 0.11, to: 0.06),
      "gainHigh": max(ramp(content.median, from: 0.48, to: 0.65), ramp(content.saturated, from: 0.05, to: 0.2)),
      "contact": ramp(content.darkColumns, from: 0.04, to: 0.12),
      "depth": ramp(content.emptyDepth, from: 0.25, to: 0.5),
      "focus": ramp(content.detail, from: 0.028, to: 0.018),
      "motion": motion(frame, content),
    ]
    return ImageQuality(faults: faults, isReadable: true, advice: Self.advice(faults))
  }

  /// How little the picture resembles the one before.
  private func motion(_ frame: Frame, _ content: PictureContent) -> Double {
    guard let before, before.index + 1 == frame.index, before.width == frame.width, before.height == frame.height
    else { return 0 }
    return ramp(correlation(before.thumbnail, content.thumbnail), from: 0.75, to: 0.45)
  }

  private static let sentences = [
    "gainLow": "The picture is too dark: raise the gain.",
    "gainHigh": "The picture is too bright: lower the gain.",
    "contact": "Part of the probe has lost the skin: more gel, or level the probe.",
    "depth": "The lower part shows nothing: reduce the depth.",
    "focus": "The picture is blurred: set the focus to the level of interest.",
    "motion": "The probe moves too fast: slow down.",
  ]

  private static func advice(_ faults: [String: Double]) -> String? {
    let worst = faults.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.first
    guard let worst, worst.value >= 0.5 else { return nil }
    return sentences[worst.key]
  }
}

extension ImageQuality {
  static func unreadable(_ reason: String) -> ImageQuality { ImageQuality(isReadable: false, advice: reason) }
}

/// 0 at `from`, 1 at `to`, straight between; `to` may lie below `from`.
private func ramp(_ value: Double, from: Double, to: Double) -> Double {
  min(1, max(0, (value - from) / (to - from)))
}

/// Pearson's correlation; 1 where either is constant.
private func correlation(_ a: [Float], _ b: [Float]) -> Double {
  let count = Double(min(a.count, b.count))
  let (meanA, meanB) = (a.reduce(0) { $0 + Double($1) } / count, b.reduce(0) { $0 + Double($1) } / count)
  var (ab, aa, bb) = (0.0, 0.0, 0.0)
  for (x, y) in zip(a, b) {
    let (dx, dy) = (Double(x) - meanA, Double(y) - meanB)
    ab += dx * dy
    aa += dx * dx
    bb += dy * dy
  }
  return aa > 1e-9 && bb > 1e-9 ? ab / (aa * bb).squareRoot() : 1
}

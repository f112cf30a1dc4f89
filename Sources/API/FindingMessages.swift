package import Sonography

/// The AI's findings on one frame, as sent with that frame and as printed by `sonodrill read`.
package struct FrameFindingsMessage: Encodable, Sendable {
  var frame: Int
  var timeSeconds: Double
  var findings: [FindingMessage]
  var quality: QualityMessage

  package init(_ findings: FrameFindings) {
    frame = findings.frame
    timeSeconds = rounded(findings.time, 6)
    self.findings = findings.findings.map(FindingMessage.init)
    quality = QualityMessage(findings.quality)
  }
}

package struct FindingMessage: Encodable, Sendable {
  @Nullable var track: Int?
  var confidence: Double
  var box: PixelBox
  var contour: [[Double]]
  @Nullable var malignancy: Double?
  @Nullable var assessment: String?
  var descriptors: [String: [String]]
  @Nullable var longAxisMm: Double?

  package init(_ finding: Finding) {
    track = finding.track
    confidence = rounded(finding.confidence, 4)
    box = PixelBox(
      x: rounded(finding.box.x, 2), y: rounded(finding.box.y, 2),
      width: rounded(finding.box.width, 2), height: rounded(finding.box.height, 2))
    contour = pairs(finding.contour)
    malignancy = finding.malignancy.map { rounded($0, 4) }
    assessment = finding.assessment?.rawValue
    descriptors = finding.descriptors.terms
    longAxisMm = finding.longAxis.map { rounded($0.value, 2) }
  }
}

package struct QualityMessage: Encodable, Sendable {
  var readable: Bool
  var faults: [String: Double]
  @Nullable var advice: String?

  package init(_ quality: ImageQuality) {
    readable = quality.isReadable
    faults = quality.faults.mapValues { rounded($0, 3) }
    advice = quality.advice
  }
}

struct TrackMessage: Encodable {
  var id: Int
  var firstFrame: Int
  var lastFrame: Int
  var keyPlane: Int
  var confidence: Double
  @Nullable var malignancy: Double?
  @Nullable var assessment: String?
  var descriptors: [String: [String]]
  @Nullable var longAxisMm: Double?

  init(_ track: LesionTrack) {
    id = track.id
    firstFrame = track.firstFrame
    lastFrame = track.lastFrame
    keyPlane = track.keyPlane
    confidence = rounded(track.confidence, 4)
    malignancy = track.malignancy.map { rounded($0, 4) }
    assessment = track.assessment?.rawValue
    descriptors = track.descriptors.terms
    longAxisMm = track.longAxis.map { rounded($0.value, 2) }
  }
}

/// Wire numbers carry as many decimals as they mean.
func rounded(_ value: Double, _ decimals: Int) -> Double {
  let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
  return (value * scale).rounded() / scale
}

func pairs(_ contour: Contour) -> [[Double]] {
  contour.points.map { [rounded($0.x, 2), rounded($0.y, 2)] }
}

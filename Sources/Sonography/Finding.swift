/// What the AI reports at one place of one frame.
package struct Finding: Hashable, Codable, Sendable {
  /// The same number for the same lesion through the loop; nil before the tracker has accepted it.
  package var track: Int?
  /// That this is a lesion at all, 0...1.
  package var confidence: Double
  package var box: PixelBox
  package var contour: Contour
  /// Calibrated probability of malignancy at the card's prevalence, 0...1; nil when not assessed.
  package var malignancy: Double?
  package var assessment: Assessment?
  package var descriptors: Descriptors
  /// Longest diameter; nil without a spacing.
  package var longAxis: Millimetres?

  package init(
    track: Int? = nil, confidence: Double, box: PixelBox, contour: Contour,
    malignancy: Double? = nil, assessment: Assessment? = nil,
    descriptors: Descriptors = Descriptors(), longAxis: Millimetres? = nil
  ) {
    self.track = track
    self.confidence = confidence
    self.box = box
    self.contour = contour
    self.malignancy = malignancy
    self.assessment = assessment
    self.descriptors = descriptors
    self.longAxis = longAxis
  }
}

/// Technical adequacy of one frame.
package struct ImageQuality: Hashable, Codable, Sendable {
  /// Severity of each fault, 0 none ... 1 certain, by name: `gainLow`, `gainHigh`, `contact`,
  /// `motion`, `depth`, `focus`.
  package var faults: [String: Double]
  /// False when the frame cannot be read at all (black, white, noise, tiny).
  package var isReadable: Bool
  /// What to do about the worst fault; nil when none matters.
  package var advice: String?

  package init(faults: [String: Double] = [:], isReadable: Bool = true, advice: String? = nil) {
    self.faults = faults
    self.isReadable = isReadable
    self.advice = advice
  }
}

/// Everything the AI says about one frame.
package struct FrameFindings: Hashable, Codable, Sendable {
  package var frame: Int
  /// Seconds from the start of the loop.
  package var time: Double
  package var findings: [Finding]
  package var quality: ImageQuality

  package init(frame: Int, time: Double, findings: [Finding], quality: ImageQuality) {
    self.frame = frame
    self.time = time
    self.findings = findings
    self.quality = quality
  }
}

/// One lesion followed through the frames of a loop.
package struct LesionTrack: Hashable, Codable, Sendable {
  package var id: Int
  package var firstFrame: Int
  package var lastFrame: Int
  /// The frame where it is best seen.
  package var keyPlane: Int
  /// Fused over the track, 0...1.
  package var confidence: Double
  package var malignancy: Double?
  package var assessment: Assessment?
  package var descriptors: Descriptors
  /// Longest diameter at the key plane; nil without a spacing.
  package var longAxis: Millimetres?

  package init(
    id: Int, firstFrame: Int, lastFrame: Int, keyPlane: Int, confidence: Double,
    malignancy: Double? = nil, assessment: Assessment? = nil,
    descriptors: Descriptors = Descriptors(), longAxis: Millimetres? = nil
  ) {
    self.id = id
    self.firstFrame = firstFrame
    self.lastFrame = lastFrame
    self.keyPlane = keyPlane
    self.confidence = confidence
    self.malignancy = malignancy
    self.assessment = assessment
    self.descriptors = descriptors
    self.longAxis = longAxis
  }
}

/// The frozen record of one loop read by one model: what a drill replays.
package struct AITrace: Hashable, Codable, Sendable {
  package var modelDigest: String
  package var frames: [FrameFindings]
  package var tracks: [LesionTrack]

  package init(modelDigest: String, frames: [FrameFindings], tracks: [LesionTrack]) {
    self.modelDigest = modelDigest
    self.frames = frames
    self.tracks = tracks
  }
}

import AICore
import Sonography
import Testing

/// Laws of the tracker over seeded scenes of synthetic findings.
@Suite struct LesionTrackerTests {
  private static func sighting(
    x: Double, y: Double, width: Double = 60, height: Double = 40, confidence: Double = 0.9, logit: Double = 0,
    sharpness: Double = 1
  ) -> Sighting {
    let box = PixelBox(x: x - width / 2, y: y - height / 2, width: width, height: height)
    let corners = [(box.x, box.y), (box.x + width, box.y), (box.x + width, box.y + height), (box.x, box.y + height)]
    let contour = Contour(points: corners.map { PixelPoint(x: $0.0, y: $0.1) })
    let finding = Finding(confidence: confidence, box: box, contour: contour, malignancy: sigmoid(logit))
    return Sighting(finding: finding, malignancyLogit: logit, sharpness: sharpness)
  }

  private func tracker(_ needed: Int = 5) -> LesionTracker {
    LesionTracker(card: Released.card, sightingsNeeded: needed)
  }

  private func accepted(_ tracker: LesionTracker) -> [LesionTrail] { tracker.trails.filter { $0.number != nil } }

  @Test(arguments: UInt64(1)...100)
  func `a moving lesion is one track from its first to its last frame, gaps and jitter or not`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let speed = Double.random(in: -3...3, using: &random)
    var tracker = tracker()
    var gap = 0
    for frame in 0..<60 {
      let isLosing = Int.random(in: 0..<20, using: &random) == 0
      gap = gap > 0 ? gap - 1 : (isLosing ? Int.random(in: 1...3, using: &random) : 0)
      let jitter = Double.random(in: -4...4, using: &random)
      let isSeen = gap == 0 || frame == 0 || frame == 59
      let seen = Self.sighting(
        x: 300 + speed * Double(frame) + jitter, y: 200 + jitter / 2,
        confidence: Double.random(in: 0.55...0.98, using: &random))
      tracker.update(frame: frame, quality: 1, sightings: isSeen ? [seen] : [])
    }
    #expect(accepted(tracker).map(\.number) == [1])
    #expect(accepted(tracker).first?.firstFrame == 0 && accepted(tracker).first?.lastFrame == 59)
    #expect((0..<60).allSatisfy { accepted(tracker)[0].finding(at: $0) != nil })
  }

  @Test(arguments: UInt64(1)...100)
  func `a flicker of up to three frames is never accepted`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var tracker = tracker()
    let length = Int.random(in: 1...3, using: &random)
    let start = Int.random(in: 0...20, using: &random)
    for frame in 0..<40 {
      let isSeen = (start..<(start + length)).contains(frame)
      tracker.update(
        frame: frame, quality: 1, sightings: isSeen ? [Self.sighting(x: 200, y: 150, confidence: 0.99)] : [])
    }
    #expect(accepted(tracker).isEmpty)
  }

  @Test(arguments: UInt64(1)...50)
  func `doubtful findings alone never begin a track`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var tracker = tracker()
    for frame in 0..<40 {
      let confidence = Double.random(in: 0.26...0.49, using: &random)
      tracker.update(frame: frame, quality: 1, sightings: [Self.sighting(x: 200, y: 150, confidence: confidence)])
    }
    #expect(tracker.trails.isEmpty)
  }

  @Test func `an accepted track is kept by doubtful findings`() {
    var tracker = tracker()
    for frame in 0..<30 {
      let confidence = frame < 8 ? 0.9 : 0.3
      tracker.update(frame: frame, quality: 1, sightings: [Self.sighting(x: 200, y: 150, confidence: confidence)])
    }
    #expect(accepted(tracker).map(\.lastFrame) == [29])
  }

  @Test(arguments: UInt64(1)...50)
  func `two lesions keep their own numbers`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var tracker = tracker()
    for frame in 0..<50 {
      let jitter = Double.random(in: -3...3, using: &random)
      let left = Self.sighting(x: 150 + jitter + Double(frame), y: 150, logit: -2)
      let right = Self.sighting(x: 330 + jitter - Double(frame) / 2, y: 170, logit: 2)
      tracker.update(frame: frame, quality: 1, sightings: Bool.random(using: &random) ? [left, right] : [right, left])
    }
    #expect(accepted(tracker).count == 2)
    for trail in accepted(tracker) {
      #expect(Set(trail.sightings.map(\.sighting.malignancyLogit)).count == 1)
    }
  }

  @Test func `a lesion that leaves the plane and comes back is the same`() {
    var tracker = tracker()
    for frame in 0..<60 {
      let isSeen = frame < 15 || frame > 40
      tracker.update(frame: frame, quality: 1, sightings: isSeen ? [Self.sighting(x: 200, y: 150)] : [])
    }
    #expect(accepted(tracker).map(\.number) == [1])
    #expect(accepted(tracker)[0].finding(at: 17) != nil && accepted(tracker)[0].finding(at: 30) == nil)
  }

  @Test func `a still's finding is believed at once`() {
    var tracker = tracker(1)
    tracker.update(frame: 0, quality: 1, sightings: [Self.sighting(x: 100, y: 100)])
    #expect(accepted(tracker).map(\.number) == [1])
  }

  @Test func `the key plane is where the lesion is large, sharp and sure`() {
    var tracker = tracker()
    for frame in 0..<40 {
      let size = 30 + 30 * (1 - abs(Double(frame) - 23) / 23)
      tracker.update(
        frame: frame, quality: frame == 24 ? 0.2 : 1,
        sightings: [Self.sighting(x: 200, y: 150, width: size, height: size)])
    }
    let track = TrackSummary(trail: accepted(tracker)[0], card: Released.card).track(1)
    #expect(track.keyPlane == 23)
  }

  @Test func `malignancy is the weighted mean of the log-odds`() throws {
    var tracker = tracker()
    for frame in 0..<10 {
      let isSmall = frame == 5
      let sighting = Self.sighting(
        x: 200, y: 150, width: isSmall ? 32 : 60, height: isSmall ? 32 : 60, confidence: isSmall ? 0.5 : 0.9,
        logit: isSmall ? 6 : -1)
      tracker.update(frame: frame, quality: 1, sightings: [sighting])
    }
    let track = TrackSummary(trail: accepted(tracker)[0], card: Released.card).track(1)
    // Nine frames of 3600 × 0.9 at −1, one of 1024 × 0.5 at 6.
    let (large, small) = (9 * 3600 * 0.9, 1024 * 0.5)
    let expected: Double = (small * 6 - large) / (large + small)
    #expect(abs(logit(try #require(track.malignancy)) - expected) < 1e-6)
  }
}

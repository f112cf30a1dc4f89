package import Sonography

/// Reads a loop from its first frame to its last, so that a lesion is one track and a flicker is none.
///
/// `read` answers at once and knows only the frames so far; `trace` looks back over the whole loop: tracks
/// begin where they were first seen, short gaps are bridged, and every frame of a track carries the track's
/// malignancy, category and descriptors.
package struct LoopReading {
  /// Frames that must show a lesion before a moving picture's finding is believed.
  private static let usualSightings = 5

  private let analyzer: FrameAnalyzer
  private let isStill: Bool
  private var tracker: LesionTracker
  private var frames: [(index: Int, time: Double, quality: ImageQuality)] = []

  /// - Parameter frameCount: how many frames will come; nil when that is not known. A still is believed at
  ///   once and looked at twice, the second time mirrored; a loop of a few frames needs fewer sightings.
  package init(_ analyzer: FrameAnalyzer, frameCount: Int? = nil) {
    self.analyzer = analyzer
    isStill = frameCount == 1
    let needed = frameCount.map { min(Self.usualSightings, max(1, ($0 + 2) / 3)) } ?? Self.usualSightings
    tracker = LesionTracker(card: analyzer.reader.card, sightingsNeeded: needed)
  }

  /// The findings on this frame of the tracks accepted so far.
  package mutating func read(_ frame: Frame) throws(ReaderError) -> FrameFindings {
    let view = try analyzer.view(of: frame, mirrored: isStill)
    frames.append((frame.index, frame.time, view.quality))
    tracker.update(frame: frame.index, quality: view.quality.worth, sightings: view.sightings)
    let findings = accepted.filter { !$0.isOver }.compactMap { finding(of: $0, at: frame.index) }
    return FrameFindings(frame: frame.index, time: frame.time, findings: findings, quality: view.quality)
  }

  /// The loop as read so far, in hindsight.
  package var trace: AITrace {
    let summaries = accepted.map { TrackSummary(trail: $0, card: analyzer.reader.card) }
    let tracks = summaries.map { $0.track($0.trail.number ?? 0) }
    let frames = frames.map { frame in
      let findings = zip(accepted, tracks).compactMap { trail, track -> Finding? in
        guard frame.index <= trail.lastFrame else { return nil }
        return trail.finding(at: frame.index)?.assessed(as: track)
      }
      return FrameFindings(frame: frame.index, time: frame.time, findings: findings, quality: frame.quality)
    }
    return AITrace(modelDigest: analyzer.reader.digest, frames: frames, tracks: tracks)
  }

  /// Reads all frames of a loop.
  package static func trace(of loop: [Frame], by analyzer: FrameAnalyzer) throws(ReaderError) -> AITrace {
    var reading = LoopReading(analyzer, frameCount: loop.count)
    for frame in loop { _ = try reading.read(frame) }
    return reading.trace
  }

  private var accepted: [LesionTrail] {
    tracker.trails.filter { $0.number != nil }.sorted { ($0.number ?? 0) < ($1.number ?? 0) }
  }

  private func finding(of trail: LesionTrail, at frame: Int) -> Finding? {
    let summary = TrackSummary(trail: trail, card: analyzer.reader.card)
    return trail.finding(at: frame)?.assessed(as: summary.track(trail.number ?? 0))
  }
}

extension Finding {
  /// This finding with its track's number, malignancy, category and descriptors.
  fileprivate func assessed(as track: LesionTrack) -> Finding {
    var finding = self
    finding.track = track.id
    finding.malignancy = track.malignancy
    finding.assessment = track.assessment
    finding.descriptors = track.descriptors
    return finding
  }
}

extension ImageQuality {
  /// How much a frame counts among others: 1 without faults.
  var worth: Double { isReadable ? 1 - 0.8 * (faults.values.max() ?? 0) : 0 }
}

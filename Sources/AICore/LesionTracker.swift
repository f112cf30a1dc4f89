import Sonography

/// Links findings of one frame to those of the frames before: one lesion, one track.
///
/// Two stages, as in ByteTrack (Zhang et al., 2022): sure findings first, then doubtful ones for the tracks
/// still waiting, never for new ones. A track is accepted only when enough frames have spoken for it, so a
/// shadow that looks like a lesion for three frames stays unreported; once accepted it bridges short gaps,
/// and for a while is known again where it left. Cost: findings × tracks a frame.
package struct LesionTracker {
  /// Frames a track bridges unseen, and frames after which it is forgotten.
  package static let bridge = 5
  package static let memory = 45
  /// Frames a track not yet accepted may miss.
  private static let flicker = 3
  /// Logits a track must gather before it is accepted, and at most keeps.
  private static let acceptance = 4.0
  private static let evidenceLimit = 12.0

  let card: ReaderCard
  /// Frames that must show a lesion before it counts; 1 for a still.
  let sightingsNeeded: Int
  package private(set) var trails: [LesionTrail] = []
  private var nextNumber = 1

  package init(card: ReaderCard, sightingsNeeded: Int) {
    (self.card, self.sightingsNeeded) = (card, sightingsNeeded)
  }

  /// Takes in one frame's sightings.
  package mutating func update(frame: Int, quality: Double, sightings: [Sighting]) {
    for index in trails.indices where !trails[index].isOver { trails[index].advance() }
    let sure = sightings.filter { $0.finding.confidence >= card.findingThreshold }
    let doubtful = sightings.filter {
      $0.finding.confidence < card.findingThreshold && $0.finding.confidence >= card.trailingThreshold
    }
    let unmatched = link(sure, frame, quality) { _ in true }
    _ = link(doubtful, frame, quality) { $0.missed <= Self.bridge }
    for sighting in unmatched { begin(sighting, frame, quality) }
    settle()
  }

  /// Gives each sighting to the track it fits best, best fits first.
  ///
  /// - Returns: the sightings no track wanted.
  private mutating func link(
    _ sightings: [Sighting], _ frame: Int, _ quality: Double, to candidates: (LesionTrail) -> Bool
  ) -> [Sighting] {
    var fits: [(trail: Int, sighting: Int, affinity: Double)] = []
    for (t, trail) in trails.enumerated() where !trail.isOver && trail.lastFrame < frame && candidates(trail) {
      for (s, sighting) in sightings.enumerated() {
        let affinity = trail.affinity(to: sighting.finding.box)
        if affinity > 0 { fits.append((t, s, affinity)) }
      }
    }
    fits.sort { ($1.affinity, $0.trail, $0.sighting) < ($0.affinity, $1.trail, $1.sighting) }
    var taken = Set<Int>()
    for fit in fits where trails[fit.trail].lastFrame < frame && !taken.contains(fit.sighting) {
      taken.insert(fit.sighting)
      trails[fit.trail].add(sightings[fit.sighting], frame: frame, quality: quality)
      weigh(fit.trail, sightings[fit.sighting])
    }
    return sightings.indices.filter { !taken.contains($0) }.map { sightings[$0] }
  }

  private mutating func begin(_ sighting: Sighting, _ frame: Int, _ quality: Double) {
    trails.append(LesionTrail(sighting, frame: frame, quality: quality))
    weigh(trails.count - 1, sighting)
  }

  private mutating func weigh(_ index: Int, _ sighting: Sighting) {
    let surplus = logit(sighting.finding.confidence) - logit(card.findingThreshold) + 0.7
    let evidence = trails[index].evidence + min(2, max(-1.5, surplus))
    trails[index].evidence = min(Self.evidenceLimit, evidence)
  }

  /// Accepts what has earned it, and ends what has not been seen for too long.
  private mutating func settle() {
    for index in trails.indices where !trails[index].isOver {
      let trail = trails[index]
      if trail.number == nil, isEarned(trail) {
        trails[index].number = nextNumber
        nextNumber += 1
      } else if trail.missed > 0 {
        trails[index].evidence -= 0.7
        let patience = trail.number == nil ? Self.flicker : Self.memory
        trails[index].isOver = trail.missed > patience
      }
    }
    trails.removeAll { $0.isOver && $0.number == nil }
  }

  private func isEarned(_ trail: LesionTrail) -> Bool {
    if sightingsNeeded == 1 { return true }
    let enough = min(Self.acceptance, 0.8 * Double(sightingsNeeded))
    return trail.sightings.count >= sightingsNeeded && trail.evidence >= enough
  }
}

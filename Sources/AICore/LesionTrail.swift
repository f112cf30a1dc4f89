package import Sonography

/// What is known of one lesion over the frames so far.
package struct LesionTrail {
  package struct Entry {
    package let frame: Int
    package let quality: Double
    package let sighting: Sighting
  }

  /// Given when the track is accepted.
  package internal(set) var number: Int?
  var evidence = 0.0
  var isOver = false
  package private(set) var sightings: [Entry]
  private(set) var missed = 0
  private var box: PixelBox
  private var velocity = (x: 0.0, y: 0.0)

  init(_ sighting: Sighting, frame: Int, quality: Double) {
    sightings = [Entry(frame: frame, quality: quality, sighting: sighting)]
    box = sighting.finding.box
  }

  package var firstFrame: Int { sightings[0].frame }
  package var lastFrame: Int { sightings[sightings.count - 1].frame }

  /// Expects the lesion one frame on, at its last velocity; standing still once it has been lost.
  mutating func advance() {
    missed += 1
    guard missed <= LesionTracker.bridge else { return }
    box.x += velocity.x
    box.y += velocity.y
  }

  /// Overlap, eased by nearness; 0 where it cannot be the same lesion.
  func affinity(to other: PixelBox) -> Double {
    let overlap = box.overlap(with: other)
    let (dx, dy) = (other.centre.x - box.centre.x, other.centre.y - box.centre.y)
    let reach = 0.5 * (box.area.squareRoot() + other.area.squareRoot())
    let nearness = max(0, 1 - (dx * dx + dy * dy).squareRoot() / max(reach, 1))
    let likeness = min(box.area, other.area) / max(box.area, other.area, 1e-9)
    // Long unseen, only a clear overlap brings a track back.
    if missed > LesionTracker.bridge + 1 { return overlap > 0.2 ? overlap : 0 }
    return overlap > 0.1 || (nearness > 0.4 && likeness > 0.25) ? overlap + 0.5 * nearness : 0
  }

  /// Corrects position and velocity (an α–β filter) and remembers the sighting.
  mutating func add(_ sighting: Sighting, frame: Int, quality: Double) {
    let seen = sighting.finding.box
    let (dx, dy) = (seen.centre.x - box.centre.x, seen.centre.y - box.centre.y)
    velocity.x += 0.3 * dx / Double(max(1, missed))
    velocity.y += 0.3 * dy / Double(max(1, missed))
    if missed > LesionTracker.bridge { velocity = (0, 0) }
    box = seen
    missed = 0
    sightings.append(Entry(frame: frame, quality: quality, sighting: sighting))
  }

  /// The finding to show on a frame: what was seen, or the last sighting moved on over a short gap.
  package func finding(at frame: Int) -> Finding? {
    guard let entry = sightings.last(where: { $0.frame <= frame }) else { return nil }
    let gap = frame - entry.frame
    guard gap <= LesionTracker.bridge else { return nil }
    return gap == 0 ? entry.sighting.finding : moved(entry, to: frame)
  }

  /// Between two sightings the outline travels straight from one centre to the next; after the last it stays.
  private func moved(_ entry: Entry, to frame: Int) -> Finding {
    var finding = entry.sighting.finding
    for _ in entry.frame..<frame { finding.confidence *= 0.85 }
    guard let later = sightings.first(where: { $0.frame > frame }) else { return finding }
    let share = Double(frame - entry.frame) / Double(later.frame - entry.frame)
    let (from, to) = (finding.box.centre, later.sighting.finding.box.centre)
    let (dx, dy) = (share * (to.x - from.x), share * (to.y - from.y))
    finding.box.x += dx
    finding.box.y += dy
    finding.contour.points = finding.contour.points.map { PixelPoint(x: $0.x + dx, y: $0.y + dy) }
    return finding
  }
}

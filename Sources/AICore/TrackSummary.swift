package import Sonography

/// One lesion's assessment over all its frames.
package struct TrackSummary {
  let trail: LesionTrail
  let card: ReaderCard

  package init(trail: LesionTrail, card: ReaderCard) {
    self.trail = trail
    self.card = card
  }

  /// Mean log-odds of malignancy, each frame weighted by how well and how largely it shows the lesion.
  var malignancy: Double {
    var (sum, total) = (0.0, 1e-12)
    for entry in trail.sightings {
      let weight = weight(entry)
      sum += weight * entry.sighting.malignancyLogit
      total += weight
    }
    return sigmoid(sum / total)
  }

  private func weight(_ entry: LesionTrail.Entry) -> Double {
    entry.quality * entry.sighting.finding.confidence * entry.sighting.finding.contour.area
  }

  /// The terms most frames speak for, weighted alike.
  var descriptors: Descriptors {
    var votes: [String: [[String]: Double]] = [:]
    for entry in trail.sightings {
      for (feature, terms) in entry.sighting.finding.descriptors.terms {
        votes[feature, default: [:]][terms, default: 0] += weight(entry)
      }
    }
    var result = Descriptors()
    for (feature, shares) in votes {
      // Ties go to the term first in the alphabet, so that no dictionary order shows.
      let best = shares.sorted { ($1.value, $0.key.joined()) < ($0.value, $1.key.joined()) }.first
      result[feature] = best?.key ?? []
    }
    if result["margin"] != ["not_circumscribed"] { result["margin_detail"] = [] }
    return result
  }

  /// The mean over the surer half of its frames.
  var confidence: Double {
    let sorted = trail.sightings.map(\.sighting.finding.confidence).sorted(by: >)
    let half = sorted.prefix((sorted.count + 1) / 2)
    return half.reduce(0, +) / Double(half.count)
  }

  /// The frame that shows it sharp, large, surely and in a good picture; the earliest among equals.
  var keyEntry: LesionTrail.Entry {
    var best = trail.sightings[0]
    for entry in trail.sightings where merit(entry) > merit(best) { best = entry }
    return best
  }

  private func merit(_ entry: LesionTrail.Entry) -> Double {
    weight(entry) * entry.sighting.sharpness.squareRoot()
  }

  /// - Precondition: the trail is accepted.
  package func track(_ number: Int) -> LesionTrack {
    let (malignancy, descriptors, key) = (malignancy, descriptors, keyEntry)
    return LesionTrack(
      id: number, firstFrame: trail.firstFrame, lastFrame: trail.lastFrame, keyPlane: key.frame,
      confidence: confidence, malignancy: malignancy,
      assessment: card.assessment(malignancy: malignancy, descriptors: descriptors),
      descriptors: descriptors, longAxis: key.sighting.finding.longAxis)
  }
}

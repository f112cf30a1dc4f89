import Sonography

/// The frame a reader would save, against the frames the experts accept.
extension Comparison {
  var keyPlaneMeasures: [Measure] {
    guard reading.views.contains(where: { $0.frames > 1 }) else {
      return unknownKeyPlane("A still has one frame, so there is no key plane to choose.")
    }
    let choices = keyPlaneChoices
    guard let distance = mean(choices.map(\.distance)), let regret = mean(choices.map(\.regret)) else {
      return unknownKeyPlane(
        foundLesions.isEmpty
          ? "No lesion was found, so there is no key plane of it."
          : "You chose no key plane, or the experts named none in this view.")
    }
    let accepted = choices.count { $0.distance <= Double(rubric.grading.keyPlaneTolerance) }
    return [
      Measure(
        name: "keyPlane", value: Double(accepted) / Double(choices.count), unit: "fraction",
        sentence: choices.map(\.sentence).joined(separator: " ")),
      Measure(
        name: "keyPlaneDistance", value: distance, unit: "frames",
        sentence: distance == 0
          ? "Your frame is one the experts would save."
          : "Your frame lies \(decimals(distance)) frames outside those the experts would save."),
      Measure(
        name: "keyPlaneRegret", value: regret, unit: "fraction",
        sentence: regret == 0
          ? "No frame of this loop shows it better."
          : "The best frame is worth 100\u{00A0}%, yours \(percent(1 - regret))."),
    ]
  }

  /// What the chosen frames are worth, relative to the best ones.
  var keyPlaneResult: Double? { mean(keyPlaneChoices.map(\.regret)).map { 1 - $0 } }

  private var keyPlaneChoices: [KeyPlaneChoice] {
    lesions.compactMap { lesion in
      for mark in matching.marks(on: lesion.id) {
        let planes = lesion.keyPlanes(in: mark.view)
        guard let frame = mark.keyPlane, view(mark.view).map({ $0.frames > 1 }) == true, !planes.isEmpty
        else { continue }
        return KeyPlaneChoice(frame: Double(frame), planes: planes, rule: rubric.grading)
      }
      return nil
    }
  }

  private func unknownKeyPlane(_ reason: String) -> [Measure] {
    [
      .unknown("keyPlane", "fraction", because: reason),
      .unknown("keyPlaneDistance", "frames", because: reason),
      .unknown("keyPlaneRegret", "fraction", because: reason),
    ]
  }
}

/// Frames are numbers with a point here, so that no frame traps.
private struct KeyPlaneChoice {
  let frame: Double
  /// One for each expert.
  let planes: [KeyPlane]
  let rule: GradingRule

  /// Frames outside the nearest expert's range; 0 inside any.
  var distance: Double { planes.map { $0.distance(of: frame) }.min() ?? 0 }

  /// What is lost against the frame the experts together like best, 0...1.
  var regret: Double {
    let reach = Double(max(1, rule.keyPlaneReach) + max(0, rule.keyPlaneTolerance))
    let turns = planes.flatMap { plane in
      [0, Double(max(0, rule.keyPlaneTolerance)), reach].flatMap {
        [Double(plane.first) - $0, Double(plane.last) + $0]
      }
    }
    let best = turns.map { worth(of: $0) }.max() ?? 0
    return best > 0 ? 1 - worth(of: frame) / best : 0
  }

  /// The experts' mean: 1 inside a range and its tolerance, falling linearly to 0 at the reach.
  private func worth(of frame: Double) -> Double {
    mean(
      planes.map { plane in
        let beyond = plane.distance(of: frame) - Double(rule.keyPlaneTolerance)
        return max(0, 1 - max(0, beyond) / Double(max(1, rule.keyPlaneReach)))
      }) ?? 0
  }

  var sentence: String {
    let accepted = planes.map { range in
      range.first == range.last
        ? "frame \(shown(range.first))" : "any of \(shown(range.first)) to \(shown(range.last))"
    }
    let distinct = accepted.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return "Frame \(decimals(frame + 1, 0)); the experts would save \(distinct.joined(separator: " or "))."
  }
}

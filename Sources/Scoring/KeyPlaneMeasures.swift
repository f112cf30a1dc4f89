import Sonography

/// The frame a reader would save, against the frames the experts accept.
extension Comparison {
  var keyPlaneMeasures: [Measure] {
    guard reading.views.contains(where: { $0.frames > 1 }) else {
      return unknownKeyPlane("A still has one frame, so there is no key plane to choose.")
    }
    let choices = keyPlaneChoices
    guard let distance = mean(choices.map(\.distance)) else {
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
    ]
  }

  /// 1 inside the experts' range and its tolerance, falling linearly to 0 at the reach.
  var keyPlaneResult: Double? {
    let rule = rubric.grading
    return mean(
      keyPlaneChoices.map { choice in
        let beyond = choice.distance - Double(rule.keyPlaneTolerance)
        return max(0, 1 - max(0, beyond) / Double(max(1, rule.keyPlaneReach)))
      })
  }

  private var keyPlaneChoices: [KeyPlaneChoice] {
    lesions.compactMap { lesion in
      for mark in matching.marks(on: lesion.id) {
        guard let frame = mark.keyPlane, view(mark.view).map({ $0.frames > 1 }) == true,
          let range = lesion.views.first(where: { $0.view == mark.view })?.keyPlane
        else { continue }
        return KeyPlaneChoice(frame: frame, range: range)
      }
      return nil
    }
  }

  private func unknownKeyPlane(_ reason: String) -> [Measure] {
    [
      .unknown("keyPlane", "fraction", because: reason),
      .unknown("keyPlaneDistance", "frames", because: reason),
    ]
  }
}

private struct KeyPlaneChoice {
  let frame: Int
  let range: KeyPlane

  /// Frames outside the experts' range; 0 inside. A number with a point, so that no frame traps.
  var distance: Double {
    max(
      0, Double(range.first) - Double(frame), Double(frame) - Double(max(range.first, range.last)))
  }

  var sentence: String {
    let accepted =
      range.first == range.last
      ? "frame \(shown(range.first))"
      : "any of \(shown(range.first)) to \(shown(range.last))"
    return "Frame \(shown(frame)); the experts would save \(accepted)."
  }
}

import Sonography

/// How well an enclosed area covers the reference outline of that frame.
struct OutlineAgreement {
  let mark: String
  let iou: Double
  let dice: Double

  /// The first mark on the lesion that encloses an area; nil when all are points.
  init?(of marks: [Mark], with lesion: Lesion) {
    for mark in marks {
      guard let outline = mark.shape.outline,
        let reference = lesion.views.first(where: { $0.view == mark.view })?
          .nearestOutline(to: mark.frame)
      else { continue }
      let overlap = outline.overlap(with: reference)
      (self.mark, iou, dice) = (mark.id, overlap.iou, overlap.dice)
      return
    }
    return nil
  }
}

extension Comparison {
  var outlineMeasures: [Measure] {
    let drawn = outlines.compactMap(\.self)
    guard let iou = mean(drawn.map(\.iou)), let dice = mean(drawn.map(\.dice)) else {
      let reason =
        foundLesions.isEmpty
        ? "No lesion was found, so there is no outline to compare."
        : "A point encloses no area to compare."
      return [
        .unknown("outlineOverlap", "fraction", because: reason),
        .unknown("outlineDice", "fraction", because: reason),
      ]
    }
    return [
      Measure(
        name: "outlineOverlap", value: iou, unit: "fraction",
        sentence: "Your outline and the experts' share \(percent(iou)) of the area both cover."),
      Measure(
        name: "outlineDice", value: dice, unit: "fraction",
        sentence: "The same overlap by Dice's index: \(decimals(dice, 2)); 1 is the same outline."),
    ]
  }

  var outlineResult: Double? {
    mean(outlines.compactMap(\.self).map { min(1, $0.iou / rubric.grading.outlineCeiling) })
  }
}

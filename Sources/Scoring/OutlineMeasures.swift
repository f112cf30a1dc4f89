import Sonography

/// How well an enclosed area covers the reference outlines of that frame.
struct OutlineAgreement {
  let mark: String
  /// The mean over the outlines that decide.
  let iou: Double
  let dice: Double
  /// How well the experts' outlines cover each other, two by two; nil with fewer than two.
  let ceiling: Double?

  /// The first mark on the lesion that encloses an area; nil when all are points.
  init?(of marks: [Mark], with lesion: Lesion) {
    for mark in marks {
      guard let outline = mark.shape.outline else { continue }
      let overlaps = lesion.reference(in: mark.view)
        .compactMap { $0.outline(around: mark.frame) }.map { outline.overlap(with: $0) }
      guard let iou = mean(overlaps.map(\.iou)), let dice = mean(overlaps.map(\.dice)) else { continue }
      self.mark = mark.id
      (self.iou, self.dice) = (iou, dice)
      ceiling = Self.ceiling(
        lesion.views.filter { $0.view == mark.view && $0.expert != nil }
          .compactMap { $0.outline(around: mark.frame) })
      return
    }
    return nil
  }

  private static func ceiling(_ outlines: [Contour]) -> Double? {
    var overlaps: [Double] = []
    for (index, a) in outlines.enumerated() {
      for b in outlines[(index + 1)...] { overlaps.append(a.overlap(with: b).iou) }
    }
    return mean(overlaps)
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
    let between = mean(drawn.compactMap(\.ceiling)).map { " Theirs share \(percent($0)) with each other." }
    return [
      Measure(
        name: "outlineOverlap", value: iou, unit: "fraction",
        sentence: "Your outline and the experts' share \(percent(iou)) of the area both cover."
          + (between ?? "")),
      Measure(
        name: "outlineDice", value: dice, unit: "fraction",
        sentence: "The same overlap by Dice's index: \(decimals(dice, 2)); 1 is the same outline."),
    ]
  }

  /// Overlap relative to what the experts reach among themselves, else to the rubric's ceiling.
  var outlineResult: Double? {
    mean(
      outlines.compactMap(\.self).map { outline in
        let ceiling = outline.ceiling.flatMap { $0 > 0 ? $0 : nil } ?? rubric.grading.outlineCeiling
        return min(1, outline.iou / ceiling)
      })
  }
}

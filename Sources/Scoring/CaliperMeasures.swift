import Sonography

/// The size a reader measured, against the experts' long axis.
extension Comparison {
  var caliperMeasures: [Measure] {
    let sizes = measuredSizes
    guard let error = mean(sizes.map(\.error)), let share = mean(sizes.map(\.relativeError)) else {
      let reason = caliperReason
      return [
        .unknown("caliperError", "millimetres", because: reason),
        .unknown("caliperErrorPercent", "percent", because: reason),
        .unknown("caliperPlaneDistance", "frames", because: reason),
      ]
    }
    return [
      Measure(
        name: "caliperError", value: error, unit: "millimetres",
        sentence: sizes.map(\.sentence).joined(separator: " ")),
      Measure(
        name: "caliperErrorPercent", value: share * 100, unit: "percent",
        sentence: relation(share)),
      planeDistance(sizes),
    ]
  }

  /// A size taken in another plane than the experts' is another fault than a wrong one in theirs.
  private func planeDistance(_ sizes: [MeasuredSize]) -> Measure {
    let name = "caliperPlaneDistance"
    guard let distance = mean(sizes.compactMap(\.planeDistance)) else {
      return .unknown(name, "frames", because: "The experts named no key plane in this view.")
    }
    return Measure(
      name: name, value: distance, unit: "frames",
      sentence: distance == 0
        ? "Measured in a plane the experts would save."
        : "Measured \(decimals(distance)) frames outside those the experts would save.")
  }

  private func relation(_ share: Double) -> String {
    if abs(share) < 0.005 { return "The experts' size, to the per cent." }
    return "\(percent(abs(share))) \(share < 0 ? "under" : "over") the experts' size."
  }

  /// 1 within the experts' repeatability, falling linearly to 0 at twice that.
  var caliperResult: Double? {
    mean(measuredSizes.map { max(0, min(1, 2 - abs($0.error) / $0.repeatability)) })
  }

  /// One per lesion found and measured in a calibrated view.
  private var measuredSizes: [MeasuredSize] {
    lesions.compactMap { lesion in
      for mark in matching.marks(on: lesion.id) {
        guard let caliper = longestCaliper(mark), let longest = measuredSize(mark)?.value,
          let reference = referenceSize(lesion, preferring: mark.view)?.value, reference > 0
        else { continue }
        return MeasuredSize(
          length: longest, reference: reference, repeatability: repeatability(lesion, reference),
          planeDistance: lesion.keyPlanes(in: mark.view).map { $0.distance(of: Double(caliper.frame)) }.min())
      }
      return nil
    }
  }

  /// The mark's longest caliper; nil without one in a calibrated view.
  private func longestCaliper(_ mark: Mark) -> Caliper? {
    guard let spacing = view(mark.view)?.spacing else { return nil }
    let length = { (caliper: Caliper) in spacing.distance(from: caliper.from, to: caliper.to) }
    return mark.calipers.filter { length($0).value.isFinite }.max { length($0) < length($1) }
  }

  func measuredSize(_ mark: Mark) -> Millimetres? {
    guard let spacing = view(mark.view)?.spacing else { return nil }
    return longestCaliper(mark).map { spacing.distance(from: $0.from, to: $0.to) }
  }

  func referenceSize(_ lesion: Lesion) -> Millimetres? { referenceSize(lesion, preferring: nil) }

  /// The experts' mean; where none measured, the long axis of the outline in the best frame of a
  /// calibrated view.
  private func referenceSize(_ lesion: Lesion, preferring view: String?) -> Millimetres? {
    if let experts = mean(lesion.opinions.compactMap { $0.longAxis?.value }) { return Millimetres(experts) }
    let ids = view.map { [$0] } ?? lesion.viewIDs
    for id in ids {
      guard let spacing = self.view(id)?.spacing else { continue }
      let lengths = lesion.reference(in: id).compactMap { appearance in
        let best = appearance.keyPlane?.best ?? appearance.visible?.lowerBound ?? 0
        return appearance.outline(around: best)?.longAxisLength(spacing: spacing)?.value
      }
      if let length = mean(lengths) { return Millimetres(length) }
    }
    return nil
  }

  /// 1.96 √2 s of the experts on this lesion (Bland and Altman, *Lancet*, 1986), where two or more
  /// measured it, but never below the rubric's floor.
  private func repeatability(_ lesion: Lesion, _ reference: Double) -> Double {
    let floor = max(
      rubric.grading.caliperRepeatability.value, rubric.grading.caliperShare * reference)
    let sizes = lesion.opinions.compactMap { $0.longAxis?.value }
    guard sizes.count > 1, let middle = mean(sizes) else { return floor }
    let squares = sizes.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    return max(floor, 1.96 * (2 * squares / Double(sizes.count - 1)).squareRoot())
  }

  private var caliperReason: String {
    let marks = foundLesions.flatMap { matching.marks(on: $0.lesion.id) }
    if marks.isEmpty { return "No lesion was found, so none could be measured." }
    let measured = marks.filter { !$0.calipers.isEmpty }
    if measured.isEmpty { return "You measured no lesion." }
    if measured.allSatisfy({ view($0.view)?.spacing == nil }) {
      return "This view is not calibrated: size in pixels only."
    }
    return "The experts gave no size for this lesion."
  }
}

private struct MeasuredSize {
  /// Millimetres, these three.
  let length: Double
  let reference: Double
  let repeatability: Double
  /// Frames outside the experts' key planes; nil where they named none.
  let planeDistance: Double?

  var error: Double { length - reference }
  var relativeError: Double { error / reference }

  var sentence: String {
    let place = abs(error) <= repeatability ? "inside" : "outside"
    return "\(quantity(length, "mm")) against the experts' \(quantity(reference, "mm")): \(place) "
      + "their own repeatability of \(quantity(repeatability, "mm"))."
  }
}

import Sonography

/// Where and when marks are accepted: the views with their scales, under one rule.
struct AcceptanceField {
  private let views: [String: Case.View]
  private let rule: MatchingRule

  init(views: [Case.View], rule: MatchingRule) {
    self.views = Dictionary(views.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.rule = rule
  }

  /// How well a mark fits a lesion; nil when it is no candidate.
  ///
  /// Where only single experts outlined the lesion, at least half of them must accept the mark.
  func cost(of mark: Mark, on lesion: Lesion) -> Assignment.Cost? {
    guard let view = views[mark.view] else { return nil }
    let appearances = lesion.reference(in: mark.view)
    let distances = appearances.compactMap { distance(of: mark, to: $0, in: view) }
    guard !distances.isEmpty, 2 * distances.count >= appearances.count else { return nil }
    let average = distances.reduce(0, +) / Double(distances.count)
    return Assignment.Cost(
      distance: whole(average * 1e6), rating: -whole(mark.rating.value * 1e6),
      time: whole(time(of: mark.frame, in: view) * 1e3))
  }

  /// Millimetres from the lesion's centre; nil when the mark lies outside it in time or place.
  private func distance(
    of mark: Mark, to appearance: Lesion.Appearance, in view: Case.View
  ) -> Double? {
    let spacing = rule.spacing(of: view)
    guard isInTime(mark.frame, of: appearance, in: view),
      let outline = appearance.outline(around: mark.frame),
      isInPlace(mark.shape, outline, spacing)
    else { return nil }
    return spacing.distance(from: mark.shape.centre, to: outline.centroid).value
  }

  /// Groups stray marks that are near each other in place and time; both must hold. Nearness is
  /// passed on, so the result does not depend on the order.
  func merge(_ marks: [Mark]) -> [[Mark]] {
    var groups: [[Mark]] = []
    for mark in marks {
      let isJoined = groups.map { group in group.contains { areOne($0, mark) } }
      let joined = zip(groups, isJoined).filter(\.1).flatMap(\.0)
      groups = zip(groups, isJoined).filter { !$0.1 }.map(\.0) + [joined + [mark]]
    }
    return groups.sorted {
      ($0[0].view, $0[0].frame, $0[0].id) < ($1[0].view, $1[0].frame, $1[0].id)
    }
  }

  private func areOne(_ a: Mark, _ b: Mark) -> Bool {
    guard a.view == b.view, let view = views[a.view] else { return false }
    let apart = rule.spacing(of: view).distance(from: a.shape.centre, to: b.shape.centre).value
    let pause = abs(time(of: a.frame, in: view) - time(of: b.frame, in: view))
    return apart <= rule.mergeDistance.value + rounding && pause <= rule.mergeTime + rounding
  }

  private func isInTime(_ frame: Int, of appearance: Lesion.Appearance, in view: Case.View) -> Bool {
    guard let interval = appearance.visible else { return false }
    if interval.contains(frame) { return true }
    guard view.frameRate != nil else { return false }
    let nearest = frame < interval.lowerBound ? interval.lowerBound : interval.upperBound
    let gap = abs(time(of: frame, in: view) - time(of: nearest, in: view))
    return gap <= rule.timeTolerance + rounding
  }

  private func isInPlace(_ shape: MarkShape, _ outline: Contour, _ spacing: PixelSpacing) -> Bool {
    let shortRadius = (outline.shortAxisLength(spacing: spacing)?.value ?? 0) / 2
    let dilation = max(rule.minimumDilation.value, rule.dilationShare * shortRadius)
    if outline.distance(to: shape.centre, spacing: spacing).value <= dilation + rounding {
      return true
    }
    guard let area = shape.outline, let mine = area.box, let theirs = outline.box,
      mine.intersection(with: theirs) > 0
    else { return false }
    return area.overlap(with: outline).iou >= rule.minimumOverlap
  }

  /// Seconds; 0 in a still. Frames become numbers with a point first: an absurd frame must not trap.
  private func time(of frame: Int, in view: Case.View) -> Double {
    view.frameRate.map { Double(frame) / $0 } ?? 0
  }

  private func whole(_ value: Double) -> Int {
    value.isFinite ? Int(min(max(value.rounded(), -1e15), 1e15)) : Int(1e15)
  }
}

/// Limits are inclusive; arithmetic on pixels and frame rates must not move them.
private let rounding = 1e-9

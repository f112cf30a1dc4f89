package import Sonography

/// A rendered sweep with everything a reference standard needs.
package struct SimulatedLoop: Sendable {
  package let frames: [Frame]
  /// Per plan of the breast, in its order.
  package let lesions: [LoopLesion]
  /// Per frame, what is truly in it.
  package let truths: [[FrameTruth]]

  package var spacing: PixelSpacing? { frames.first?.spacing }

  /// One lesion through the loop.
  package struct LoopLesion: Sendable {
    package let plan: LesionPlan
    /// Only frames where it can be seen, ascending.
    package let outlines: [Lesion.FrameOutline]
    /// Nil when no frame shows it.
    package let keyPlane: KeyPlane?
    /// In the key plane.
    package let longAxis: Millimetres?
    package let descriptors: Descriptors
    /// Why the picture does not bear the labels; empty when it does.
    package let problems: [String]
  }

  /// Renders every pose. Faults of the machine begin at their onsets; `progress` is told the number of
  /// frames done.
  package init(
    _ scanner: Scanner, sweep: HandSweep, faults: [Fault] = [], progress: (Int) -> Void = { _ in }
  ) {
    var frames: [Frame] = []
    var truths: [[FrameTruth]] = []
    var current = scanner
    for (index, pose) in sweep.poses.enumerated() {
      if faults.contains(where: { $0.onset == index && $0.name != .depth }) {
        let begun = faults.filter { $0.onset <= index && $0.name != .depth }
        current = scanner.set(to: scanner.preset.spoilt(by: begun))
      }
      let shot = current.render(pose, index: index, time: Double(index) / sweep.frameRate)
      frames.append(shot.frame.persisting(frames.last, share: scanner.preset.persistence))
      truths.append(shot.truth)
      progress(index + 1)
    }
    self.frames = frames
    self.truths = truths
    lesions = scanner.breast.lesions.enumerated().map { index, plan in
      LoopLesion(plan, truths.map { frame in frame.first { $0.lesion == index } })
    }
  }

  package var problems: [String] { lesions.flatMap(\.problems) }
}

extension SimulatedLoop.LoopLesion {
  /// From the truth of every frame, nil where the slice misses the lesion.
  init(_ plan: LesionPlan, _ truths: [FrameTruth?]) {
    self.plan = plan
    let seen = Self.longestRun(truths)
    outlines = seen.compactMap { frame in
      truths[frame].map { Lesion.FrameOutline(frame: frame, contour: $0.contour) }
    }
    let area = { (frame: Int) in truths[frame]?.contour.area ?? 0 }
    guard let best = seen.max(by: { area($0) < area($1) }), let key = truths[best] else {
      (keyPlane, longAxis, descriptors) = (nil, nil, Descriptors(plan.intended))
      problems = ["\(plan.kind.diagnosis): no frame shows it"]
      return
    }
    let good = seen.filter { area($0) >= 0.9 * area(best) }
    keyPlane = KeyPlane(best: best, first: good.first ?? best, last: good.last ?? best)
    longAxis = key.longAxis
    let check = LabelCheck(plan, key: Self.typical(truths, around: best))
    descriptors = check.descriptors
    problems =
      check.problems.map { "\(plan.kind.diagnosis): \($0)" }
      + (seen.count < 8 ? ["\(plan.kind.diagnosis): seen in only \(seen.count) frames"] : [])
  }

  /// Frames where it is large and distinct enough, measured against its own best frame: a last sliver
  /// that differs from its surroundings by the luck of the speckle is not seen by anyone.
  private static func distinct(_ truths: [FrameTruth?]) -> [Int] {
    let visible = truths.indices.filter { truths[$0]?.isVisible == true }
    let best = visible.compactMap { truths[$0] }.max { $0.contour.area < $1.contour.area }
    guard let best else { return [] }
    return visible.filter { frame in
      guard let truth = truths[frame] else { return false }
      let contrast = best.contrast < 0 ? -truth.contrast : truth.contrast
      return truth.contour.area >= 0.15 * best.contour.area
        && contrast >= max(3, 0.35 * abs(best.contrast))
    }
  }

  /// The longest stretch of frames that show it; gaps of up to two hidden frames are bridged, but hidden
  /// frames stay out.
  private static func longestRun(_ truths: [FrameTruth?]) -> [Int] {
    let visible = distinct(truths)
    var runs: [[Int]] = []
    for frame in visible {
      if let last = runs.last?.last, frame - last <= 3 {
        runs[runs.count - 1].append(frame)
      } else {
        runs.append([frame])
      }
    }
    return runs.max { $0.count < $1.count } ?? []
  }

  /// The key frame with its levels replaced by the median of the frames around it, so that one unlucky
  /// speckle decides nothing.
  private static func typical(_ truths: [FrameTruth?], around best: Int) -> FrameTruth {
    let near = (max(0, best - 3)...min(truths.count - 1, best + 3)).compactMap { truths[$0] }
    var typical = truths[best] ?? near[0]
    typical.contrast = median(near.map(\.contrast)) ?? typical.contrast
    typical.level = median(near.map(\.level)) ?? typical.level
    typical.posterior = median(near.compactMap(\.posterior))
    return typical
  }

  private static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}

extension Frame {
  /// As a machine with persistence shows it: a share of the picture before is left.
  func persisting(_ before: Frame?, share: Float) -> Frame {
    guard let before, share > 0, before.pixels.count == pixels.count else { return self }
    let old = UInt16(share * 256)
    let mixed = zip(pixels, before.pixels).map {
      UInt8((UInt16($0) * (256 - old) + UInt16($1) * old + 128) / 256)
    }
    return Frame(
      pixels: mixed, width: width, height: height, index: index, time: time, spacing: spacing)
  }
}

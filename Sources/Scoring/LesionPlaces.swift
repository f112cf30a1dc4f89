import Sonography

/// Where a lesion is, by what was agreed or else by its experts one by one.
extension Lesion {
  /// The appearances that decide in a view: the agreed ones, else every expert's own.
  func reference(in view: String) -> [Appearance] {
    let here = views.filter { $0.view == view }
    let agreed = here.filter { $0.expert == nil }
    return agreed.isEmpty ? here : agreed
  }

  /// The frames in which it can be seen: where experts differ, those at least half of them give.
  func visible(in view: String) -> ClosedRange<Int>? {
    let ranges = reference(in: view).compactMap(\.visible)
    guard !ranges.isEmpty else { return nil }
    let quorum = (ranges.count + 1) / 2
    let first = ranges.map(\.lowerBound).sorted()[quorum - 1]
    let last = ranges.map(\.upperBound).sorted(by: >)[quorum - 1]
    return first <= last ? first...last : nil
  }

  /// Ids of the views it can be seen in, each once.
  var viewIDs: [String] {
    views.map(\.view).reduce(into: []) { ids, id in if !ids.contains(id) { ids.append(id) } }
  }

  /// The key planes of a view: everybody's, since an expert set is what all of them accept.
  func keyPlanes(in view: String) -> [KeyPlane] {
    views.filter { $0.view == view }.compactMap(\.keyPlane)
  }
}

extension Lesion.Appearance {
  /// From the first to the last outlined frame; nil when there is no outline.
  var visible: ClosedRange<Int>? {
    guard let first = outlines.map(\.frame).min(), let last = outlines.map(\.frame).max() else {
      return nil
    }
    return first...last
  }

  /// The outline in a frame: as drawn, or on the way from the outlined frame before to the one
  /// after; beyond both ends the nearest.
  func outline(around frame: Int) -> Contour? {
    var before: Lesion.FrameOutline?
    var after: Lesion.FrameOutline?
    for outline in outlines {
      if outline.frame == frame { return outline.contour }
      if outline.frame < frame {
        if before.map({ $0.frame < outline.frame }) ?? true { before = outline }
      } else if after.map({ outline.frame < $0.frame }) ?? true {
        after = outline
      }
    }
    guard let before, let after else { return (before ?? after)?.contour }
    let share = Double(frame - before.frame) / Double(after.frame - before.frame)
    return before.contour.blended(towards: after.contour, by: share)
  }
}

extension KeyPlane {
  /// Frames outside the accepted ones; 0 inside. In numbers with a point, so that no frame traps.
  func distance(of frame: Double) -> Double {
    max(0, Double(first) - frame, frame - Double(max(first, last)))
  }
}

import Sonography

/// What was on screen, and for how long. Display time is not gaze, and the sentences say so.
extension Comparison {
  /// Seconds the frames of one view were displayed; frames the page did not report count 0.
  func displayedSeconds(of view: String, in frames: ClosedRange<Int>) -> Double {
    seconds(read.displayed[view] ?? [], in: frames)
  }

  /// Seconds the lesion was on screen, in all views.
  func visibleSeconds(of lesion: Lesion) -> Double {
    lesion.viewIDs.reduce(0) { sum, view in
      sum + (lesion.visible(in: view).map { displayedSeconds(of: view, in: $0) } ?? 0)
    }
  }

  /// Seconds the lesion was on screen in the mark's view before it was marked; nil: not recorded.
  func timeToMark(_ lesion: Lesion, _ mark: Mark) -> Double? {
    guard let before = mark.displayedBefore,
      let visible = lesion.visible(in: mark.view)
    else { return nil }
    return seconds(before, in: visible)
  }

  var timeMeasures: [Measure] {
    let timed = foundLesions.compactMap { lesion, mark in
      timeToMark(lesion, mark).map { (time: $0, visible: visibleSeconds(of: lesion)) }
    }
    guard let time = mean(timed.map(\.time)) else {
      let reason =
        foundLesions.isEmpty
        ? "No lesion was marked, so there is no time to its mark."
        : "The time at which the mark was placed was not recorded."
      return [
        .unknown("timeToMark", "seconds", because: reason),
        .unknown("timeToMarkShare", "fraction", because: reason),
      ]
    }
    let sentence =
      "\(quantity(time, "s")) of lesion on screen before your mark. Displayed, which is not the "
      + "same as looked at."
    let shares = timed.filter { $0.visible > 0 }.map { min(1, $0.time / $0.visible) }
    return [
      Measure(name: "timeToMark", value: time, unit: "seconds", sentence: sentence),
      mean(shares).map { share in
        Measure(
          name: "timeToMarkShare", value: share, unit: "fraction",
          sentence: "You marked it after \(percent(share)) of the time you had it on screen.")
      }
        ?? .unknown(
          "timeToMarkShare", "fraction",
          because: "No display time was recorded for this read."),
    ]
  }

  private func seconds(_ displayed: [Double], in frames: ClosedRange<Int>) -> Double {
    let known = frames.clamped(to: 0...max(0, displayed.count - 1))
    guard !displayed.isEmpty, frames.overlaps(known) else { return 0 }
    return displayed[known].reduce(0) { $0 + ($1.isFinite && $1 > 0 ? $1 : 0) }
  }
}

import Glibc
import Sonography

/// Image-quality calls against the panel, and the stated likelihood against the outcome.
extension Comparison {
  /// F1 of the faults named: 1 when all faults and nothing else were named.
  var imageQuality: Measure {
    let name = "imageQuality"
    let (mine, theirs) = (Set(read.qualityFaults), Set(truth.qualityFaults))
    guard !mine.isEmpty || !theirs.isEmpty else {
      return .unknown(
        name, "fraction",
        because: "The panel saw nothing that limits this case, and you flagged none.")
    }
    let shared = mine.intersection(theirs).count
    let value = 2 * Double(shared) / Double(mine.count + theirs.count)
    let extra = mine.count - shared
    let tail = extra > 0 ? " \(counted(extra, "flag")) of yours the panel did not see." : ""
    return Measure(
      name: name, value: value, unit: "fraction",
      sentence: "You flagged \(shared) of \(counted(theirs.count, "fault")) the panel saw.\(tail)")
  }

  var brier: Measure {
    guard let stated else { return .unknown("brier", "fraction", because: noLikelihood) }
    let value = (stated - outcome) * (stated - outcome)
    return Measure(
      name: "brier", value: value, unit: "fraction",
      sentence: "You gave cancer \(percent(stated)) and it was \(outcomeWord); "
        + "0 is best, 0.25 is a coin toss.")
  }

  var logScore: Measure {
    guard let stated else { return .unknown("logScore", "nats", because: noLikelihood) }
    let clip = rubric.grading.logScoreClip
    let p = min(max(outcome == 1 ? stated : 1 - stated, clip), 1 - clip)
    return Measure(
      name: "logScore", value: -log(p), unit: "nats",
      sentence:
        "The same by the logarithm: \(decimals(-log(p), 2)); certainty that turns out wrong "
        + "costs most, 0.69 is a coin toss.")
  }

  /// One minus Brier's score: a proper reward, best served by stating what one believes.
  var calibrationResult: Double? { brier.value.map { 1 - $0 } }

  private var stated: Double? { read.likelihood.flatMap { (0...1).contains($0) ? $0 : nil } }
  private var outcome: Double { truth.outcome == .malignant ? 1 : 0 }
  private var outcomeWord: String { truth.outcome == .malignant ? "cancer" : "not cancer" }
  private var noLikelihood: String { "You gave no likelihood of cancer." }
}

package import Sonography

/// Scoring: how a read compares with the truth.
///
/// Values in, values out: `ReadScorer` takes a read, its case and its reference standard and returns
/// a `Score`. Nothing here knows who read, when, or what came before, and no file, clock or chance is
/// involved, so a stored read can be scored again at any time.
///
/// Three questions stay apart: the answer against *pathology*, against the *panel* of experts, and
/// against the *AI*. This module answers the first two; no AI output enters it.

/// Every number on which a score depends, under one version.
///
/// A score stores the version; changing any number means a new version, never a changed old one.
package struct Rubric: Hashable, Codable, Sendable {
  package var version: String
  package var matching: MatchingRule
  package var grading: GradingRule

  package init(version: String, matching: MatchingRule, grading: GradingRule) {
    self.version = version
    self.matching = matching
    self.grading = grading
  }

  package static let standard = Rubric(
    version: "sonodrill-1", matching: MatchingRule(), grading: GradingRule())
}

/// When a mark localizes a lesion, and when two stray marks are one.
package struct MatchingRule: Hashable, Codable, Sendable {
  /// Seconds a mark may lie before or after the frames in which the lesion is visible.
  package var timeTolerance = 0.150
  /// A lesion's outline is widened by this, or by `dilationShare` of half its short axis where that
  /// is more.
  package var minimumDilation = Millimetres(2)
  package var dilationShare = 0.25
  /// An enclosed area also localizes when its intersection over union with the outline reaches this.
  package var minimumOverlap = 0.10
  /// Stray marks this near and this soon after each other are one non-lesion localization.
  package var mergeDistance = Millimetres(5)
  package var mergeTime = 1.0
  /// The fallback for views without a spacing: the picture's longer side is taken to span this, so
  /// that the tolerances above have a meaning. Used for matching only, never for a measure in mm.
  package var assumedExtent = Millimetres(40)

  package init() {}

  /// The view's own spacing, or the assumed one.
  package func spacing(of view: Case.View) -> PixelSpacing {
    if let spacing = view.spacing { return spacing }
    let side = assumedExtent.value / Double(max(view.width, view.height, 1))
    return PixelSpacing(x: side, y: side)
  }
}

/// How answers become graded results.
package struct GradingRule: Hashable, Codable, Sendable {
  /// A missed lesion on screen for this many seconds was missed while visible; for less, it was a
  /// search miss. Display time is not gaze.
  package var missWhileVisible = 1.0
  /// Frames a key plane may lie outside the experts' range and still be accepted.
  package var keyPlaneTolerance = 2
  /// Frames beyond that tolerance at which the credit has fallen to 0.
  package var keyPlaneReach = 10
  /// A size within the experts' repeatability is right; at twice that the credit is 0. The
  /// repeatability is never taken below this length or this share of the size.
  package var caliperRepeatability = Millimetres(1)
  package var caliperShare = 0.10
  /// The overlap (intersection over union) at which an outline earns full credit; two experts do
  /// not agree better than about this.
  package var outlineCeiling = 0.80
  /// Management that counts as a positive call against pathology.
  package var positiveManagement: Set<String> = ["tissue", "treat"]
  /// Probabilities are kept this far from 0 and 1 in the log score.
  package var logScoreClip = 1e-3

  package init() {}
}

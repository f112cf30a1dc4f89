/// Every number on which a score depends, under one version.
///
/// A rubric is data (`curricula/rubrics/<id>.json`). A score stores the whole of it, so that what a
/// trainee was judged by stays known after the file has changed; changing any number means a new
/// version, never a changed old one.
package struct Rubric: Hashable, Codable, Sendable {
  /// Kebab-case file name.
  package var id: String
  /// Counts up with every change.
  package var version: Int
  package var matching: MatchingRule
  package var grading: GradingRule
  /// Lower-case hex SHA-256 over everything above, given by whoever read the file.
  package var digest = ""

  package init(id: String, version: Int, matching: MatchingRule, grading: GradingRule) {
    self.id = id
    self.version = version
    self.matching = matching
    self.grading = grading
  }

  /// `sonodrill-2`.
  package var name: String { "\(id)-\(version)" }

  /// The rubric of the project, as in `curricula/rubrics/sonodrill.json`; stands in where a folder
  /// of curricula brings none.
  package static let standard = Rubric(
    id: "sonodrill", version: 2, matching: MatchingRule(), grading: GradingRule())
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
  /// Seconds.
  package var mergeTime = 1.0
  /// The fallback for views without a spacing: the picture's longer side is taken to span this, so
  /// that the tolerances above have a meaning. Used for matching only, never for a measure in mm.
  package var assumedExtent = Millimetres(40)

  package init() {}
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
  /// The overlap (intersection over union) at which an outline earns full credit where fewer than
  /// two experts outlined the lesion; two experts do not agree better than about this.
  package var outlineCeiling = 0.80
  /// The lexicon's test whose positive calls are held against pathology.
  package var positiveTest = "biopsy"
  /// Probabilities are kept this far from 0 and 1 in the log score.
  package var logScoreClip = 1e-3

  package init() {}
}

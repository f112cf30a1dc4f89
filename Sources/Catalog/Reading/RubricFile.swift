package import Sonography
internal import Yams

/// Reads a rubric: every number a score depends on, none left to a default.
package struct RubricFile {
  package static let largest = 64 * 1024

  /// Nil after adding at least one error to `problems`.
  package static func read(_ bytes: [UInt8], id: String, in problems: ProblemList) -> Rubric? {
    let keys = ["format", "id", "version", "matching", "grading"]
    guard let fields = YAMLDocument.root(of: bytes, as: "a rubric", keys: keys, in: problems)
    else { return nil }
    readFormat(fields)
    readName(fields, id)
    let version = fields.integer("version", in: 1...100_000)
    let matching = fields.fields("matching", as: "a matching rule", keys: matchingKeys)
      .flatMap(readMatching)
    let grading = fields.fields("grading", as: "a grading rule", keys: gradingKeys)
      .flatMap(readGrading)
    guard let version, let matching, let grading, !problems.hasErrors else { return nil }
    return digested(Rubric(id: id, version: version, matching: matching, grading: grading))
  }

  /// The project's own rubric, where a folder of curricula brings none.
  package static let standard = digested(.standard)

  private static func digested(_ rubric: Rubric) -> Rubric {
    var rubric = rubric
    rubric.digest = Digest.of(rubric)
    return rubric
  }

  private static let matchingKeys = [
    "timeTolerance", "minimumDilation", "dilationShare", "minimumOverlap", "mergeDistance",
    "mergeTime", "assumedExtent",
  ]

  private static func readMatching(_ fields: Fields) -> MatchingRule? {
    let time = fields.number("timeTolerance", in: 0...10)
    let dilation = fields.number("minimumDilation", in: 0...50)
    let share = fields.number("dilationShare", in: 0...5)
    let overlap = fields.number("minimumOverlap", in: 0.01...1)
    let distance = fields.number("mergeDistance", in: 0...100)
    let pause = fields.number("mergeTime", in: 0...60)
    let extent = fields.number("assumedExtent", in: 1...500)
    guard let time, let dilation, let share, let overlap, let distance, let pause, let extent
    else { return nil }
    var rule = MatchingRule()
    (rule.timeTolerance, rule.minimumDilation) = (time, Millimetres(dilation))
    (rule.dilationShare, rule.minimumOverlap) = (share, overlap)
    (rule.mergeDistance, rule.mergeTime) = (Millimetres(distance), pause)
    rule.assumedExtent = Millimetres(extent)
    return rule
  }

  private static let gradingKeys = [
    "missWhileVisible", "keyPlaneTolerance", "keyPlaneReach", "caliperRepeatability",
    "caliperShare", "outlineCeiling", "positiveTest", "logScoreClip",
  ]

  private static func readGrading(_ fields: Fields) -> GradingRule? {
    let visible = fields.number("missWhileVisible", in: 0...60)
    let tolerance = fields.integer("keyPlaneTolerance", in: 0...1000)
    let reach = fields.integer("keyPlaneReach", in: 1...1000)
    let repeatability = fields.number("caliperRepeatability", in: 0.01...50)
    let share = fields.number("caliperShare", in: 0...1)
    let ceiling = fields.number("outlineCeiling", in: 0.1...1)
    let test = fields.text("positiveTest", longest: 64)
    let clip = fields.number("logScoreClip", in: 1e-9...0.1)
    guard let visible, let tolerance, let reach, let repeatability, let share, let ceiling, let test,
      let clip
    else { return nil }
    var rule = GradingRule()
    (rule.missWhileVisible, rule.keyPlaneTolerance, rule.keyPlaneReach) = (visible, tolerance, reach)
    (rule.caliperRepeatability, rule.caliperShare) = (Millimetres(repeatability), share)
    (rule.outlineCeiling, rule.positiveTest, rule.logScoreClip) = (ceiling, test, clip)
    return rule
  }
}

internal import Sonography
internal import Yams

/// Reads `truth.yaml`, the reference standard of one case, and holds it against the case: views
/// exist, frames are in range, outlines lie in the picture, the outcome agrees with the lesions.
struct TruthFile {
  static let largest = 16 * 1024 * 1024
  static let faults = ["gain", "depth", "focus", "contact", "motion", "coverage"]

  let problems: ProblemList
  let views: [String: Case.View]
  /// Nil: words and categories are not checked.
  let lexicon: Lexicon?

  init(of value: Case, lexicon: Lexicon?, in problems: ProblemList) {
    self.problems = problems
    self.lexicon = lexicon
    views = Dictionary(value.views.map { ($0.id, $0) }) { first, _ in first }
  }

  /// Nil after adding at least one error to `problems`.
  func read(_ bytes: [UInt8]) -> ReferenceStandard? {
    let keys = ["format", "outcome", "assessments", "qualityFaults", "lesions"]
    guard let fields = YAMLDocument.root(of: bytes, as: "a truth", keys: keys, in: problems)
    else { return nil }
    readFormat(fields)
    let outcome = fields.choice(
      "outcome", of: [ReferenceStandard.Outcome.malignant, .benign, .normal])
    let assessments = readAssessments(fields)
    let faults = readFaults(fields)
    let lesions = readLesions(fields)
    guard let outcome, let assessments, let faults, let lesions else { return nil }
    compare(outcome, with: lesions, fields)
    return problems.hasErrors
      ? nil
      : ReferenceStandard(
        lesions: lesions, outcome: outcome, assessments: assessments, qualityFaults: faults)
  }

  private func readAssessments(_ fields: Fields) -> [Assessment]? {
    guard let words = fields.texts("assessments") else { return nil }
    return words.map { word in
      checkAssessment(word, "assessments", fields)
      return Assessment(word)
    }
  }

  private func readFaults(_ fields: Fields) -> [String]? {
    let words = fields.optionalTexts("qualityFaults")
    for word in words ?? [] where !Self.faults.contains(word) {
      fields.wrong("qualityFaults", "are \(alternatives(Self.faults)), not '\(word)'")
    }
    return words
  }

  func checkAssessment(_ word: String, _ key: String, _ fields: Fields) {
    guard let lexicon, lexicon.assessment[Assessment(word)] == nil else { return }
    let known = lexicon.assessment.categories.map(\.id.rawValue)
    fields.wrong(key, "names category '\(word)'; \(lexicon.id) has \(known.joined(separator: ", "))")
  }

  /// Malignant means at least one malignant lesion, normal means none at all.
  private func compare(_ outcome: ReferenceStandard.Outcome, with lesions: [Lesion], _ fields: Fields) {
    let scored = lesions.filter(\.isScored)
    let hasMalignant = scored.contains(where: \.pathology.isMalignant)
    switch outcome {
    case .malignant where !hasMalignant:
      fields.wrong("outcome", "is malignant, but no scored lesion is")
    case .benign where hasMalignant:
      fields.wrong("outcome", "is benign, but a scored lesion is malignant")
    case .benign where scored.isEmpty:
      fields.wrong("outcome", "is benign, but there is no scored lesion; write 'normal'")
    case .normal where !scored.isEmpty:
      fields.wrong("outcome", "is normal, but there is a scored lesion")
    default: break
    }
  }

  // MARK: Lesions

  private func readLesions(_ fields: Fields) -> [Lesion]? {
    guard let nodes = fields.optionalList("lesions", longest: 64) else { return nil }
    let keys = ["id", "name", "scored", "pathology", "opinions", "views"]
    let lesions = nodes.compactMap { node in
      Fields(node, as: "a lesion", keys: keys, in: problems).flatMap(readLesion)
    }
    let repeated = Dictionary(grouping: lesions, by: \.id).filter { $1.count > 1 }.keys.sorted()
    for id in repeated { fields.wrong("lesions", "has two lesions '\(id)'") }
    return lesions.count == nodes.count ? lesions : nil
  }

  private func readLesion(_ fields: Fields) -> Lesion? {
    let id = fields.identifier("id")
    let name = fields.text("name", longest: 200)
    let scored = fields.boolean("scored")
    let pathology = fields.fields(
      "pathology", as: "a pathology", keys: ["diagnosis", "malignant", "evidence"]
    ).flatMap(readPathology)
    let opinions = readOpinions(fields)
    let appearances = readAppearances(fields)
    guard let id, let name, let scored, let pathology, let opinions, let appearances
    else { return nil }
    return Lesion(
      id: id, name: name, pathology: pathology, views: appearances, opinions: opinions,
      isScored: scored)
  }

  private func readPathology(_ fields: Fields) -> Lesion.Pathology? {
    let malignant = fields.boolean("malignant")
    let evidence = fields.choice(
      "evidence", of: [Lesion.Evidence.histology, .followUp, .panel, .simulation])
    guard let malignant, let evidence else { return nil }
    return Lesion.Pathology(
      diagnosis: fields.optionalText("diagnosis", longest: 200), isMalignant: malignant,
      evidence: evidence)
  }
}

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
  private let lexicons: [String: Lexicon]?
  /// The edition this truth is written in, once its name is read.
  private(set) var lexicon: Lexicon?

  init(of value: Case, lexicons: [String: Lexicon]?, in problems: ProblemList) {
    self.problems = problems
    self.lexicons = lexicons
    views = Dictionary(value.views.map { ($0.id, $0) }) { first, _ in first }
  }

  /// Nil after adding at least one error to `problems`.
  mutating func read(_ bytes: [UInt8]) -> ReferenceStandard? {
    let keys = [
      "format", "lexicon", "outcome", "experts", "assessments", "qualityFaults", "lesions",
    ]
    guard let fields = YAMLDocument.root(of: bytes, as: "a truth", keys: keys, in: problems)
    else { return nil }
    readFormat(fields)
    let name = readLexicon(fields)
    let outcome = fields.choice(
      "outcome", of: [ReferenceStandard.Outcome.malignant, .benign, .normal])
    let assessments = readAssessments(fields)
    let faults = readFaults(fields)
    let experts = fields.optionalTexts("experts")
    let drafts = readLesions(fields)
    guard let name, let outcome, let assessments, let faults, let experts, let drafts
    else { return nil }
    let lesions = settled(drafts, by: experts, fields)
    compare(outcome, with: lesions, fields)
    return problems.hasErrors
      ? nil
      : ReferenceStandard(
        lesions: lesions, outcome: outcome, assessments: assessments, qualityFaults: faults,
        lexicon: name)
  }

  private mutating func readLexicon(_ fields: Fields) -> String? {
    guard fields.node("lexicon") != nil else {
      lexicon = lexicons?[ReferenceStandard.usualLexicon]
      return ReferenceStandard.usualLexicon
    }
    guard let name = fields.identifier("lexicon") else { return nil }
    lexicon = lexicons?[name]
    if let lexicons, lexicon == nil {
      fields.wrong("lexicon", "is \(alternatives(lexicons.keys.sorted())), not '\(name)'")
    }
    return name
  }

  /// Whether each lesion counts: as written, else as pathology says, else by the consensus rule over
  /// the experts who read the case (all who are named anywhere, where the truth lists none).
  private func settled(_ drafts: [LesionDraft], by listed: [String], _ fields: Fields) -> [Lesion] {
    let named = Set(drafts.flatMap { $0.lesion.acceptedBy })
    for expert in named.subtracting(listed).sorted() where !listed.isEmpty {
      fields.wrong("experts", "leaves out '\(expert)', who has an opinion or an outline below")
    }
    let experts = named.union(listed).count
    return drafts.map { draft in
      var lesion = draft.lesion
      let isVouchedFor = ReferenceStandard.isAccepted(by: lesion.acceptedBy.count, of: experts)
      lesion.isScored = draft.isScored ?? (lesion.pathology.evidence != .panel || isVouchedFor)
      return lesion
    }
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

  private func readLesions(_ fields: Fields) -> [LesionDraft]? {
    guard let nodes = fields.optionalList("lesions", longest: 64) else { return nil }
    let keys = ["id", "name", "scored", "pathology", "opinions", "views"]
    let lesions = nodes.compactMap { node in
      Fields(node, as: "a lesion", keys: keys, in: problems).flatMap(readLesion)
    }
    let repeated = Dictionary(grouping: lesions, by: \.lesion.id).filter { $1.count > 1 }.keys.sorted()
    for id in repeated { fields.wrong("lesions", "has two lesions '\(id)'") }
    return lesions.count == nodes.count ? lesions : nil
  }

  private func readLesion(_ fields: Fields) -> LesionDraft? {
    let id = fields.identifier("id")
    let name = fields.text("name", longest: 200)
    let scored = fields.node("scored") == nil ? nil : fields.boolean("scored")
    let pathology = fields.fields(
      "pathology", as: "a pathology", keys: ["diagnosis", "malignant", "evidence"]
    ).flatMap(readPathology)
    let opinions = readOpinions(fields)
    let appearances = readAppearances(fields)
    guard let id, let name, let pathology, let opinions, let appearances else { return nil }
    let lesion = Lesion(
      id: id, name: name, pathology: pathology, views: appearances, opinions: opinions)
    return LesionDraft(lesion: lesion, isScored: scored)
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

/// A lesion as written, before it is settled whether it counts.
private struct LesionDraft {
  var lesion: Lesion
  /// Nil: not written.
  var isScored: Bool?
}

extension Lesion {
  /// The experts who describe it or outline it.
  fileprivate var acceptedBy: Set<String> {
    Set(opinions.map(\.expert)).union(views.compactMap(\.expert))
  }
}

import Catalog
import Learning
import Records
import Sonography

/// What learning needs to know about cases, worked out from their truth once and kept.
///
/// It holds truth: nothing of it leaves the server before an answer is committed.
package final class KnownCases: Sendable {
  private let library: CaseLibrary
  private let shelf = Shelf()

  package init(library: CaseLibrary) { self.library = library }

  /// Nil where the case or its truth cannot be read; the problems page says why.
  func known(_ id: String) async -> KnownCase? {
    guard let bundle = library.catalog.bundles[id] else { return nil }
    if let known = await shelf.known[bundle.digest] { return known }
    guard let truth = try? await library.truth(of: bundle) else { return nil }
    let lexicon = library.catalog.lexicons.values.first { lexicon in
      truth.assessments.allSatisfy { lexicon.assessment[$0] != nil }
    }
    let known = KnownCase(bundle.case, truth, lexicon)
    await shelf.keep(known, bundle.digest)
    return known
  }

  func known(_ ids: some Sequence<String>) async -> [KnownCase] {
    var found: [KnownCase] = []
    for id in ids { if let known = await known(id) { found.append(known) } }
    return found
  }

  /// Per skill, the cases of all courses as the standard on which ability is expressed.
  func references() async -> [SkillKey: ReferenceSet] {
    if let references = await shelf.references { return references }
    let units = library.catalog.curricula.values.flatMap(\.units)
    let ids = Set(units.flatMap(library.cases(of:))).sorted()
    var items: [SkillKey: [ReferenceSet.Item]] = [:]
    for known in await known(ids) {
      for (key, item) in known.profile.items {
        items[key, default: []].append(.init(difficulty: item.difficulty, guess: item.guess))
      }
    }
    let references = items.mapValues(ReferenceSet.init)
    await shelf.keep(references)
    return references
  }
}

private actor Shelf {
  private(set) var known: [String: KnownCase] = [:]
  private(set) var references: [SkillKey: ReferenceSet]?

  func keep(_ case: KnownCase, _ digest: String) { known[digest] = `case` }
  func keep(_ references: [SkillKey: ReferenceSet]) { self.references = references }
}

/// One case as learning and the figures need it.
struct KnownCase: Sendable {
  var profile: CaseProfile
  /// Pathology or the panel puts it at 4C or higher.
  var isSevere: Bool
  var isPanelSplit: Bool

  init(_ reading: Case, _ truth: ReferenceStandard, _ lexicon: Lexicon?) {
    let experts = truth.lesions.flatMap(\.opinions).compactMap(\.assessment)
    let calls = experts + truth.assessments
    let ranks = calls.compactMap { lexicon?.assessment[$0]?.rank }
    let severe = lexicon?.assessment[Assessment("4C")]?.rank
    isSevere = severe.map { least in ranks.contains { $0 >= least } } ?? (truth.outcome == .malignant)
    isPanelSplit = Set(experts).count > 1
    let scale = lexicon?.assessment
    let test = scale?.positiveTests[GradingRule().positiveTest]
    let looksMalignant = calls.contains { call in
      test.flatMap { scale?.isPositive(call, management: scale?[call]?.management, in: $0) } == true
    }
    profile = CaseProfile(
      id: reading.id, family: Self.family(of: truth), isMalignant: truth.outcome == .malignant,
      isHardNegative: truth.outcome != .malignant
        && (looksMalignant || reading.tags.contains("hard")),
      items: Self.items(of: reading, truth))
  }

  /// The diagnosis of the gravest lesion is the family of looks; all normal cases are one.
  private static func family(of truth: ReferenceStandard) -> String? {
    let gravest = truth.lesions.first { $0.pathology.isMalignant } ?? truth.lesions.first
    guard let gravest else { return truth.outcome == .normal ? "normal" : nil }
    return gravest.pathology.diagnosis
  }

  /// Every skill the case can exercise, at the author's difficulty.
  ///
  /// Before the cohort has answered, the only guess at difficulty is the author's tag. An expert is
  /// expected to score as one well above the mean does.
  private static func items(of reading: Case, _ truth: ReferenceStandard) -> [SkillKey: CaseProfile.Item] {
    let difficulty = reading.tags.contains("easy") ? -1.0 : reading.tags.contains("hard") ? 1.0 : 0
    let item = CaseProfile.Item(
      difficulty: difficulty, expertScore: chance(expertAbility, difficulty))
    var skills: [Skill] = [.find, .categorise, .manage, .calibrate, .imageQuality, .useOfAI]
    if !truth.lesions.isEmpty { skills += [.place, .measure, .describe, .keyPlane] }
    let features = Set(truth.lesions.flatMap(\.opinions).flatMap(\.descriptors.terms.keys))
    let keys = skills.map { SkillKey($0) } + features.map { SkillKey(.describe, feature: $0) }
    return Dictionary(keys.map { ($0, item) }, uniquingKeysWith: { first, _ in first })
  }

  /// In logits above the mean trainee's.
  private static let expertAbility = 1.5
}

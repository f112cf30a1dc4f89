import Catalog
import Foundation
package import Learning
package import Records
import Sonography

/// Keeps where each reader stands, answer by answer.
///
/// A standing holds completed attempts only. What belongs to a unit whose feedback comes at its end
/// is held back from its reader until then: a figure that moved would tell.
package final class StandingDesk: Sendable {
  package let policy: LearningPolicy
  private let store: RecordStore
  private let library: CaseLibrary
  package let cases: KnownCases

  package init(
    store: RecordStore, library: CaseLibrary, cases: KnownCases, policy: LearningPolicy
  ) {
    self.store = store
    self.library = library
    self.cases = cases
    self.policy = policy
  }

  /// The day count of a moment: days since 1970.
  static func day(_ moment: Date) -> Double { moment.timeIntervalSince1970 / 86_400 }

  /// - Parameter withHeld: Also what its reader may not know yet; for those who teach.
  func standing(of account: Account.ID, withHeld: Bool) async throws -> KeptStanding {
    let kept = try await store.standing(of: account, rule: Self.rule)
    var standing = kept.flatMap(Self.decoded) ?? TraineeStanding()
    let known = kept?.lastRead ?? 0
    let answers = try await store.completedAnswers(of: account, after: known)
    let held = try await heldUnits(answers, of: account)
    let isHeld = { (answer: CompletedAnswer) in held.contains(UnitPlace(answer.first)) }
    let settled = answers.prefix { !isHeld($0) }
    for answer in settled { standing.take(await attempt(answer), policy) }
    if let last = settled.last { try await keep(standing, upTo: last.read, of: account) }
    for answer in answers.dropFirst(settled.count) where withHeld || !isHeld(answer) {
      standing.take(await attempt(answer), policy)
    }
    return KeptStanding(
      standing: standing, held: withHeld ? [] : answers.filter(isHeld).map(\.first.attempt))
  }

  /// Per skill, the ability that scores what the department asks for on the reference set.
  func standards() async -> (references: [SkillKey: ReferenceSet], standards: [SkillKey: CompetenceStandard]) {
    let references = await cases.references()
    let standards = references.compactMapValues {
      try? CompetenceStandard.policy(score: policy.targetScore, on: $0).get()
    }
    return (references, standards)
  }

  /// The unaided checks that are complete and may be known, oldest first.
  func checks(of account: Account.ID, without held: [String]) async throws -> [LearningAttempt] {
    let units = library.catalog.curricula.values.flatMap { curriculum in
      curriculum.units.filter { $0.mode == .off && $0.feedback == .afterUnit }
        .map { (curriculum: curriculum.id, unit: $0.id) }
    }
    var attempts: [LearningAttempt] = []
    for answer in try await store.completedAnswers(of: account, in: units)
    where !held.contains(answer.first.attempt) {
      attempts.append(await attempt(answer))
    }
    return attempts
  }

  /// What everything kept depends on besides the evidence.
  static let rule = "standing 1"

  private static func decoded(_ record: StandingRecord) -> TraineeStanding? {
    try? JSONDecoder().decode(TraineeStanding.self, from: Data(record.body.utf8))
  }

  private func keep(_ standing: TraineeStanding, upTo read: Int64, of account: Account.ID) async throws {
    let body = String(decoding: try JSONEncoder().encode(standing), as: UTF8.self)
    try await store.keep(
      StandingRecord(rule: Self.rule, lastRead: read, body: body), of: account)
  }

  /// Units among the answers' whose feedback comes at their end, and the end is not reached.
  private func heldUnits(_ answers: [CompletedAnswer], of account: Account.ID) async throws
    -> Set<UnitPlace>
  {
    var held: Set<UnitPlace> = []
    for place in Set(answers.map { UnitPlace($0.first) }) {
      guard let unit = try? library.unit(place.unit, of: place.curriculum).1,
        unit.feedback == .afterUnit
      else { continue }
      let answered = try await store.answeredCases(of: account)
      if !library.cases(of: unit).allSatisfy(answered.contains) { held.insert(place) }
    }
    return held
  }

  private func attempt(_ answer: CompletedAnswer) async -> LearningAttempt {
    let first = answer.first
    let known = await cases.known(first.caseId)
    var profile =
      known?.profile
      ?? CaseProfile(id: first.caseId, isMalignant: first.isMalignant, items: [:])
    profile.isProbe = isProbe(first)
    let exchange = answer.final.flatMap { AIExchange(first, $0) }
    profile.aiError = exchange?.error
    let isRight = first.calledPositive == first.isMalignant
    return LearningAttempt(
      id: first.attempt, order: Int(answer.read), day: Self.day(answer.completedAt),
      profile: profile, isFirst: first.isNewCase, isUnaided: first.isUnaided,
      results: Dictionary(
        first.skills.compactMap { name, value in SkillKey(name).map { ($0, value) } },
        uniquingKeysWith: { one, _ in one }),
      calledPositive: first.calledPositive, likelihood: first.likelihood,
      isSevereUnderCall: known?.isSevere == true && !first.calledPositive,
      rating: PatternMemory.Rating(
        isRight: isRight, confidence: first.likelihood.map { max($0, 1 - $0) },
        isPanelSplit: known?.isPanelSplit ?? false),
      exchange: exchange)
  }

  /// A check: read without AI in a unit that explains nothing until its end.
  private func isProbe(_ record: EvidenceRecord) -> Bool {
    let unit = try? library.unit(record.unit, of: record.curriculum).1
    return record.mode == .off && unit?.feedback == .afterUnit
  }
}

/// A standing as one viewer may know it.
struct KeptStanding: Sendable {
  var standing: TraineeStanding
  /// Attempts that are left out because their reader may not know their results yet.
  var held: [String]
}

private struct UnitPlace: Hashable {
  var curriculum: String
  var unit: String

  init(_ record: EvidenceRecord) { (curriculum, unit) = (record.curriculum, record.unit) }
}

extension AIExchange {
  /// Against pathology; nil where the AI had given no category.
  init?(_ first: EvidenceRecord, _ final: EvidenceRecord) {
    guard let ai = final.ai else { return nil }
    let error: AIErrorKind? =
      ai.calledPositive == first.isMalignant ? nil : first.isMalignant ? .miss : .falseAlarm
    self.init(
      mode: first.mode, error: error, unaidedRight: first.calledPositive == first.isMalignant,
      finalRight: final.calledPositive == final.isMalignant,
      agreedBefore: first.calledPositive == ai.calledPositive,
      agreedAfter: final.calledPositive == ai.calledPositive)
  }
}

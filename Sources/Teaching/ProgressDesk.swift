import Catalog
package import Foundation
package import Learning
package import Records
import Sonography
import Statistics

/// What stored reads say about a person.
package final class ProgressDesk: Sendable {
  private let store: RecordStore
  private let library: CaseLibrary
  private let standings: StandingDesk
  private let clock: @Sendable () -> Date
  private let fits = FitShelf()

  package init(
    store: RecordStore, library: CaseLibrary, standings: StandingDesk,
    clock: @escaping @Sendable () -> Date
  ) {
    self.store = store
    self.library = library
    self.standings = standings
    self.clock = clock
  }

  package var policy: LearningPolicy { standings.policy }

  /// - Parameter viewer: Who asks; one's own page leaves out what one may not know yet.
  package func progress(of account: Account.ID, for viewer: Account) async throws -> LearningProgress {
    let seesHeld = viewer.id != account
    let kept = try await standings.standing(of: account, withHeld: seesHeld)
    let (references, standards) = await standings.standards()
    let day = StandingDesk.day(clock())
    let report = StandingReport(
      of: kept.standing, policy: policy, references: references, standards: standards, day: day)
    let wholes = report.skills.filter { $0.key.feature == nil }
    var fitted: [SkillKey: FittedCurve] = [:]
    for skill in wholes {
      guard let standing = kept.standing.skills[skill.key] else { continue }
      fitted[skill.key] = await fits.fit(standing, target: policy.targetScore)
    }
    let checks = try await standings.checks(of: account, without: kept.held)
    return LearningProgress(
      cases: kept.standing.counted, since: try await store.firstAnswerAt(of: account),
      target: policy.targetScore,
      skills: wholes.map { skill in
        SkillProgress(skill, kept.standing.skills[skill.key], fit: fitted[skill.key])
      },
      detection: Detection(of: try await store.calls(of: account, without: kept.held)),
      competence: CompetencePath.paths(of: checks, policy), reliance: report.reliance,
      due: report.due, certification: certification(kept.standing, standards, day),
      held: kept.held.count)
  }

  func certification(
    _ standing: TraineeStanding, _ standards: [SkillKey: CompetenceStandard], _ day: Double
  ) -> Certification {
    Certification(
      of: standing,
      scope: .init(module: "", lexicon: "", set: "", rubric: "", evidence: []), policy: policy,
      standards: standards.filter { policy.critical.contains($0.key) || $0.key.feature == nil },
      day: day)
  }

  /// Attempts newest first, with the case's title where its truth may be shown.
  package func history(of account: Account.ID, after cursor: Int64?, limit: Int) async throws
    -> [HistoryEntry]
  {
    let answered = try await store.answeredCases(of: account)
    return try await store.attempts(of: account, after: cursor, limit: limit).map { entry in
      historyEntry(entry, answered: answered)
    }
  }

  func historyEntry(_ entry: AttemptEntry, answered: Set<String>) -> HistoryEntry {
    let attempt = entry.attempt
    let unit = try? library.unit(attempt.unit, of: attempt.curriculum).1
    let isComplete = unit.map { library.cases(of: $0).allSatisfy(answered.contains) } ?? true
    let shows =
      entry.phase == .committed && (unit?.feedback == .afterEachCase || isComplete)
      && library.catalog.bundles[attempt.caseId] != nil
    return HistoryEntry(
      entry: entry,
      title: shows ? library.catalog.bundles[attempt.caseId]?.case.title : nil, hasFeedback: shows)
  }

  /// Every completed answer of a person that may be known, as evidence, for their own records.
  package func evidence(of account: Account.ID, for viewer: Account) async throws -> [EvidenceRecord] {
    let kept = try await standings.standing(of: account, withHeld: viewer.id != account)
    return try await store.completedAnswers(of: account)
      .flatMap { [$0.first, $0.final].compactMap(\.self) }
      .filter { !kept.held.contains($0.attempt) }
  }

  /// Every stored read of a cohort, oldest first, for export.
  package func export(_ id: Cohort.ID, by author: Author, now: Date) async throws -> [ExportRow] {
    guard let cohort = try await store.cohort(id) else { throw TeachingError.notFound }
    let rows = Collected<ExportRow>()
    try await store.forEachRead(of: id) { rows.append($0) }
    try await store.audit("exportReads", "cohort \(cohort.name)", by: author, now: now)
    return rows.values
  }

  /// Who took which file of a cohort is on record.
  package func noteExport(of id: Cohort.ID, _ file: String, by author: Author, now: Date) async throws {
    guard let cohort = try await store.cohort(id) else { throw TeachingError.notFound }
    try await store.audit(
      "exportReads", "cohort \(cohort.name)", detail: file, by: author, now: now)
  }
}

/// Curves that were fitted and are likely to be asked for again: the same windows have the same curve.
private actor FitShelf {
  private var fits = RecentlyUsed<[Double], FittedCurve?>(limit: 4096)

  func fit(_ standing: SkillStanding, target: Double) -> FittedCurve? {
    let key = standing.windows + [Double(standing.count), target]
    if let known = fits[key] { return known }
    let fit = standing.fit(target: target).value.map(FittedCurve.init)
    fits.insert(fit, for: key, cost: 1)
    return fit
  }
}

package struct HistoryEntry: Sendable {
  package var entry: AttemptEntry
  /// Nil while it would tell something.
  package var title: String?
  package var hasFeedback: Bool
}

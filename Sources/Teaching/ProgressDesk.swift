import Catalog
package import Foundation
package import Learning
package import Records
import Sonography

/// What stored reads say about a person or a cohort.
package final class ProgressDesk: Sendable {
  private let store: RecordStore
  private let library: CaseLibrary

  package init(store: RecordStore, library: CaseLibrary) {
    self.store = store
    self.library = library
  }

  package func progress(of account: Account.ID) async throws -> LearningProgress {
    LearningProgress(try await store.firstReads(of: account))
  }

  /// Attempts newest first, with the case's title where its truth may be shown.
  package func history(of account: Account.ID, after cursor: Int64?, limit: Int) async throws
    -> [HistoryEntry]
  {
    let answered = Set(try await store.firstReads(of: account).map(\.attempt.caseId))
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

  /// A cohort for its department: every trainee's standing, and the curve of the group.
  package func cohort(_ id: Cohort.ID) async throws -> CohortProgress {
    guard let cohort = try await store.cohort(id) else { throw TeachingError.notFound }
    let reads = Dictionary(grouping: try await store.firstReads(of: id), by: \.attempt.account)
    let members = try await store.members(of: id).filter { $0.role == .trainee }
    let trainees = members.map { account in
      let mine = reads[account.id] ?? []
      return TraineeProgress(
        account: account, progress: LearningProgress(mine), lastAnswerAt: mine.last?.receivedAt)
    }
    let summary = CohortSummary(
      of: trainees.map { ("\($0.account.id.rawValue)", $0.progress.evidence) })
    return CohortProgress(cohort: cohort, trainees: trainees, bands: summary.bands(of: .find))
  }

  /// All cohorts with how many trainees they have and how many first answers those gave.
  package func cohortCounts() async throws -> [CohortCount] {
    var counts: [CohortCount] = []
    for cohort in try await store.cohorts() {
      counts.append(
        CohortCount(
          cohort: cohort,
          members: try await store.members(of: cohort.id).count { $0.role == .trainee },
          answers: try await store.firstReads(of: cohort.id).count))
    }
    return counts
  }

  /// Every stored read of a cohort, oldest first, for export.
  package func export(_ id: Cohort.ID, by author: Author, now: Date) async throws -> [ExportRow] {
    guard let cohort = try await store.cohort(id) else { throw TeachingError.notFound }
    let rows = Collected<ExportRow>()
    try await store.forEachRead(of: id) { rows.append($0) }
    try await store.audit("exportReads", "cohort \(cohort.name)", by: author, now: now)
    return rows.values
  }
}

/// Rows handed over one by one from another thread.
private final class Collected<Value: Sendable>: @unchecked Sendable {
  // The lock guards `stored`.
  private let lock = NSLock()
  private var stored: [Value] = []

  func append(_ value: Value) { lock.withLock { stored.append(value) } }
  var values: [Value] { lock.withLock { stored } }
}

/// One person's first, unaided answers as curves and figures.
package struct LearningProgress: Sendable {
  package var cases: Int
  package var curves: [LearningCurve]
  package var detection: Detection
  let evidence: [Evidence]

  init(_ reads: [FirstRead]) {
    cases = reads.count
    let evidence = reads.enumerated().flatMap { order, read in
      skills(of: read.score).map { skill, value in
        Evidence(skill: skill, value: value, isFirst: true, isUnaided: read.isUnaided, order: order)
      }
    }
    self.evidence = evidence
    curves = Skill.allCases.map { LearningCurve(of: $0, from: evidence) }
    detection = Detection(
      of: reads.map { read in
        Call(
          isPositive: read.score.calledPositive, isMalignant: read.score.isMalignant,
          likelihood: read.likelihood, isFirst: true, isUnaided: read.isUnaided)
      })
  }
}

package struct HistoryEntry: Sendable {
  package var entry: AttemptEntry
  /// Nil while it would tell something.
  package var title: String?
  package var hasFeedback: Bool
}

package struct TraineeProgress: Sendable {
  package var account: Account
  package var progress: LearningProgress
  package var lastAnswerAt: Date?
}

package struct CohortProgress: Sendable {
  package var cohort: Cohort
  package var trainees: [TraineeProgress]
  package var bands: [CohortSummary.Band]
}

package struct CohortCount: Sendable {
  package var cohort: Cohort
  package var members: Int
  package var answers: Int
}

package import Catalog
package import Foundation
import Learning
package import Records
package import Sonography
package import Statistics

/// What an instructor sees and sets: cases with truth, cohorts, a cohort's work on a unit.
package final class InstructorDesk: Sendable {
  private let store: RecordStore
  private let library: CaseLibrary
  private let progress: ProgressDesk
  private let clock: @Sendable () -> Date

  package init(
    store: RecordStore, library: CaseLibrary, progress: ProgressDesk,
    clock: @escaping @Sendable () -> Date
  ) {
    self.store = store
    self.library = library
    self.progress = progress
    self.clock = clock
  }

  /// Cases whose id, title or tags contain every word, by id; at most `limit`, with their outcome.
  package func cases(matching query: String, limit: Int) async throws -> [CaseOverview] {
    let words = query.lowercased().split(separator: " ").map(String.init)
    let fitting = library.catalog.bundles.values.filter { bundle in
      let text = ([bundle.id, bundle.case.title] + bundle.case.tags).joined(separator: " ").lowercased()
      return words.allSatisfy(text.contains)
    }
    var overviews: [CaseOverview] = []
    for bundle in fitting.sorted(by: { $0.id < $1.id }).prefix(limit) {
      let truth = try? await library.truth(of: bundle)
      overviews.append(CaseOverview(bundle: bundle, outcome: truth?.outcome))
    }
    return overviews
  }

  /// Truth and AI of a case without anybody's answer.
  package func preview(_ id: String) async throws -> Feedback {
    let bundle = try library.bundle(id)
    let truth = try await library.truth(of: bundle)
    return Feedback(
      sitting: nil, bundle: bundle, lexicon: truth.lexicon, truth: truth, teaching: bundle.teaching(),
      ai: try await library.reading(of: bundle), score: nil, firstScore: nil, hasNext: false)
  }

  package func cohorts() async throws -> [CohortOverview] {
    var overviews: [CohortOverview] = []
    for cohort in try await store.cohorts() {
      overviews.append(
        CohortOverview(
          cohort: cohort, members: try await store.members(of: cohort.id),
          assignments: try await store.assignments(of: cohort.id)))
    }
    return overviews
  }

  package func createCohort(_ name: String, by author: Author) async throws -> CohortOverview {
    let cohort = try await store.createCohort(name, by: author, now: clock())
    return CohortOverview(cohort: cohort, members: [], assignments: [])
  }

  /// Makes members and assigned curricula exactly these.
  package func setCohort(
    _ id: Cohort.ID, name: String, members: [Account.ID], curricula: [(id: String, dueAt: Date?)],
    by author: Author
  ) async throws -> CohortOverview {
    guard try await store.cohort(id) != nil else { throw TeachingError.notFound }
    let unknown = curricula.map(\.id).filter { library.catalog.curricula[$0] == nil }
    guard unknown.isEmpty else {
      throw TeachingError.unusable("There is no curriculum \(unknown.joined(separator: ", ")).")
    }
    let now = clock()
    let before = Set(try await store.members(of: id).map(\.id))
    for account in Set(members).subtracting(before) {
      try await store.addMember(account, to: id, by: author, now: now)
    }
    for account in before.subtracting(members) {
      try await store.removeMember(account, from: id, by: author, now: now)
    }
    let assigned = Set(try await store.assignments(of: id).map(\.curriculum))
    for curriculum in assigned.subtracting(curricula.map(\.id)) {
      try await store.unassign(curriculum, from: id, by: author, now: now)
    }
    for curriculum in curricula {
      try await store.assign(curriculum.id, to: id, dueAt: curriculum.dueAt, by: author, now: now)
    }
    try await store.renameCohort(id, to: name, by: author, now: now)
    guard let cohort = try await store.cohort(id) else { throw TeachingError.notFound }
    return CohortOverview(
      cohort: cohort, members: try await store.members(of: id),
      assignments: try await store.assignments(of: id))
  }

  /// How a cohort's trainees stand in one unit, each with their attempts.
  package func work(of cohort: Cohort.ID, curriculum: String, unit: String) async throws
    -> [TraineeWork]
  {
    let (_, unit) = try library.unit(unit, of: curriculum)
    guard try await store.cohort(cohort) != nil else { throw TeachingError.notFound }
    let entries = Dictionary(
      grouping: try await store.attempts(of: cohort, curriculum: curriculum, unit: unit.id),
      by: \.attempt.account)
    let reads = Dictionary(
      grouping: try await store.evidence(of: cohort).filter(\.isFirst), by: \.account)
    let cases = Set(library.cases(of: unit))
    return try await store.members(of: cohort).filter { $0.role == .trainee }.map { account in
      let answers = (reads[account.id] ?? []).filter { cases.contains($0.caseId) }
        .map(CaseAnswer.init)
      let standing = UnitProgress(
        of: unit, cases: library.cases(of: unit), answers: answers, passed: [])
      return TraineeWork(
        account: account, answered: standing.answered.count, total: cases.count,
        isPassed: standing.isPassed,
        found: Proportion(of: answers.compactMap { $0.skills[.find] }),
        attempts: (entries[account.id] ?? []).map { entry in
          HistoryEntry(
            entry: entry, title: library.catalog.bundles[entry.attempt.caseId]?.case.title,
            hasFeedback: entry.phase == .committed)
        })
    }
  }
}

package struct CaseOverview: Sendable {
  package var bundle: CaseBundle
  /// Nil when the truth cannot be read; the problems page says why.
  package var outcome: ReferenceStandard.Outcome?
}

package struct CohortOverview: Sendable {
  package var cohort: Cohort
  package var members: [Account]
  package var assignments: [Assignment]
}

package struct TraineeWork: Sendable {
  package var account: Account
  package var answered: Int
  package var total: Int
  package var isPassed: Bool
  /// Lesions found on first answers of this unit.
  package var found: Proportion
  package var attempts: [HistoryEntry]
}

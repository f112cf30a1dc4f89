package import Catalog
package import Foundation
package import Records
import Scoring
package import Sonography

/// Scores every stored read again, by today's rubrics, lexicons and truths, and says whose result
/// would change and by how much. Changes nothing until it is asked to keep the new scores.
package struct Rescoring: Sendable {
  private let store: RecordStore
  private let catalog: Catalog

  package init(store: RecordStore, catalog: Catalog) {
    self.store = store
    self.catalog = catalog
  }

  package func report() async throws -> RescoreReport {
    let book = RescoreBook(catalog: catalog)
    try await store.forEachRead { book.add($0) }
    return book.report
  }

  /// Keeps the scores that changed beside the old ones; the old ones stay.
  package func keep(_ report: RescoreReport, by author: Author, now: Date) async throws {
    let scores = report.changes.map {
      Rescore(attempt: $0.attempt, stage: $0.stage, score: $0.score)
    }
    try await store.append(scores, by: author, now: now)
  }
}

/// What scoring again would do.
package struct RescoreReport: Sendable {
  package var reads = 0
  package var changes: [RescoreChange] = []
  package var refusals: [RescoreRefusal] = []

  package var unchanged: Int { reads - changes.count - refusals.count }
}

/// One read whose result would change.
package struct RescoreChange: Sendable {
  package var account: Account
  package var attempt: String
  package var stage: ReadStage
  package var caseID: String
  package var curriculum: String
  /// The case or its truth is not as it was when the attempt was opened.
  package var isOtherTruth: Bool
  package var before: Score
  package var score: Score
  package var differences: [ScoreDifference]
}

/// A stored read that cannot be scored again, and why.
package struct RescoreRefusal: Sendable {
  package var account: Account
  package var attempt: String
  package var stage: ReadStage
  package var caseID: String
  package var reason: String
}

/// One number of a score before and after; nil where it had or has no value.
package struct ScoreDifference: Hashable, Sendable {
  /// A measure's name, `skill.find`, `calledPositive`, or `isMalignant`.
  package var name: String
  package var before: Double?
  package var after: Double?

  /// What differs by more than rounding. Measures that only one of the two scores knows are no
  /// difference in the result: the rubric may have learnt new ones.
  package static func between(_ before: Score, _ after: Score) -> [ScoreDifference] {
    let (old, new) = (numbers(of: before), numbers(of: after))
    let measures = old.keys.filter { new[$0] != nil }.sorted().compactMap { name in
      difference(name, old[name] ?? nil, new[name] ?? nil)
    }
    let skills = Set(before.skills.keys).union(after.skills.keys).sorted().compactMap { name in
      difference("skill.\(name)", before.skills[name], after.skills[name])
    }
    let calls = [
      difference("calledPositive", before.calledPositive ? 1 : 0, after.calledPositive ? 1 : 0),
      difference("isMalignant", before.isMalignant ? 1 : 0, after.isMalignant ? 1 : 0),
    ].compactMap(\.self)
    return measures + skills + calls
  }

  private static func numbers(of score: Score) -> [String: Double?] {
    Dictionary(score.measures.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  private static func difference(_ name: String, _ before: Double?, _ after: Double?) -> ScoreDifference? {
    if before == nil && after == nil { return nil }
    if let before, let after, abs(before - after) <= 1e-9 { return nil }
    return ScoreDifference(name: name, before: before, after: after)
  }
}

/// Collects a report read by read, each truth read once.
///
/// Used from one read transaction at a time, in order; the lock says so to the compiler.
private final class RescoreBook: Sendable {
  private let catalog: Catalog
  private let lock = NSLock()
  // Touched only while the lock is held.
  nonisolated(unsafe) private var state = State()

  private struct State {
    var report = RescoreReport()
    var truths: [String: Result<ReferenceStandard, CatalogError>] = [:]
  }

  init(catalog: Catalog) { self.catalog = catalog }

  var report: RescoreReport { lock.withLock { state.report } }

  func add(_ row: ExportRow) {
    lock.withLock {
      state.report.reads += 1
      switch score(row, &state.truths) {
      case .failure(let refusal):
        state.report.refusals.append(
          RescoreRefusal(
            account: row.account, attempt: row.attempt.id, stage: row.record.stage,
            caseID: row.attempt.caseId, reason: refusal.reason))
      case .success(let score):
        let differences = ScoreDifference.between(row.record.score, score)
        guard !differences.isEmpty else { return }
        state.report.changes.append(
          RescoreChange(
            account: row.account, attempt: row.attempt.id, stage: row.record.stage,
            caseID: row.attempt.caseId, curriculum: row.attempt.curriculum,
            isOtherTruth: catalog.bundles[row.attempt.caseId]?.digest != row.attempt.caseDigest,
            before: row.record.score, score: score, differences: differences))
      }
    }
  }

  private struct Refusal: Error {
    var reason: String
  }

  private func score(
    _ row: ExportRow, _ truths: inout [String: Result<ReferenceStandard, CatalogError>]
  ) -> Result<Score, Refusal> {
    let attempt = row.attempt
    guard let bundle = catalog.bundles[attempt.caseId] else {
      return .failure(Refusal(reason: "the case '\(attempt.caseId)' is not there any more"))
    }
    guard let curriculum = catalog.curricula[attempt.curriculum] else {
      return .failure(Refusal(reason: "the curriculum '\(attempt.curriculum)' is not there any more"))
    }
    guard let lexicon = catalog.lexicons[curriculum.lexicon] else {
      return .failure(Refusal(reason: "there is no usable lexicon '\(curriculum.lexicon)'"))
    }
    guard let rubric = catalog.rubrics[curriculum.rubric] else {
      return .failure(Refusal(reason: "there is no usable rubric '\(curriculum.rubric)'"))
    }
    let truth = truths[bundle.id] ?? Result { () throws(CatalogError) in try bundle.truth() }
    truths[bundle.id] = truth
    switch truth {
    case .failure(let error): return .failure(Refusal(reason: "\(error)"))
    case .success(let truth):
      return .success(
        ReadScorer(rubric: rubric, lexicon: lexicon)
          .score(row.record.read, of: bundle.case, against: truth))
    }
  }
}

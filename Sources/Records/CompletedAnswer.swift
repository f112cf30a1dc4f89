package import Foundation
import GRDB

/// One attempt with all its reads committed.
package struct CompletedAnswer: Hashable, Sendable {
  package var first: EvidenceRecord
  /// After the AI was shown; nil without one.
  package var final: EvidenceRecord?

  /// The read that completed it: ascending in the order of completion.
  package var read: Int64 { (final ?? first).read }
  package var completedAt: Date { (final ?? first).receivedAt }
}

/// How many first, unaided answers to new cases called so, on cases that were so.
package struct CallCount: Hashable, Sendable {
  package var calledPositive: Bool
  package var isMalignant: Bool
  /// Stated probability of malignancy, 0...1.
  package var likelihood: Double?
  package var count: Int
}

extension RecordStore {
  /// In the order of completion. An attempt whose AI is shown and whose final read is still awaited
  /// is left out: nothing it could tell may be seen before.
  package func completedAnswers(of account: Account.ID, after read: Int64 = 0)
    async throws(RecordError) -> [CompletedAnswer]
  {
    try await self.read { db in
      let last = try EvidenceRecord.fetchAll(
        db,
        sql: """
          SELECT * FROM evidence
          WHERE account = ? AND read > ? AND (stage = 'final' OR mode <> 'secondRead')
          ORDER BY read
          """,
        arguments: [account, read])
      return try last.compactMap { try CompletedAnswer.fetch(db, ending: $0) }
    }
  }

  /// The same for some units only, from the first answer on.
  package func completedAnswers(of account: Account.ID, in units: [(curriculum: String, unit: String)])
    async throws(RecordError) -> [CompletedAnswer]
  {
    let places = try canonicalJSON(units.map { "\($0.curriculum)/\($0.unit)" })
    return try await read { db in
      let last = try EvidenceRecord.fetchAll(
        db,
        sql: """
          SELECT * FROM evidence
          WHERE account = ? AND (stage = 'final' OR mode <> 'secondRead')
            AND curriculum || '/' || unit IN (SELECT value FROM json_each(?))
          ORDER BY read
          """,
        arguments: [account, places])
      return try last.compactMap { try CompletedAnswer.fetch(db, ending: $0) }
    }
  }

  /// Counted in the database: the same cost for ten answers and ten thousand. Attempts under way and
  /// those named are left out.
  package func calls(of account: Account.ID, without attempts: [String] = [])
    async throws(RecordError) -> [CallCount]
  {
    let left = try canonicalJSON(attempts)
    return try await read { db in
      try CallCount.fetchAll(
        db,
        sql: """
          SELECT calledPositive, isMalignant, likelihood, count(*) AS count FROM evidence
          WHERE account = ? AND \(EvidenceRecord.counts)
            AND \(EvidenceRecord.isCompleted)
            AND attempt NOT IN (SELECT value FROM json_each(?))
          GROUP BY calledPositive, isMalignant, likelihood
          """,
        arguments: [account, left])
    }
  }
}

extension CompletedAnswer {
  fileprivate static func fetch(_ db: Database, ending last: EvidenceRecord) throws
    -> CompletedAnswer?
  {
    guard last.stage == .final else { return CompletedAnswer(first: last) }
    let first = try EvidenceRecord.fetchOne(
      db,
      SQLRequest(
        sql: "SELECT * FROM evidence WHERE attempt = ? AND stage = 'first'",
        arguments: [last.attempt], cached: true))
    return first.map { CompletedAnswer(first: $0, final: last) }
  }
}

extension CallCount: FetchableRecord {
  init(row: Row) throws {
    self.init(
      calledPositive: try row.value("calledPositive"), isMalignant: try row.value("isMalignant"),
      likelihood: try row.value("likelihood"), count: try row.value("count"))
  }
}

package import Foundation
import GRDB
package import Sonography

/// One attempt in a list: how far it came and how it was scored.
package struct AttemptEntry: Hashable, Sendable {
  package var attempt: AttemptRecord
  package var phase: AttemptPhase
  package var firstScore: Score?
  package var finalScore: Score?
  /// When the newest read was committed; nil before the first.
  package var committedAt: Date?
  /// Pass it to the next call to continue the list after this entry.
  package var cursor: Int64
}

/// One read with its circumstances, for export.
package struct ExportRow: Sendable {
  package var account: Account
  package var attempt: AttemptRecord
  package var record: ReadRecord
  /// The AI had not been shown before this read.
  package var isUnaided: Bool
}

package struct RecordCounts: Hashable, Sendable {
  package var accounts: Int
  package var attempts: Int
  package var reads: Int
  package var sessions: Int
}

extension RecordStore {
  /// Newest first.
  package func attempts(of account: Account.ID, after cursor: Int64? = nil, limit: Int = 50)
    async throws(RecordError) -> [AttemptEntry]
  {
    try await entries(
      "account = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?",
      [account, cursor ?? .max, max(0, limit)])
  }

  /// Of one unit, oldest first.
  package func attempts(of account: Account.ID, curriculum: String, unit: String)
    async throws(RecordError) -> [AttemptEntry]
  {
    try await entries(
      "account = ? AND curriculum = ? AND unit = ? ORDER BY sequence", [account, curriculum, unit])
  }

  /// Of all trainees of a cohort in one unit, oldest first.
  package func attempts(of cohort: Cohort.ID, curriculum: String, unit: String)
    async throws(RecordError) -> [AttemptEntry]
  {
    try await entries(
      """
      curriculum = ?2 AND unit = ?3 AND account IN \(cohortTrainees) ORDER BY sequence
      """, [cohort, curriculum, unit])
  }

  /// Hands every read, of everybody or of a cohort's trainees, to `body`: oldest first, in one
  /// snapshot and constant memory. An error thrown by `body` ends it and is passed on.
  package func forEachRead(
    of cohort: Cohort.ID? = nil, _ body: @escaping @Sendable (ExportRow) throws -> Void
  ) async throws {
    try await readPassing { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT * FROM scoredRead WHERE ?1 IS NULL OR account IN \(cohortTrainees)
          ORDER BY sequence
          """,
        arguments: [cohort])
      while let row = try rows.next() { try body(ExportRow.complete(db, ReadRecord(row: row))) }
    }
  }

  package func counts() async throws(RecordError) -> RecordCounts {
    try await read { db in
      func count(_ table: String) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
      }
      return RecordCounts(
        accounts: try count("account"), attempts: try count("attempt"),
        reads: try count("readRecord"), sessions: try count("session"))
    }
  }

  private func entries(_ rest: String, _ arguments: StatementArguments)
    async throws(RecordError) -> [AttemptEntry]
  {
    try await read { db in
      try AttemptEntry.fetchAll(
        db,
        sql: """
          SELECT \(AttemptRecord.columns), sequence, \(AttemptRecord.phaseColumn),
            \(AttemptEntry.score("first")), \(AttemptEntry.score("final")),
            (SELECT max(receivedAt) FROM readRecord WHERE readRecord.attempt = attempt.id) AS committedAt
          FROM attempt WHERE \(rest)
          """,
        arguments: arguments)
    }
  }
}

extension AttemptEntry: FetchableRecord {
  fileprivate static func score(_ stage: String) -> String {
    """
    (SELECT score FROM scoredRead WHERE scoredRead.attempt = attempt.id AND stage = '\(stage)')
      AS \(stage)Score
    """
  }

  init(row: Row) throws {
    self.init(
      attempt: try AttemptRecord(row: row), phase: try row.value("phase"),
      firstScore: try row.jsonIfPresent("firstScore"),
      finalScore: try row.jsonIfPresent("finalScore"),
      committedAt: try row.dateIfPresent("committedAt"), cursor: try row.value("sequence"))
  }
}

extension ExportRow {
  fileprivate static func complete(_ db: Database, _ record: ReadRecord) throws -> ExportRow {
    let attempt = try AttemptRecord.fetchOne(
      db,
      SQLRequest(
        sql: "SELECT * FROM attempt WHERE id = ?", arguments: [record.attempt], cached: true))
    guard let attempt else { throw RecordError.unknown(thing: "attempt", id: record.attempt) }
    let isUnaided = try Bool.fetchOne(
      db,
      SQLRequest(
        sql: "SELECT isUnaided FROM evidence WHERE attempt = ? AND stage = ?",
        arguments: [record.attempt, record.stage], cached: true))
    return ExportRow(
      account: try Account.existing(db, record.account), attempt: attempt, record: record,
      isUnaided: isUnaided ?? false)
  }
}

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

/// Evidence for learning: the first answer of a trainee to a case never answered before.
package struct FirstRead: Hashable, Sendable {
  package var attempt: AttemptRecord
  package var score: Score
  /// Given before the AI was shown.
  package var isUnaided: Bool
  /// The stated probability of malignancy, 0...1.
  package var likelihood: Double?
  package var receivedAt: Date
  /// Pass it to the next call to get only what came since.
  package var cursor: Int64
}

/// One read with its circumstances, for export.
package struct ExportRow: Sendable {
  package var account: Account
  package var attempt: AttemptRecord
  package var record: ReadRecord
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
      curriculum = ? AND unit = ? AND account IN \(cohortTrainees) ORDER BY sequence
      """, [curriculum, unit, cohort])
  }

  /// In the order they were committed; what the learning curve is made from.
  package func firstReads(of account: Account.ID, after cursor: Int64 = 0)
    async throws(RecordError) -> [FirstRead]
  {
    try await read { db in
      try FirstRead.fetch(
        db, "readRecord.account = ? AND readRecord.sequence > ?", [account, cursor])
    }
  }

  /// Of all trainees of a cohort, in the order they were committed.
  package func firstReads(of cohort: Cohort.ID) async throws(RecordError) -> [FirstRead] {
    try await read {
      try FirstRead.fetch($0, "readRecord.account IN \(cohortTrainees)", [cohort])
    }
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
          SELECT * FROM readRecord WHERE ? IS NULL OR account IN \(cohortTrainees)
          ORDER BY sequence
          """,
        arguments: [cohort, cohort])
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

/// One `?`: the cohort. Instructors who are members do not count.
private let cohortTrainees = """
  (SELECT cohortMember.account FROM cohortMember JOIN account ON account.id = cohortMember.account
   WHERE cohort = ? AND role = 'trainee')
  """

extension AttemptEntry: FetchableRecord {
  fileprivate static func score(_ stage: String) -> String {
    """
    (SELECT score FROM readRecord WHERE readRecord.attempt = attempt.id AND stage = '\(stage)')
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

extension FirstRead: FetchableRecord {
  init(row: Row) throws {
    self.init(
      attempt: try AttemptRecord(row: row), score: try row.json("score"),
      isUnaided: try row.value("isUnaided"), likelihood: try row.value("likelihood"),
      receivedAt: try row.date("receivedAt"),
      cursor: try row.value("cursor"))
  }

  fileprivate static func fetch(
    _ db: Database, _ condition: String, _ arguments: StatementArguments
  ) throws -> [FirstRead] {
    try fetchAll(
      db,
      sql: """
        SELECT \(AttemptRecord.columns), score, receivedAt, readRecord.sequence AS cursor,
          json_extract(readRecord.body, '$.likelihood') AS likelihood,
          NOT EXISTS (SELECT 1 FROM aiReveal WHERE aiReveal.attempt = readRecord.attempt
            AND aiReveal.stage = 'first') AS isUnaided
        FROM readRecord JOIN attempt ON attempt.id = readRecord.attempt
        WHERE \(condition) AND stage = 'first' AND NOT EXISTS (
          SELECT 1 FROM attempt AS earlier JOIN readRecord AS before ON before.attempt = earlier.id
          WHERE earlier.account = attempt.account AND earlier.caseId = attempt.caseId
            AND before.sequence < readRecord.sequence)
        ORDER BY readRecord.sequence
        """,
      arguments: arguments)
  }
}

extension ExportRow {
  fileprivate static func complete(_ db: Database, _ record: ReadRecord) throws -> ExportRow {
    let attempt = try AttemptRecord.fetchOne(
      db,
      SQLRequest(
        sql: "SELECT * FROM attempt WHERE id = ?", arguments: [record.attempt], cached: true))
    guard let attempt else { throw RecordError.unknown(thing: "attempt", id: record.attempt) }
    return ExportRow(
      account: try Account.existing(db, record.account), attempt: attempt, record: record)
  }
}

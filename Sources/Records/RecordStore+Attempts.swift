package import Foundation
import GRDB
import Sonography

/// Attempts: opened, drafted, looked up.
///
/// Whoever asks about an attempt says whose it must be: a stranger's attempt is as unknown as one
/// that never was.
extension RecordStore {
  /// Opens a case; returns the attempt that is already open in this unit when there is one.
  ///
  /// - Parameter replacing: An open attempt that cannot be finished, because its case is gone: a
  ///   new one is opened beside it.
  package func open(_ new: NewAttempt, replacing stuck: String? = nil, now: Date)
    async throws(RecordError) -> AttemptRecord
  {
    try await write { db in
      let open = try AttemptRecord.open(
        db, of: new.account, curriculum: new.curriculum, unit: new.unit)
      if let open, open.id != stuck { return open }
      return try new.insert(db, now: now)
    }
  }

  /// The attempt the account has not finished in this unit.
  package func openAttempt(of account: Account.ID, curriculum: String, unit: String)
    async throws(RecordError) -> AttemptStanding?
  {
    try await read { db in
      let open = try AttemptRecord.open(db, of: account, curriculum: curriculum, unit: unit)
      return try open.flatMap { try AttemptStanding.fetch(db, $0.id, of: account) }
    }
  }

  /// Everything known about one attempt, in one snapshot; nil when it is not the account's.
  package func standing(of attempt: String, account: Account.ID)
    async throws(RecordError) -> AttemptStanding?
  {
    try await read { try AttemptStanding.fetch($0, attempt, of: account) }
  }

  /// The same for an instructor, who may see whose it is.
  package func standing(of attempt: String) async throws(RecordError) -> AttemptStanding? {
    try await read { try AttemptStanding.fetch($0, attempt, of: nil) }
  }

  /// Runs `body` on the attempt inside the transaction that read its phase: what it hands out was
  /// allowed at that moment. A phase never goes back, so it stays allowed. An error thrown by
  /// `body` is passed on.
  package func release<Value: Sendable>(
    _ attempt: String, account: Account.ID,
    _ body: @escaping @Sendable (AttemptStanding) throws -> Value
  ) async throws -> Value {
    try await readPassing { db in
      guard let standing = try AttemptStanding.fetch(db, attempt, of: account) else {
        throw RecordError.unknown(thing: "attempt", id: attempt)
      }
      return try body(standing)
    }
  }

  /// Keeps the reader's unfinished work; the newest wins.
  ///
  /// - Returns: False when all reads are committed, so that there is nothing left to draft.
  @discardableResult
  package func saveDraft(_ body: String, attempt: String, account: Account.ID, now: Date)
    async throws(RecordError) -> Bool
  {
    guard body.utf8.count <= 256 * 1024 else {
      throw .refusedValue("draft: it has \(body.utf8.count) bytes; keep it below 262144")
    }
    return try await write { db in
      let phase = try AttemptPhase.fetch(db, attempt, of: account)
      guard phase != .committed else { return false }
      guard try Bool.fetchOne(db, sql: "SELECT json_valid(?)", arguments: [body]) == true else {
        throw RecordError.refusedValue("draft: it is not JSON; send what the page keeps")
      }
      try db.execute(
        sql: """
          INSERT INTO draft (attempt, body, savedAt) VALUES (?, ?, ?) ON CONFLICT (attempt)
          DO UPDATE SET body = excluded.body, savedAt = max(savedAt, excluded.savedAt)
          """,
        arguments: [attempt, body, now.milliseconds])
      return true
    }
  }
}

extension NewAttempt {
  fileprivate func insert(_ db: Database, now: Date) throws -> AttemptRecord {
    _ = try Account.existing(db, account)
    try db.execute(
      sql: """
        INSERT INTO attempt
          (id, account, curriculum, unit, caseId, caseDigest, mode, startedAt, isProbe,
            isErrorPlanted, planSeed, ordinal)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
          1 + (SELECT count(*) FROM attempt WHERE account = ?2 AND caseId = ?5))
        """,
      arguments: [
        id.text, account, curriculum, unit, caseId, caseDigest, mode.rawValue, now.milliseconds,
        plan.isProbe, plan.isErrorPlanted, Int64(bitPattern: plan.seed),
      ])
    if let reason {
      try db.execute(
        sql: "INSERT INTO caseChoice (attempt, reason) VALUES (?, ?)", arguments: [id.text, reason])
    }
    guard let attempt = try AttemptStanding.fetch(db, id.text, of: account)?.attempt else {
      throw RecordError.unknown(thing: "attempt", id: id.text)
    }
    return attempt
  }
}

extension AttemptPhase {
  /// The phase inside the caller's transaction.
  static func fetch(_ db: Database, _ attempt: String, of account: Account.ID) throws
    -> AttemptPhase
  {
    let request = SQLRequest<AttemptPhase>(
      sql: """
        SELECT \(AttemptRecord.phaseColumn) FROM attempt WHERE id = ? AND account = ?
        """,
      arguments: [attempt, account], cached: true)
    guard let row = try Row.fetchOne(db, request) else {
      throw RecordError.unknown(thing: "attempt", id: attempt)
    }
    return try row.value("phase")
  }
}

extension AttemptRecord {
  fileprivate static func open(
    _ db: Database, of account: Account.ID, curriculum: String, unit: String
  ) throws -> AttemptRecord? {
    try fetchOne(
      db,
      sql: """
        SELECT * FROM (
          SELECT \(columns), sequence, \(phaseColumn) FROM attempt
          WHERE account = ? AND curriculum = ? AND unit = ?)
        WHERE phase <> 'committed' ORDER BY sequence DESC LIMIT 1
        """,
      arguments: [account, curriculum, unit])
  }
}

extension AttemptStanding {
  fileprivate static func fetch(_ db: Database, _ id: String, of account: Account.ID?) throws
    -> AttemptStanding?
  {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT \(AttemptRecord.columns), \(AttemptRecord.phaseColumn) FROM attempt
        WHERE id = ?1 AND (?2 IS NULL OR account = ?2)
        """,
      arguments: [id, account])
    guard let row else { return nil }
    let reads = try ReadRecord.fetchAll(
      db, sql: "SELECT * FROM scoredRead WHERE attempt = ?", arguments: [id])
    return AttemptStanding(
      attempt: try AttemptRecord(row: row), phase: try row.value("phase"),
      first: reads.first { $0.stage == .first }, final: reads.first { $0.stage == .final },
      draft: try DraftRecord.fetchOne(
        db, sql: "SELECT body, savedAt FROM draft WHERE attempt = ?", arguments: [id]),
      revealedAt: try Row.fetchOne(
        db, sql: "SELECT at FROM aiReveal WHERE attempt = ?", arguments: [id]
      ).map { try $0.date("at") })
  }
}

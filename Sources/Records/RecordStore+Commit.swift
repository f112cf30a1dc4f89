package import Foundation
import GRDB
import Sonography

extension RecordStore {
  /// Stores a scored read, once, and returns when it is on the disk.
  ///
  /// One transaction: the key, the owner, the stage and the phase are checked where the row is
  /// written. Whoever gets no answer sends the same again and gets what was stored.
  package func commit(_ new: ReadCommit, now: Date) async throws(RecordError) -> CommitOutcome {
    let row = try PreparedRead(new, receivedAt: now)
    return try await write { try row.commit($0) }
  }
}

/// A read turned into text before the transaction, so that no writer waits for JSON.
private struct PreparedRead: Sendable {
  let new: ReadCommit
  let body: String
  let score: String
  let skills: String
  let errors: String
  let digest: String
  let receivedAt: Int64

  init(_ new: ReadCommit, receivedAt now: Date) throws(RecordError) {
    let key = new.idempotencyKey.utf8
    guard (1...64).contains(key.count), key.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .refusedValue(
        "read: its idempotency key is not 1 to 64 printable characters; send a UUID")
    }
    self.new = new
    body = try canonicalJSON(new.read)
    score = try canonicalJSON(new.score)
    skills = try canonicalJSON(new.score.skills)
    errors = try canonicalJSON(new.score.lesions.compactMap(\.errorKind))
    digest = hexDigest("\(new.attempt)\n\(new.stage.rawValue)\n\(body)")
    receivedAt = now.milliseconds
  }

  func commit(_ db: Database) throws -> CommitOutcome {
    if let known = try stored(
      db, "account = ? AND idempotencyKey = ?", [new.account, new.idempotencyKey])
    {
      return known.bodyDigest == digest ? .replayed(known) : .conflict
    }
    let phase = try AttemptPhase.fetch(db, new.attempt, of: new.account)
    if let known = try stored(db, "attempt = ? AND stage = ?", [new.attempt, new.stage]) {
      return .alreadyCommitted(known)
    }
    guard phase == (new.stage == .first ? .reading : .revising) else {
      throw RecordError.wrongStage(new.stage, phase)
    }
    try insert(db)
    return .committed(record)
  }

  private func stored(_ db: Database, _ condition: String, _ arguments: StatementArguments) throws
    -> ReadRecord?
  {
    try ReadRecord.fetchOne(
      db,
      SQLRequest(
        sql: "SELECT * FROM readRecord WHERE \(condition)", arguments: arguments, cached: true))
  }

  private func insert(_ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO readRecord (attempt, account, stage, body, bodyDigest, idempotencyKey,
          receivedAt, rubric, score, aiTraceDigest, modelDigest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      new.attempt, new.account, new.stage, body, digest, new.idempotencyKey, receivedAt,
      new.score.rubric, score, new.aiTraceDigest, new.modelDigest,
    ])
    try insertEvidence(db, read: db.lastInsertedRowID)
  }

  private func insertEvidence(_ db: Database, read: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO evidence
        SELECT ?, attempt.id, account, curriculum, unit, caseId, mode, ?, NOT EXISTS (
            SELECT 1 FROM evidence AS before WHERE before.account = attempt.account
              AND before.caseId = attempt.caseId AND before.attempt <> attempt.id),
          ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? = 'first' AND NOT EXISTS (
            SELECT 1 FROM aiReveal JOIN attempt AS shown ON shown.id = aiReveal.attempt
            WHERE shown.account = attempt.account AND shown.caseId = attempt.caseId)
        FROM attempt WHERE id = ?
        """)
    try statement.execute(arguments: [
      read, new.stage, receivedAt, skills, errors, new.score.falseMarks.count, new.read.duration,
      new.score.calledPositive, new.score.isMalignant, new.score.assessment?.rawValue,
      new.read.likelihood, new.ai?.calledPositive, new.ai?.assessment?.rawValue,
      new.ai?.likelihood, new.stage, new.attempt,
    ])
  }

  /// As it will be read back.
  private var record: ReadRecord {
    ReadRecord(
      attempt: new.attempt, account: new.account, stage: new.stage, read: new.read,
      idempotencyKey: new.idempotencyKey, bodyDigest: digest,
      receivedAt: Date(milliseconds: receivedAt), rubric: new.score.rubric, score: new.score,
      aiTraceDigest: new.aiTraceDigest, modelDigest: new.modelDigest)
  }
}

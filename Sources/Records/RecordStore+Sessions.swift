package import Foundation
import GRDB

/// Sessions: the database knows only the digest of a token.
extension RecordStore {
  /// Signs an account in; a sign-in takes a new token each time.
  package func createSession(
    _ token: Token, for id: Account.ID, expiresAt: Date, now: Date
  ) async throws(RecordError) -> Session {
    try await write { db in
      let account = try Account.existing(db, id)
      try db.execute(
        sql: """
          INSERT INTO session (tokenDigest, account, createdAt, lastSeenAt, expiresAt)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          token.digest, id, now.milliseconds, now.milliseconds, expiresAt.milliseconds,
        ])
      let (opened, ends) = (now.milliseconds, expiresAt.milliseconds)
      return Session(
        account: account, createdAt: Date(milliseconds: opened),
        lastSeenAt: Date(milliseconds: opened), expiresAt: Date(milliseconds: ends))
    }
  }

  /// The session of a token; nil when unknown, too old, or its account is disabled.
  ///
  /// Synchronous, so that a socket can be checked before it is accepted: from memory within
  /// microseconds, otherwise one indexed query.
  package func session(_ token: Token, now: Date) throws(RecordError) -> Session? {
    let digest = token.digest
    if let session = sessions.session(digest, now: now) { return session.at(now) }
    let generation = sessions.generation
    do {
      guard let session = try database.read({ try Session.fetch($0, digest) }) else { return nil }
      sessions.keep(session, for: digest, now: now, generation: generation)
      return session.at(now)
    } catch {
      throw RecordError(reading: error)
    }
  }

  /// Notes that the session is in use, at most once a minute.
  package func markSeen(_ token: Token, now: Date) async throws(RecordError) {
    guard let session = try session(token, now: now),
      now.timeIntervalSince(session.lastSeenAt) > 60
    else { return }
    let digest = token.digest
    try await write { db in
      try db.execute(
        sql: "UPDATE session SET lastSeenAt = ? WHERE tokenDigest = ?",
        arguments: [now.milliseconds, digest])
    }
    sessions.forget(digest)
  }

  package func deleteSession(_ token: Token) async throws(RecordError) {
    let digest = token.digest
    try await write { db in
      try db.execute(sql: "DELETE FROM session WHERE tokenDigest = ?", arguments: [digest])
    }
    sessions.forget(digest)
  }

  package func deleteSessions(of id: Account.ID) async throws(RecordError) {
    try await write { db in
      try db.execute(sql: "DELETE FROM session WHERE account = ?", arguments: [id])
    }
    sessions.forget(account: id)
  }

  /// Returns how many were deleted.
  @discardableResult
  package func deleteExpiredSessions(now: Date) async throws(RecordError) -> Int {
    try await write { db in
      try db.execute(
        sql: "DELETE FROM session WHERE expiresAt <= ?", arguments: [now.milliseconds])
      return db.changesCount
    }
  }
}

extension Session {
  static func fetch(_ db: Database, _ digest: Data) throws -> Session? {
    try fetchOne(
      db,
      SQLRequest(
        sql: """
          SELECT \(Account.columns), session.createdAt AS sessionCreatedAt, lastSeenAt, expiresAt
          FROM session JOIN account ON account.id = session.account
          WHERE tokenDigest = ? AND disabledAt IS NULL
          """,
        arguments: [digest], cached: true))
  }

  fileprivate func at(_ now: Date) -> Session? { expiresAt > now ? self : nil }
}

import Foundation
import GRDB
import Records
import Sonography
import Testing

/// What the database itself holds true, tried past the store with plain SQL.
@Suite struct SchemaTests {
  let folder: TemporaryFolder
  let store: RecordStore

  init() throws {
    folder = try TemporaryFolder()
    store = try emptyStore(.file(folder.path()))
  }

  private func tamper(_ sql: String) async throws {
    var configuration = Configuration()
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA recursive_triggers = ON") }
    try await DatabaseQueue(path: folder.path(), configuration: configuration).write {
      try $0.execute(sql: sql)
    }
  }

  @Test(arguments: [
    "UPDATE attempt SET caseId = 'other'", "DELETE FROM attempt",
    "UPDATE readRecord SET score = '{}'", "DELETE FROM readRecord",
    "REPLACE INTO readRecord SELECT * FROM readRecord",
    "UPDATE rescore SET score = '{}'", "DELETE FROM rescore",
    "UPDATE auditEntry SET what = 'nothing'", "DELETE FROM auditEntry",
  ])
  func `append-only tables refuse`(sql: String) async throws {
    let attempt = try await store.opened(1, by: store.person())
    _ = try await store.commit(attempt.answer(), now: noon)
    try await store.append(
      [Rescore(attempt: attempt.id, stage: .first, score: .example(find: 0))], by: .commandLine, now: noon)
    await #expect {
      try await tamper(sql)
    } throws: { "\($0)".contains("append-only") }
    #expect(try await store.counts().reads == 1)
  }

  @Test(arguments: [
    "INSERT INTO session VALUES (x'00', 99, 0, 0, 0)",
    "INSERT INTO cohortMember VALUES (1, 99)",
    "INSERT INTO draft VALUES ('none', '{}', 0)",
    "INSERT INTO draft SELECT id, 'no JSON', 0 FROM attempt",
    "UPDATE account SET role = 'king'",
    "INSERT INTO signInLink VALUES (x'00', 1, 'trainee', 0, 0, NULL)",
    "UPDATE readRecord SET stage = 'third'",
    """
    INSERT INTO readRecord (attempt, account, stage, body, bodyDigest, idempotencyKey, receivedAt, rubric, score)
    SELECT attempt, account, 'final', body, bodyDigest, 'x', 0, '1', '{}' FROM readRecord
    """,
    """
    INSERT INTO readRecord (attempt, account, stage, body, bodyDigest, idempotencyKey, receivedAt, rubric, score)
    SELECT attempt, account, 'first', body, bodyDigest, 'x', 0, '1', '{}' FROM readRecord
    """,
  ])
  func `rows without sense are refused`(sql: String) async throws {
    _ = try await store.commit(store.opened(1, by: store.person()).answer(), now: noon)
    await #expect(throws: DatabaseError.self) { try await tamper(sql) }
  }

  @Test func `the log is written ahead and synced at every commit`() async throws {
    let queue = try DatabaseQueue(path: folder.path())
    #expect(try await queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
  }

  @Test func `a damaged row is refused with a sentence that quotes nothing of it`() async throws {
    let attempt = try await store.opened(1, by: store.person())
    _ = try await store.commit(attempt.answer(), now: noon)
    try await tamper(
      """
      DROP TRIGGER readRecordIsNotUpdated; UPDATE readRecord SET score = '{"planted": 1}'
      """)
    await #expect {
      try await store.standing(of: attempt.id)
    } throws: { code(of: $0) == "cannotRead" && !"\($0)".contains("planted") }
  }

  @Test func `opening again finds everything`() async throws {
    let attempt = try await store.opened(1, by: store.person())
    _ = try await store.commit(attempt.answer(), now: noon)
    let before = try await store.standing(of: attempt.id)
    try store.close()
    #expect(try await emptyStore(.file(folder.path())).standing(of: attempt.id) == before)
  }

  @Test func `a database of a newer version is not touched`() async throws {
    try await tamper("INSERT INTO grdb_migrations VALUES ('99 from the future')")
    #expect {
      try emptyStore(.file(folder.path()))
    } throws: { "\($0)".contains("newer version") }
  }

  @Test(arguments: ["", "-wal", "-shm"])
  func `only the server's own user can read the files`(suffix: String) async throws {
    _ = try await store.person()
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path() + suffix)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `a backup made in use is whole`() async throws {
    let answers = try await store.answers(30)
    _ = try await store.commitAtOnce(Array(answers[..<20]))
    try store.backup(to: folder.path("copy.sqlite"))
    _ = try await store.commitAtOnce(Array(answers[20...]))
    let copy = try emptyStore(.file(folder.path("copy.sqlite")))
    let (copied, kept) = (try await copy.counts().reads, try await store.counts().reads)
    #expect(copied == 20 && kept == 30)
    let verdict = try await store.verifyAudit()
    #expect(try await copy.verifyAudit() == verdict)
  }
}

@Suite struct AuditTests {
  let folder: TemporaryFolder
  let store: RecordStore

  init() throws {
    folder = try TemporaryFolder()
    store = try emptyStore(.file(folder.path()))
  }

  @Test func `an untouched log is intact, and empty at first`() async throws {
    guard case .intact(entries: 0, digest: let start) = try await store.verifyAudit() else {
      Issue.record("an empty log is intact")
      return
    }
    for index in 1...5 {
      try await store.audit("export", "cohort \(index)", by: .commandLine, now: noon)
    }
    guard case .intact(entries: 5, let digest) = try await store.verifyAudit() else {
      Issue.record("five entries are intact")
      return
    }
    #expect(digest != start)
    #expect(try await store.auditEntries(limit: 2).map(\.sequence) == [5, 4])
    #expect(try await store.auditEntries(before: 4, limit: 9).map(\.sequence) == [3, 2, 1])
    #expect(try await store.auditEntries(limit: 1)[0].digest == digest)
  }

  @Test(arguments: [
    ("UPDATE auditEntry SET who = 'account 9' WHERE sequence = 3", Int64(3)),
    ("UPDATE auditEntry SET at = at + 1 WHERE sequence = 2", 2),
    ("UPDATE auditEntry SET what = what || subject, subject = '' WHERE sequence = 1", 1),
    ("DELETE FROM auditEntry WHERE sequence = 4", 4),
    ("DELETE FROM auditEntry WHERE sequence = 1", 1),
    ("DELETE FROM auditEntry WHERE sequence = 5", 5),
    ("DELETE FROM auditEntry", 1),
    (
      """
      UPDATE auditEntry SET sequence = 100 WHERE sequence = 2;
      UPDATE auditEntry SET sequence = 2 WHERE sequence = 3;
      UPDATE auditEntry SET sequence = 3 WHERE sequence = 100
      """, 2
    ),
  ])
  func `tampering is found where it begins`(sql: String, sequence: Int64) async throws {
    for index in 1...5 {
      try await store.audit("export", "cohort \(index)", by: .commandLine, now: noon)
    }
    try await DatabaseQueue(path: folder.path()).write {
      // Whoever can write the file can also drop its triggers.
      try $0.execute(
        sql: "DROP TRIGGER auditEntryIsNotUpdated; DROP TRIGGER auditEntryIsNotDeleted; " + sql)
    }
    #expect(try await store.verifyAudit() == .broken(sequence: sequence))
  }

  @Test func `an entry cannot forge a line`() async throws {
    try await store.audit("export", "x\n2026 account 1 nothing", by: .server, now: noon)
    #expect(try await store.auditEntries()[0].subject == "x 2026 account 1 nothing")
  }
}

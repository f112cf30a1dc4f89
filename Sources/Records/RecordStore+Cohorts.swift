package import Foundation
import GRDB

/// Cohorts: who learns together, and what they were given.
extension RecordStore {
  package func createCohort(_ name: String, by author: Author, now: Date)
    async throws(RecordError) -> Cohort
  {
    let name = try checkedName(name, longest: 120)
    return try await write { db in
      let isTaken = try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM cohort WHERE nameKey = ?)",
        arguments: [nameKey(name)])
      if isTaken == true {
        throw RecordError.refusedName("cohort: the name '\(name)' is taken; choose another")
      }
      try db.execute(
        sql: "INSERT INTO cohort (name, nameKey) VALUES (?, ?)", arguments: [name, nameKey(name)])
      let id = Cohort.ID(rawValue: db.lastInsertedRowID)
      try AuditChain.append("createCohort", name, by: author, at: now, in: db)
      return Cohort(id: id, name: name)
    }
  }

  package func renameCohort(_ id: Cohort.ID, to name: String, by author: Author, now: Date)
    async throws(RecordError)
  {
    let name = try checkedName(name, longest: 120)
    try await write { db in
      let isTaken = try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM cohort WHERE nameKey = ? AND id <> ?)",
        arguments: [nameKey(name), id])
      if isTaken == true {
        throw RecordError.refusedName("cohort: the name '\(name)' is taken; choose another")
      }
      try db.execute(
        sql: "UPDATE cohort SET name = ?, nameKey = ? WHERE id = ? AND name <> ?",
        arguments: [name, nameKey(name), id, name])
      if db.changesCount > 0 { try AuditChain.append("renameCohort", name, by: author, at: now, in: db) }
    }
  }

  /// In the order of their names.
  package func cohorts() async throws(RecordError) -> [Cohort] {
    try await read { try Cohort.fetchAll($0, sql: "SELECT id, name FROM cohort ORDER BY nameKey") }
  }

  package func cohort(_ id: Cohort.ID) async throws(RecordError) -> Cohort? {
    try await read {
      try Cohort.fetchOne($0, sql: "SELECT id, name FROM cohort WHERE id = ?", arguments: [id])
    }
  }

  package func cohorts(of account: Account.ID) async throws(RecordError) -> [Cohort] {
    try await read { db in
      try Cohort.fetchAll(
        db,
        sql: """
          SELECT id, name FROM cohort JOIN cohortMember ON cohort = id
          WHERE account = ? ORDER BY nameKey
          """,
        arguments: [account])
    }
  }

  /// Trainees and instructors, in the order of their names.
  package func members(of cohort: Cohort.ID) async throws(RecordError) -> [Account] {
    try await read { db in
      try Account.fetchAll(
        db,
        sql: """
          SELECT \(Account.columns) FROM account JOIN cohortMember ON account = id
          WHERE cohort = ? ORDER BY nameKey
          """,
        arguments: [cohort])
    }
  }

  /// Does nothing for a member.
  package func addMember(
    _ account: Account.ID, to cohort: Cohort.ID, by author: Author, now: Date
  ) async throws(RecordError) {
    try await write { db in
      try Cohort.mustExist(db, cohort)
      let name = try Account.existing(db, account).name
      try db.execute(
        sql: "INSERT INTO cohortMember (cohort, account) VALUES (?, ?) ON CONFLICT DO NOTHING",
        arguments: [cohort, account])
      try AuditChain.append(
        "addMember", "cohort \(cohort.rawValue)", detail: name, by: author, at: now, in: db)
    }
  }

  package func removeMember(
    _ account: Account.ID, from cohort: Cohort.ID, by author: Author, now: Date
  ) async throws(RecordError) {
    try await write { db in
      let name = try Account.existing(db, account).name
      try db.execute(
        sql: "DELETE FROM cohortMember WHERE cohort = ? AND account = ?",
        arguments: [cohort, account])
      try AuditChain.append(
        "removeMember", "cohort \(cohort.rawValue)", detail: name, by: author, at: now, in: db)
    }
  }

  /// Gives a curriculum to a cohort, or changes when it is due.
  package func assign(
    _ curriculum: String, to cohort: Cohort.ID, dueAt: Date? = nil, by author: Author, now: Date
  ) async throws(RecordError) {
    try await write { db in
      try Cohort.mustExist(db, cohort)
      try db.execute(
        sql: """
          INSERT INTO cohortCurriculum (cohort, curriculum, assignedAt, dueAt) VALUES (?, ?, ?, ?)
          ON CONFLICT (cohort, curriculum) DO UPDATE SET dueAt = excluded.dueAt
          """,
        arguments: [cohort, curriculum, now.milliseconds, dueAt?.milliseconds])
      try AuditChain.append(
        "assign", "cohort \(cohort.rawValue)", detail: curriculum, by: author, at: now, in: db)
    }
  }

  package func unassign(
    _ curriculum: String, from cohort: Cohort.ID, by author: Author, now: Date
  ) async throws(RecordError) {
    try await write { db in
      try db.execute(
        sql: "DELETE FROM cohortCurriculum WHERE cohort = ? AND curriculum = ?",
        arguments: [cohort, curriculum])
      try AuditChain.append(
        "unassign", "cohort \(cohort.rawValue)", detail: curriculum, by: author, at: now, in: db)
    }
  }

  package func assignments(of cohort: Cohort.ID) async throws(RecordError) -> [Assignment] {
    try await read { db in
      try Assignment.fetchAll(
        db, sql: "SELECT * FROM cohortCurriculum WHERE cohort = ? ORDER BY assignedAt, curriculum",
        arguments: [cohort])
    }
  }

  /// Through any of the account's cohorts; the one due first leads.
  package func assignments(for account: Account.ID) async throws(RecordError) -> [Assignment] {
    try await read { db in
      try Assignment.fetchAll(
        db,
        sql: """
          SELECT cohortCurriculum.* FROM cohortCurriculum JOIN cohortMember USING (cohort)
          WHERE account = ? ORDER BY dueAt IS NULL, dueAt, assignedAt, curriculum
          """,
        arguments: [account])
    }
  }
}

extension Cohort {
  fileprivate static func mustExist(_ db: Database, _ id: ID) throws {
    let exists = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM cohort WHERE id = ?)", arguments: [id])
    guard exists == true else { throw RecordError.unknown(thing: "cohort", id: "\(id.rawValue)") }
  }
}

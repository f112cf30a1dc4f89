package import Foundation
import GRDB

/// Accounts: made, listed, changed; each change is in the audit log by the same transaction.
extension RecordStore {
  package func createAccount(_ new: NewAccount, role: Role, by author: Author, now: Date)
    async throws(RecordError) -> Account
  {
    let row = try await prepared(new)
    return try await write { db in
      try row.insert(db, role: role, by: author, now: now)
    }
  }

  package func account(_ id: Account.ID) async throws(RecordError) -> Account? {
    try await read { try Account.fetch($0, id) }
  }

  package func account(named name: String) async throws(RecordError) -> Account? {
    try await read { db in
      try Account.fetchOne(
        db, sql: "SELECT \(Account.columns) FROM account WHERE nameKey = ?",
        arguments: [nameKey(name)])
    }
  }

  /// In the order of their names.
  package func accounts(role: Role? = nil) async throws(RecordError) -> [Account] {
    try await read { db in
      try Account.fetchAll(
        db,
        sql: """
          SELECT \(Account.columns) FROM account WHERE ?1 IS NULL OR role = ?1 ORDER BY nameKey
          """,
        arguments: [role])
    }
  }

  package func setRole(_ role: Role, of id: Account.ID, by author: Author, now: Date)
    async throws(RecordError)
  {
    try await change(id, "role = ?", [role], "setRole", detail: role.rawValue, author, now)
  }

  package func setDisplayName(_ name: String, of id: Account.ID, by author: Author, now: Date)
    async throws(RecordError)
  {
    let name = try checkedName(name, longest: 120)
    try await change(id, "displayName = ?", [name], "setDisplayName", author, now)
  }

  /// Also ends every session of the account.
  package func setPassword(_ password: String, of id: Account.ID, by author: Author, now: Date)
    async throws(RecordError)
  {
    let hash = try await passwords.hash(password)
    try await change(id, "passwordHash = ?", [hash], "setPassword", author, now)
    try await deleteSessions(of: id)
  }

  /// A disabled account keeps its work, and cannot sign in; its sessions end.
  package func setDisabled(_ isDisabled: Bool, of id: Account.ID, by author: Author, now: Date)
    async throws(RecordError)
  {
    let time = isDisabled ? now.milliseconds : nil
    try await change(
      id, "disabledAt = ?", [time], isDisabled ? "disable" : "enable", author, now)
    if isDisabled { try await deleteSessions(of: id) }
  }

  private func change(
    _ id: Account.ID, _ assignment: String, _ value: StatementArguments, _ what: String,
    detail: String = "", _ author: Author, _ now: Date
  ) async throws(RecordError) {
    try await write { db in
      try db.execute(
        sql: "UPDATE account SET \(assignment) WHERE id = ?", arguments: value + [id])
      guard db.changesCount == 1 else {
        throw RecordError.unknown(thing: "account", id: "\(id.rawValue)")
      }
      let subject = "account \(id.rawValue)"
      try AuditChain.append(what, subject, detail: detail, by: author, at: now, in: db)
    }
    sessions.forget(account: id)
  }

  /// Checks the names and hashes the password, outside any transaction: hashing takes its time.
  func prepared(_ new: NewAccount) async throws(RecordError) -> PreparedAccount {
    let name = try checkedName(new.name)
    let displayName = try checkedName(new.displayName, longest: 120)
    var hash: String?
    if let password = new.password { hash = try await passwords.hash(password) }
    return PreparedAccount(name: name, displayName: displayName, passwordHash: hash)
  }
}

/// A new account whose names are checked and whose password is hashed.
struct PreparedAccount: Sendable {
  var name: String
  var displayName: String
  var passwordHash: String?

  func insert(_ db: Database, role: Role, by author: Author, now: Date) throws -> Account {
    let key = nameKey(name)
    let isTaken = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM account WHERE nameKey = ?)", arguments: [key])
    if isTaken == true { throw RecordError.nameTaken(name) }
    try db.execute(
      sql: """
        INSERT INTO account (name, nameKey, displayName, role, passwordHash, createdAt)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [name, key, displayName, role, passwordHash, now.milliseconds])
    let id = Account.ID(rawValue: db.lastInsertedRowID)
    try AuditChain.append(
      "createAccount", "account \(id.rawValue)", detail: "\(role.rawValue) \(name)", by: author,
      at: now, in: db)
    return try Account.existing(db, id)
  }
}

extension Account {
  static func fetch(_ db: Database, _ id: ID) throws -> Account? {
    try fetchOne(db, sql: "SELECT \(columns) FROM account WHERE id = ?", arguments: [id])
  }

  static func existing(_ db: Database, _ id: ID) throws -> Account {
    guard let account = try fetch(db, id) else {
      throw RecordError.unknown(thing: "account", id: "\(id.rawValue)")
    }
    return account
  }
}

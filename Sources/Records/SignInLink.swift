package import Foundation
import GRDB

/// A link that works once: it signs an account in, or lets its holder make one.
package struct SignInLink: Hashable, Sendable {
  package enum Purpose: Hashable, Sendable {
    case signIn(Account.ID)
    case createAccount(Role)
  }

  package var purpose: Purpose
  package var expiresAt: Date
}

extension RecordStore {
  package func createLink(
    _ token: Token, for purpose: SignInLink.Purpose, expiresAt: Date, by author: Author, now: Date
  ) async throws(RecordError) {
    try await write { db in
      let (account, role) = purpose.columns
      if let account { _ = try Account.existing(db, account) }
      try db.execute(
        sql: """
          INSERT INTO signInLink (tokenDigest, account, role, createdAt, expiresAt)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [token.digest, account, role, now.milliseconds, expiresAt.milliseconds])
      try AuditChain.append("createLink", purpose.text, by: author, at: now, in: db)
    }
  }

  /// What the link is for; nil when it is unknown, used or too old. Does not use it.
  package func link(_ token: Token, now: Date) async throws(RecordError) -> SignInLink? {
    try await read { try SignInLink.usable($0, token, now: now) }
  }

  /// Uses the link to sign in to the account it was made for.
  package func redeem(_ token: Token, now: Date) async throws(RecordError) -> Account {
    try await write { db in
      guard case .signIn(let id) = try SignInLink.use(db, token, now: now) else {
        throw RecordError.linkRefused
      }
      let account = try Account.existing(db, id)
      guard !account.isDisabled else { throw RecordError.linkRefused }
      try AuditChain.append("redeemLink", account.name, by: .account(id), at: now, in: db)
      return account
    }
  }

  /// Uses the link to make an account of the role it was made for.
  package func redeem(_ token: Token, creating new: NewAccount, now: Date)
    async throws(RecordError) -> Account
  {
    // Before the costly hash: a made-up link must not cost the server half a second.
    guard case .createAccount = try await link(token, now: now)?.purpose else {
      throw .linkRefused
    }
    let row = try await prepared(new)
    return try await write { db in
      guard case .createAccount(let role) = try SignInLink.use(db, token, now: now) else {
        throw RecordError.linkRefused
      }
      return try row.insert(db, role: role, by: .server, now: now)
    }
  }
}

extension SignInLink.Purpose {
  fileprivate var columns: (account: Account.ID?, role: Role?) {
    switch self {
    case .signIn(let id): (id, nil)
    case .createAccount(let role): (nil, role)
    }
  }

  fileprivate var text: String {
    switch self {
    case .signIn(let id): "account \(id.rawValue)"
    case .createAccount(let role): "a new \(role.rawValue)"
    }
  }
}

extension SignInLink: FetchableRecord {
  init(row: Row) throws {
    let purpose: Purpose
    if let account = try row.value("account", as: Account.ID?.self) {
      purpose = .signIn(account)
    } else {
      purpose = .createAccount(try row.value("role"))
    }
    self.init(purpose: purpose, expiresAt: try row.date("expiresAt"))
  }

  fileprivate static func usable(_ db: Database, _ token: Token, now: Date) throws -> SignInLink? {
    try fetchOne(
      db,
      sql: "SELECT * FROM signInLink WHERE tokenDigest = ? AND usedAt IS NULL AND expiresAt > ?",
      arguments: [token.digest, now.milliseconds])
  }

  fileprivate static func use(_ db: Database, _ token: Token, now: Date) throws -> Purpose {
    guard let link = try usable(db, token, now: now) else { throw RecordError.linkRefused }
    try db.execute(
      sql: "UPDATE signInLink SET usedAt = ? WHERE tokenDigest = ?",
      arguments: [now.milliseconds, token.digest])
    return link.purpose
  }
}

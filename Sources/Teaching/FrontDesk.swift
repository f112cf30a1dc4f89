package import Foundation
package import Records

/// Who comes in: sign-in, sessions, one-time links, accounts.
package final class FrontDesk: Sendable {
  private let store: RecordStore
  private let clock: @Sendable () -> Date
  private let makeToken: @Sendable () -> Token

  /// How long a session lasts without signing in again.
  package static let sessionLifetime: TimeInterval = 12 * 3600

  package init(
    store: RecordStore, clock: @escaping @Sendable () -> Date,
    makeToken: @escaping @Sendable () -> Token
  ) {
    self.store = store
    self.clock = clock
    self.makeToken = makeToken
  }

  /// The account behind a session cookie; nil when there is none, it expired or was disabled.
  package func visitor(_ token: String) -> Account? {
    guard let token = Token(text: token), let session = try? store.session(token, now: clock()),
      !session.account.isDisabled
    else { return nil }
    return session.account
  }

  /// A new session for the right name and password. Waits longer the more often a name was tried in vain.
  package func signIn(name: String, password: String) async throws -> (Account, Token)? {
    let answer = try await store.signIn(name: name, password: password, now: clock())
    if answer.delay > .zero { try await Task.sleep(for: answer.delay) }
    guard let account = answer.account else { return nil }
    return (account, try await newSession(for: account))
  }

  package func signOut(_ token: String) async throws {
    if let token = Token(text: token) { try await store.deleteSession(token) }
  }

  /// What a one-time link is for; nil when it is unknown, used or too old.
  package func role(ofLink token: String) async throws -> Role? {
    guard let token = Token(text: token), let link = try await store.link(token, now: clock()) else {
      return nil
    }
    switch link.purpose {
    case .createAccount(let role): return role
    case .signIn(let id): return try await store.account(id)?.role
    }
  }

  package func redeem(link token: String, _ new: NewAccount) async throws -> (Account, Token)? {
    guard let token = Token(text: token), let link = try await store.link(token, now: clock()) else {
      return nil
    }
    let account: Account
    switch link.purpose {
    case .createAccount: account = try await store.redeem(token, creating: new, now: clock())
    case .signIn: account = try await store.redeem(token, now: clock())
    }
    return (account, try await newSession(for: account))
  }

  /// The link for the first administrator; nil when there is one already.
  package func firstAdministratorLink() async throws -> Token? {
    guard try await store.accounts(role: .administrator).isEmpty else { return nil }
    let token = makeToken()
    try await store.createLink(
      token, for: .createAccount(.administrator), expiresAt: clock().addingTimeInterval(24 * 3600),
      by: .server, now: clock())
    return token
  }

  package func accounts() async throws -> [Account] { try await store.accounts() }

  package func create(_ new: NewAccount, role: Role, by author: Author) async throws -> Account {
    try await store.createAccount(new, role: role, by: author, now: clock())
  }

  /// Changes what is given and leaves the rest.
  package func change(_ id: Account.ID, _ change: AccountChange, by author: Author) async throws
    -> Account
  {
    guard try await store.account(id) != nil else { throw TeachingError.notFound }
    let now = clock()
    if let name = change.displayName {
      try await store.setDisplayName(name, of: id, by: author, now: now)
    }
    if let role = change.role { try await store.setRole(role, of: id, by: author, now: now) }
    if let password = change.password {
      try await store.setPassword(password, of: id, by: author, now: now)
      try await store.deleteSessions(of: id)
    }
    if let isDisabled = change.isDisabled {
      try await store.setDisabled(isDisabled, of: id, by: author, now: now)
      if isDisabled { try await store.deleteSessions(of: id) }
    }
    guard let account = try await store.account(id) else { throw TeachingError.notFound }
    return account
  }

  private func newSession(for account: Account) async throws -> Token {
    let token = makeToken()
    let now = clock()
    _ = try await store.createSession(
      token, for: account.id, expiresAt: now.addingTimeInterval(Self.sessionLifetime), now: now)
    return token
  }
}

package struct AccountChange: Sendable {
  package var displayName: String?
  package var role: Role?
  package var password: String?
  package var isDisabled: Bool?

  package init(displayName: String?, role: Role?, password: String?, isDisabled: Bool?) {
    self.displayName = displayName
    self.role = role
    self.password = password
    self.isDisabled = isDisabled
  }
}

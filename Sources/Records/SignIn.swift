package import Foundation
import GRDB

/// The answer to a name and a password.
package struct SignIn: Hashable, Sendable {
  /// Nil: refused, and nobody is told whether the name or the password was wrong.
  package var account: Account?
  /// How long to hold the answer back, whatever it is. Grows while a name is tried in vain.
  package var delay: Duration
}

/// Slows guessing down without locking anybody out: the right password always works, after `delay`.
///
/// An attempt is counted before its password is checked, so many at once are slowed as well.
/// Three are free; then 1, 2, 4, 8, 16 and at most 30 seconds. A quiet quarter of an hour forgives.
// The lock guards `tallies`.
final class SignInThrottle: @unchecked Sendable {
  static let free = 3
  static let longest = 30
  static let forgiveness: TimeInterval = 900
  private static let largestCount = 50_000

  private struct Tally {
    var count: Int
    var last: Date
  }

  private let lock = NSLock()
  private var tallies: [String: Tally] = [:]

  /// Counts one attempt on the name and says how long its answer must wait.
  func attempt(_ key: String, now: Date) -> Duration {
    lock.withLock {
      if tallies.count >= Self.largestCount { forgetOld(now) }
      var tally = tallies[key] ?? Tally(count: 0, last: now)
      if now.timeIntervalSince(tally.last) > Self.forgiveness { tally.count = 0 }
      tally = Tally(count: min(tally.count + 1, 1000), last: now)
      tallies[key] = tally
      return Self.delay(afterAttempts: tally.count)
    }
  }

  func succeeded(_ key: String) { lock.withLock { tallies[key] = nil } }

  static func delay(afterAttempts count: Int) -> Duration {
    guard count > free else { return .zero }
    return .seconds(min(longest, 1 << min(count - free - 1, 10)))
  }

  /// Names that were tried once make room; the most tried stay.
  private func forgetOld(_ now: Date) {
    tallies = tallies.filter { entry in
      entry.value.count > Self.free
        && now.timeIntervalSince(entry.value.last) <= Self.forgiveness
    }
    if tallies.count >= Self.largestCount { tallies.removeAll() }
  }
}

extension RecordStore {
  /// Checks a name and a password; takes as long for an unknown name as for a known one.
  package func signIn(name: String, password: String, now: Date) async throws(RecordError)
    -> SignIn
  {
    let key = nameKey(String(name.prefix(64)))
    let delay = throttle.attempt(key, now: now)
    let known = try await read { try StoredPassword.fetch($0, nameKey: key) }
    let isRight = try await passwords.matches(password, known?.hash)
    guard let account = known?.account, isRight, !account.isDisabled else {
      let subject = known.map { "account \($0.account.id.rawValue)" } ?? "an unknown name"
      try await audit("signInRefused", subject, by: .server, now: now)
      return SignIn(account: nil, delay: delay)
    }
    throttle.succeeded(key)
    try await audit("signIn", account.name, by: .account(account.id), now: now)
    return SignIn(account: account, delay: delay)
  }
}

private struct StoredPassword: Sendable {
  var account: Account
  var hash: String?

  static func fetch(_ db: Database, nameKey: String) throws -> StoredPassword? {
    let row = try Row.fetchOne(
      db, sql: "SELECT \(Account.columns), passwordHash FROM account WHERE nameKey = ?",
      arguments: [nameKey])
    return try row.map {
      StoredPassword(account: try Account(row: $0), hash: try $0.value("passwordHash"))
    }
  }
}

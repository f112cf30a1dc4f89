package import Foundation
import GRDB

/// One person signed in on one browser.
package struct Session: Hashable, Sendable {
  package var account: Account
  package var createdAt: Date
  package var lastSeenAt: Date
  package var expiresAt: Date
}

extension Session: FetchableRecord {
  init(row: Row) throws {
    self.init(
      account: try Account(row: row), createdAt: try row.date("sessionCreatedAt"),
      lastSeenAt: try row.date("lastSeenAt"), expiresAt: try row.date("expiresAt"))
  }
}

/// Sessions looked up lately, so that a message costs no query.
///
/// An entry is believed for `freshness` seconds, then read again: another process may have disabled
/// the account. An answer read before a deletion is not kept: `generation` tells.
// The lock guards both variables; nothing else touches them.
final class SessionCache: @unchecked Sendable {
  static let freshness: TimeInterval = 5
  private static let largestCount = 20_000

  private struct Entry {
    var session: Session
    var readAt: Date
  }

  private let lock = NSLock()
  private var entries: [Data: Entry] = [:]
  private var generationCount = 0

  var generation: Int { lock.withLock { generationCount } }

  func session(_ digest: Data, now: Date) -> Session? {
    lock.withLock {
      guard let entry = entries[digest],
        abs(now.timeIntervalSince(entry.readAt)) <= Self.freshness
      else { return nil }
      return entry.session
    }
  }

  func keep(_ session: Session, for digest: Data, now: Date, generation: Int) {
    lock.withLock {
      guard generation == generationCount else { return }
      if entries.count >= Self.largestCount { entries.removeAll(keepingCapacity: true) }
      entries[digest] = Entry(session: session, readAt: now)
    }
  }

  func forget(_ digest: Data) {
    lock.withLock {
      generationCount += 1
      entries[digest] = nil
    }
  }

  func forget(account: Account.ID) {
    lock.withLock {
      generationCount += 1
      entries = entries.filter { $0.value.session.account.id != account }
    }
  }
}

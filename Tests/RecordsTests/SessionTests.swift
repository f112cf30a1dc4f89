import Foundation
import GRDB
import Records
import Testing

@Suite struct SessionTests {
  let store: RecordStore
  let end = noon.addingTimeInterval(3600)

  init() throws { store = try emptyStore() }

  @Test func `a session lives until it is deleted or too old`() async throws {
    let ana = try await store.person()
    let made = try await store.createSession(token(1), for: ana.id, expiresAt: end, now: noon)
    #expect(try store.session(token(1), now: noon) == made)
    #expect(try store.session(token(2), now: noon) == nil)
    #expect(try store.session(token(1), now: end) == nil)
    try await store.deleteSession(token(1))
    #expect(try store.session(token(1), now: noon) == nil)
  }

  @Test func `signing out everywhere ends all sessions of one account only`() async throws {
    let (ana, bo) = (try await store.person("ana"), try await store.person("bo"))
    for (seed, account) in zip(UInt64(1)..., [ana, ana, bo]) {
      _ = try await store.createSession(token(seed), for: account.id, expiresAt: end, now: noon)
      #expect(try store.session(token(seed), now: noon) != nil)
    }
    try await store.deleteSessions(of: ana.id)
    let left = try (UInt64(1)...3).map { try store.session(token($0), now: noon)?.account.name }
    #expect(left == [nil, nil, "bo"])
  }

  @Test func `a new role is seen by the sessions at once`() async throws {
    let ana = try await store.person()
    _ = try await store.createSession(token(1), for: ana.id, expiresAt: end, now: noon)
    #expect(try store.session(token(1), now: noon)?.account.role == .trainee)
    try await store.setRole(.instructor, of: ana.id, by: .server, now: noon)
    #expect(try store.session(token(1), now: noon)?.account.role == .instructor)
  }

  @Test func `what another process changed is seen after five seconds`() async throws {
    let folder = try TemporaryFolder()
    let store = try emptyStore(.file(folder.path()))
    let ana = try await store.person()
    _ = try await store.createSession(token(1), for: ana.id, expiresAt: end, now: noon)
    #expect(try store.session(token(1), now: noon) != nil)
    let commandLine = try emptyStore(.file(folder.path()))
    try await commandLine.setDisabled(true, of: ana.id, by: .commandLine, now: noon)
    #expect(try store.session(token(1), now: noon.addingTimeInterval(5.1)) == nil)
  }

  @Test func `being seen is written at most once a minute`() async throws {
    let ana = try await store.person()
    _ = try await store.createSession(token(1), for: ana.id, expiresAt: end, now: noon)
    for (later, seen) in [(59.0, 0.0), (61, 61), (90, 61)] {
      let now = noon.addingTimeInterval(later)
      try await store.markSeen(token(1), now: now)
      #expect(try store.session(token(1), now: now)?.lastSeenAt == noon.addingTimeInterval(seen))
    }
    #expect(try await store.deleteExpiredSessions(now: end) == 1)
    #expect(try await store.counts().sessions == 0)
  }

  @Test func `the database holds no token`() async throws {
    let folder = try TemporaryFolder()
    let store = try emptyStore(.file(folder.path()))
    let ana = try await store.person()
    _ = try await store.createSession(token(1), for: ana.id, expiresAt: end, now: noon)
    try store.close()
    let bytes = try Data(contentsOf: folder.url.appending(path: "records.sqlite"))
    #expect(bytes.range(of: Data(token(1).text.utf8)) == nil)
    #expect(bytes.range(of: Data("correct horse".utf8)) == nil)
  }

  @Test func `a known session is found in less than 50 microseconds`() async throws {
    let ana = try await store.person()
    _ = try await store.createSession(token(1), for: ana.id, expiresAt: end, now: noon)
    let cookie = token(1)
    let times = try (0..<2001).map { _ in
      try ContinuousClock().measure { _ = try store.session(cookie, now: noon) }
    }
    #expect(times.sorted()[1000] < .microseconds(50))
  }
}

@Suite struct TokenTests {
  @Test func `a token's text makes the same token, and its description keeps the secret`() {
    let made = token(3)
    #expect(Token(text: made.text) == made && made.text.count == 32)
    #expect(!"\(made)\(String(reflecting: made))".contains(made.text))
  }

  @Test(arguments: [
    "", "0123", String(repeating: "G", count: 32), String(repeating: "A", count: 32),
  ])
  func `other texts are no tokens`(text: String) { #expect(Token(text: text) == nil) }
}

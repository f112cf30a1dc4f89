import Foundation
import GRDB
import Records
import Testing

@Suite struct SignInTests {
  let store: RecordStore

  init() throws { store = try emptyStore() }

  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var name: String
    var password: String
    var isAccepted: Bool
  }

  @Test(arguments: [
    Example(testDescription: "right", name: "ana", password: "correct horse", isAccepted: true),
    Example(
      testDescription: "letter case", name: "ANA", password: "correct horse", isAccepted: true),
    Example(
      testDescription: "wrong password", name: "ana", password: "Correct horse", isAccepted: false),
    Example(testDescription: "empty password", name: "ana", password: "", isAccepted: false),
    Example(
      testDescription: "unknown name", name: "eve", password: "correct horse", isAccepted: false),
    Example(
      testDescription: "long name", name: String(repeating: "a", count: 100_000), password: "",
      isAccepted: false),
  ])
  func `only the right name and password sign in`(_ example: Example) async throws {
    let ana = try await store.person()
    let answer = try await store.signIn(name: example.name, password: example.password, now: noon)
    #expect(answer.account == (example.isAccepted ? ana : nil))
    #expect(answer.delay == .zero)
  }

  /// RFC 7914, section 12: the second and third vectors, as rows a store may hold.
  @Test(arguments: [
    (
      "password",
      "scrypt$10$8$16$TmFDbA==$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA=="
    ),
    (
      "pleaseletmein",
      "scrypt$14$8$1$U29kaXVtQ2hsb3JpZGU=$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw=="
    ),
  ])
  func `scrypt agrees with its RFC`(password: String, stored: String) async throws {
    let folder = try TemporaryFolder()
    let store = try emptyStore(.file(folder.path()))
    let ana = try await store.person()
    try await DatabaseQueue(path: folder.path()).write {
      try $0.execute(sql: "UPDATE account SET passwordHash = ?", arguments: [stored])
    }
    #expect(try await store.signIn(name: "ana", password: password, now: noon).account == ana)
    #expect(try await store.signIn(name: "ana", password: "wrong", now: noon).account == nil)
  }

  @Test(arguments: [
    "", "plain", "scrypt$99$8$1$AAAA$AAAA", "scrypt$4$8$1$*$AAAA", "scrypt$4$8$1$AAAA$",
  ])
  func `a damaged hash signs nobody in`(stored: String) async throws {
    let folder = try TemporaryFolder()
    let store = try emptyStore(.file(folder.path()))
    _ = try await store.person()
    try await DatabaseQueue(path: folder.path()).write {
      try $0.execute(sql: "UPDATE account SET passwordHash = ?", arguments: [stored])
    }
    #expect(
      try await store.signIn(name: "ana", password: "correct horse", now: noon).account == nil)
  }

  @Test func `vain attempts slow down more and more, and lock nobody out`() async throws {
    let ana = try await store.person()
    var delays: [Duration] = []
    for _ in 1...10 {
      delays.append(try await store.signIn(name: "ana", password: "guess", now: noon).delay)
    }
    #expect(delays == [0, 0, 0, 1, 2, 4, 8, 16, 30, 30].map(Duration.seconds))
    let right = try await store.signIn(name: "ana", password: "correct horse", now: noon)
    #expect(right.account == ana && right.delay == .seconds(30))
    #expect(try await store.signIn(name: "ana", password: "guess", now: noon).delay == .zero)
  }

  @Test func `a quiet quarter of an hour forgives, and other names are not slowed`() async throws {
    for _ in 1...6 { _ = try await store.signIn(name: "ana", password: "guess", now: noon) }
    #expect(try await store.signIn(name: "bo", password: "guess", now: noon).delay == .zero)
    let later = noon.addingTimeInterval(901)
    #expect(try await store.signIn(name: "ana", password: "guess", now: later).delay == .zero)
  }

  @Test func `a new password ends the old one and every session`() async throws {
    let ana = try await store.person()
    let end = noon.addingTimeInterval(3600)
    _ = try await store.createSession(token(1), for: ana.id, expiresAt: end, now: noon)
    #expect(try store.session(token(1), now: noon)?.account == ana)
    try await store.setPassword("battery staple", of: ana.id, by: .account(ana.id), now: noon)
    #expect(try store.session(token(1), now: noon) == nil)
    #expect(
      try await store.signIn(name: "ana", password: "correct horse", now: noon).account == nil)
    #expect(
      try await store.signIn(name: "ana", password: "battery staple", now: noon).account == ana)
  }

  @Test func `a disabled account does not sign in and keeps its place`() async throws {
    let ana = try await store.person()
    let end = noon.addingTimeInterval(3600)
    _ = try await store.createSession(token(1), for: ana.id, expiresAt: end, now: noon)
    #expect(try store.session(token(1), now: noon) != nil)
    try await store.setDisabled(true, of: ana.id, by: .server, now: noon)
    #expect(try store.session(token(1), now: noon) == nil)
    #expect(
      try await store.signIn(name: "ana", password: "correct horse", now: noon).account == nil)
    try await store.setDisabled(false, of: ana.id, by: .server, now: noon)
    #expect(
      try await store.signIn(name: "ana", password: "correct horse", now: noon).account == ana)
  }

  @Test func `the log tells who signed in and never what was typed`() async throws {
    _ = try await store.person()
    _ = try await store.signIn(name: "ana", password: "correct horse", now: noon)
    _ = try await store.signIn(name: "hunter2", password: "secret words", now: noon)
    let log = try await store.auditEntries()
    #expect(log.prefix(2).map(\.what) == ["signInRefused", "signIn"])
    #expect(!"\(log)".contains("hunter2") && !"\(log)".contains("secret"))
  }
}

@Suite struct SignInLinkTests {
  let store: RecordStore
  let end = noon.addingTimeInterval(3600)

  init() throws { store = try emptyStore() }

  @Test func `a link makes the first administrator, once`() async throws {
    try await store.createLink(
      token(1), for: .createAccount(.administrator), expiresAt: end, by: .server, now: noon)
    #expect(try await store.link(token(1), now: noon)?.purpose == .createAccount(.administrator))
    let new = NewAccount(name: "root", displayName: "Root", password: "correct horse")
    let made = try await store.redeem(token(1), creating: new, now: noon)
    #expect(made.role == .administrator)
    #expect(try await store.link(token(1), now: noon) == nil)
    await #expect(throws: RecordError.linkRefused) {
      try await store.redeem(token(1), creating: new, now: noon)
    }
  }

  @Test func `a refused name does not use the link up`() async throws {
    _ = try await store.person("root")
    try await store.createLink(
      token(1), for: .createAccount(.trainee), expiresAt: end, by: .server, now: noon)
    await #expect(throws: RecordError.nameTaken("root")) {
      let new = NewAccount(name: "root", displayName: "Root", password: "correct horse")
      return try await store.redeem(token(1), creating: new, now: noon)
    }
    #expect(try await store.link(token(1), now: noon) != nil)
  }

  @Test func `a link signs in the account it was made for, until it is too old`() async throws {
    let ana = try await store.person()
    for seed in UInt64(1)...2 {
      try await store.createLink(
        token(seed), for: .signIn(ana.id), expiresAt: end, by: .server, now: noon)
    }
    #expect(try await store.redeem(token(1), now: noon) == ana)
    await #expect(throws: RecordError.linkRefused) { try await store.redeem(token(1), now: noon) }
    await #expect(throws: RecordError.linkRefused) { try await store.redeem(token(2), now: end) }
    await #expect(throws: RecordError.linkRefused) { try await store.redeem(token(3), now: noon) }
  }
}

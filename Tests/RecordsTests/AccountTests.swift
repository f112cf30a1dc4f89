import Foundation
import Records
import Testing

@Suite struct AccountTests {
  let store: RecordStore

  init() throws { store = try emptyStore() }

  @Test func `an account is found by its name in any letter case`() async throws {
    let made = try await store.person("Ärztin")
    #expect(try await store.account(named: "ÄRZTIN") == made)
    #expect(try await store.account(made.id) == made)
    #expect(made.displayName == "Ärztin" && made.role == .trainee && made.createdAt == noon)
  }

  @Test func `a name is given once, whatever its letter case`() async throws {
    _ = try await store.person("ana")
    await #expect(throws: RecordError.nameTaken("ANA")) { try await store.person("ANA") }
  }

  @Test(arguments: ["", "  ", "a\u{0}b", "line\nbreak", String(repeating: "x", count: 65)])
  func `a name people could not type is refused`(name: String) async throws {
    await #expect {
      _ = try await store.createAccount(
        NewAccount(name: name, displayName: "A", password: nil), role: .trainee, by: .server,
        now: noon)
    } throws: { code(of: $0) == "refusedName" }
  }

  @Test(arguments: ["short", String(repeating: "x", count: 257)])
  func `a password too short or too long is refused`(password: String) async throws {
    let ana = try await store.person()
    await #expect {
      try await store.setPassword(password, of: ana.id, by: .server, now: noon)
    } throws: { code(of: $0) == "refusedPassword" }
  }

  @Test func `changes are seen by the next look and stand in the audit log`() async throws {
    let ana = try await store.person()
    try await store.setRole(.instructor, of: ana.id, by: .account(ana.id), now: noon)
    try await store.setDisplayName("Dr Ana", of: ana.id, by: .commandLine, now: noon)
    let now = try await store.account(ana.id)
    #expect(now?.role == .instructor && now?.displayName == "Dr Ana")
    let log = try await store.auditEntries()
    #expect(log.map(\.what) == ["setDisplayName", "setRole", "createAccount"])
    #expect(log[1].who == "account \(ana.id.rawValue)" && log[1].detail == "instructor")
  }

  @Test func `what is unknown is said so`() async throws {
    let nobody = Account.ID(rawValue: 99)
    await #expect(throws: RecordError.unknown(thing: "account", id: "99")) {
      try await store.setRole(.instructor, of: nobody, by: .server, now: noon)
    }
    #expect(try await store.account(nobody) == nil)
  }

  @Test func `accounts are listed by name, all or of one role`() async throws {
    for name in ["Zoe", "ana", "Bo"] { _ = try await store.person(name) }
    let boss = try await store.person("boss", role: .department)
    #expect(try await store.accounts().map(\.name) == ["ana", "Bo", "boss", "Zoe"])
    #expect(try await store.accounts(role: .department) == [boss])
  }
}

@Suite struct CohortTests {
  let store: RecordStore

  init() throws { store = try emptyStore() }

  @Test func `a cohort has members and curricula`() async throws {
    let (ana, ines) = (
      try await store.person("ana"), try await store.person("ines", role: .instructor)
    )
    let cohort = try await store.createCohort("Autumn", by: .server, now: noon)
    for account in [ines, ana, ana] {
      try await store.addMember(account.id, to: cohort.id, by: .server, now: noon)
    }
    try await store.assign("breast", to: cohort.id, by: .server, now: noon)
    try await store.assign("basics", to: cohort.id, dueAt: noon, by: .server, now: noon)
    #expect(try await store.members(of: cohort.id) == [ana, ines])
    #expect(try await store.cohorts(of: ana.id) == [cohort])
    #expect(try await store.assignments(for: ana.id).map(\.curriculum) == ["basics", "breast"])
    #expect(try await store.assignments(of: cohort.id).map(\.dueAt) == [noon, nil])
    try await store.removeMember(ana.id, from: cohort.id, by: .server, now: noon)
    try await store.unassign("basics", from: cohort.id, by: .server, now: noon)
    #expect(try await store.assignments(for: ana.id).isEmpty)
    #expect(try await store.assignments(of: cohort.id).map(\.curriculum) == ["breast"])
  }

  @Test func `two cohorts do not share a name, and unknown ones take no members`() async throws {
    let ana = try await store.person()
    _ = try await store.createCohort("Autumn", by: .server, now: noon)
    await #expect { try await store.createCohort("autumn", by: .server, now: noon) } throws: {
      code(of: $0) == "refusedName"
    }
    await #expect(throws: RecordError.unknown(thing: "cohort", id: "7")) {
      try await store.addMember(ana.id, to: Cohort.ID(rawValue: 7), by: .server, now: noon)
    }
  }
}

import Foundation
import Records
import Sonography
import Testing

@Suite struct AttemptTests {
  let store: RecordStore

  init() throws { store = try emptyStore() }

  @Test func `opening twice gives the attempt that is open`() async throws {
    let ana = try await store.person()
    let first = try await store.opened(1, by: ana)
    #expect(first.id == token(1).text && first.ordinal == 1)
    #expect(first.startedAt == noon.addingTimeInterval(1))
    #expect(try await store.opened(2, by: ana, caseId: "case-2") == first)
    let open = try await store.openAttempt(of: ana.id, curriculum: "breast", unit: "u1")
    #expect(open?.attempt == first && open?.phase == .reading)
    #expect(try await store.openAttempt(of: ana.id, curriculum: "breast", unit: "u2") == nil)
  }

  @Test func `an attempt whose case is gone can be left behind`() async throws {
    let ana = try await store.person()
    let stuck = try await store.opened(1, by: ana, caseId: "gone")
    let next = try await store.open(
      NewAttempt(
        id: token(2), account: ana.id, curriculum: "breast", unit: "u1", caseId: "case-2",
        caseDigest: "d", mode: .off), replacing: stuck.id, now: noon)
    #expect(next.caseId == "case-2")
    #expect(
      try await store.openAttempt(of: ana.id, curriculum: "breast", unit: "u1")?.attempt == next)
  }

  @Test func `the second time a trainee opens a case counts two`() async throws {
    let (ana, bo) = (try await store.person("ana"), try await store.person("bo"))
    _ = try await store.commit(store.opened(1, by: ana).answer(), now: noon)
    #expect(try await store.opened(2, by: ana).ordinal == 2)
    #expect(try await store.opened(3, by: bo).ordinal == 1)
  }

  @Test func `a stranger's attempt is as unknown as none`() async throws {
    let (ana, eve) = (try await store.person("ana"), try await store.person("eve"))
    let attempt = try await store.opened(1, by: ana)
    #expect(try await store.standing(of: attempt.id, account: eve.id) == nil)
    #expect(try await store.standing(of: "nonsense", account: eve.id) == nil)
    #expect(try await store.standing(of: attempt.id)?.attempt == attempt)
    let unknown = RecordError.unknown(thing: "attempt", id: attempt.id)
    await #expect(throws: unknown) {
      try await store.saveDraft("{}", attempt: attempt.id, account: eve.id, now: noon)
    }
    await #expect(throws: unknown) {
      try await store.release(attempt.id, account: eve.id) { $0.phase }
    }
    let answer = attempt.answer(by: eve)
    await #expect(throws: unknown) { try await store.commit(answer, now: noon) }
    #expect(try await store.counts().reads == 0)
  }

  @Test func `an account that is not there opens nothing`() async throws {
    let new = NewAttempt(
      id: token(1), account: Account.ID(rawValue: 50), curriculum: "breast", unit: "u1",
      caseId: "case-1", caseDigest: "d", mode: .off)
    await #expect(throws: RecordError.unknown(thing: "account", id: "50")) {
      try await store.open(new, now: noon)
    }
  }

  @Test(arguments: [
    (AIMode.off, [AttemptPhase.reading, .committed]),
    (.secondRead, [.reading, .revising, .committed]),
  ])
  func `the phase follows from the reads`(mode: AIMode, phases: [AttemptPhase]) async throws {
    let ana = try await store.person()
    let attempt = try await store.opened(1, by: ana, mode: mode)
    for (index, phase) in phases.enumerated() {
      #expect(try await store.release(attempt.id, account: ana.id) { $0.phase } == phase)
      guard phase != .committed else { break }
      let stage: ReadStage = phase == .reading ? .first : .final
      _ = try await store.commit(attempt.answer(stage, key: "k\(index)"), now: noon)
    }
    #expect(try await store.openAttempt(of: ana.id, curriculum: "breast", unit: "u1") == nil)
  }

  @Test func `an error of the one who releases is passed on as it is`() async throws {
    struct Refused: Error {}
    let ana = try await store.person()
    let attempt = try await store.opened(1, by: ana)
    await #expect(throws: Refused.self) {
      try await store.release(attempt.id, account: ana.id) { _ in throw Refused() }
    }
  }

  @Test func `a draft is kept until all is committed`() async throws {
    let ana = try await store.person()
    let attempt = try await store.opened(1, by: ana)
    for (body, later) in [(#"{"marks":[]}"#, 1.0), (#"{"marks":[1]}"#, 2)] {
      let now = noon.addingTimeInterval(later)
      #expect(try await store.saveDraft(body, attempt: attempt.id, account: ana.id, now: now))
    }
    let draft = try await store.standing(of: attempt.id, account: ana.id)?.draft
    #expect(draft?.body == #"{"marks":[1]}"# && draft?.savedAt == noon.addingTimeInterval(2))
    _ = try await store.commit(attempt.answer(), now: noon)
    #expect(try await !store.saveDraft("{}", attempt: attempt.id, account: ana.id, now: noon))
  }

  @Test(arguments: ["", "{", "{}x", "\"" + String(repeating: "x", count: 262_144) + "\""])
  func `a draft that is no JSON or too long is refused`(body: String) async throws {
    let ana = try await store.person()
    let attempt = try await store.opened(1, by: ana)
    await #expect {
      try await store.saveDraft(body, attempt: attempt.id, account: ana.id, now: noon)
    } throws: { code(of: $0) == "refusedValue" }
  }
}

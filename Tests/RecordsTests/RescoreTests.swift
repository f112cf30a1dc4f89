import Foundation
import Records
import Sonography
import Testing

/// A read scored again: both scores stay, the newest counts everywhere.
@Suite struct RescoreTests {
  let store: RecordStore
  let ana: Account
  let attempt: AttemptRecord

  init() async throws {
    store = try emptyStore()
    ana = try await store.person()
    attempt = try await store.opened(1, by: ana)
    _ = try await store.commit(attempt.answer(find: 1), now: noon)
  }

  private func rescore(find: Double, rubric: String) -> Rescore {
    var score = Score.example(find: find)
    score.rubric = rubric
    return Rescore(attempt: attempt.id, stage: .first, score: score)
  }

  @Test func `the newest score counts wherever a score is shown`() async throws {
    try await store.append([rescore(find: 0.5, rubric: "2")], by: .commandLine, now: noon)
    try await store.append([rescore(find: 0.25, rubric: "3")], by: .commandLine, now: noon)
    #expect(try await store.evidence(of: ana.id).map { $0.skills["find"] } == [0.25])
    #expect(try await store.attempts(of: ana.id).map(\.firstScore?.skills["find"]) == [0.25])
    let standing = try #require(try await store.standing(of: attempt.id, account: ana.id))
    #expect(standing.first?.score.skills["find"] == 0.25)
    #expect(standing.first?.rubric == "3")
    try await store.forEachRead { #expect($0.record.score.skills["find"] == 0.25) }
    #expect(try await store.counts().reads == 1)
  }

  @Test func `whoever sends an answer again gets the score it had then`() async throws {
    try await store.append([rescore(find: 0, rubric: "2")], by: .commandLine, now: noon)
    let again = try await store.commit(attempt.answer(find: 1), now: noon)
    #expect(again.name == "replayed")
    #expect(again.record?.score.skills["find"] == 1)
  }

  @Test func `new scores are kept all or none, and the audit log says so`() async throws {
    let stranger = Rescore(attempt: "nothing", stage: .first, score: .example(find: 0))
    await #expect(throws: RecordError.self) {
      try await store.append([rescore(find: 0, rubric: "2"), stranger], by: .commandLine, now: noon)
    }
    #expect(try await store.evidence(of: ana.id).map { $0.skills["find"] } == [1])
    try await store.append([rescore(find: 0, rubric: "2")], by: .commandLine, now: noon)
    let entry = try #require(try await store.auditEntries(limit: 1).first)
    #expect([entry.who, entry.what, entry.subject, entry.detail] == ["commandLine", "rescore", "1 reads", "2"])
  }
}

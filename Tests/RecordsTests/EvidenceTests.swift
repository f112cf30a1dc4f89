import Foundation
import GRDB
import Records
import Sonography
import Testing

/// What figures are made from: one flat row a read, and a kept standing.
@Suite struct EvidenceTests {
  let folder: TemporaryFolder
  let store: RecordStore

  init() throws {
    folder = try TemporaryFolder()
    store = try emptyStore(.file(folder.path()))
  }

  private func drill(
    _ account: Account, _ caseIds: [String], from seed: UInt64, unit: String = "u1"
  ) async throws {
    for (index, caseId) in caseIds.enumerated() {
      let attempt = try await store.opened(
        seed + UInt64(index), by: account, caseId: caseId, unit: unit)
      _ = try await store.commit(
        attempt.answer(key: attempt.id, find: index == 0 ? 0 : 1),
        now: noon.addingTimeInterval(Double(index)))
    }
  }

  @Test func `only the first answer to a case is evidence, whatever unit asks again`() async throws {
    let ana = try await store.person()
    try await drill(ana, ["a", "b", "a"], from: 1)
    try await drill(ana, ["b", "c"], from: 10, unit: "u2")
    let all = try await store.evidence(of: ana.id)
    #expect(all.map(\.caseId) == ["a", "b", "a", "b", "c"])
    let counted = all.filter(\.isFirstUnaided)
    #expect(counted.map(\.caseId) == ["a", "b", "c"])
    #expect(counted.map { $0.skills["find"] } == [0, 1, 1])
    #expect(try await store.evidence(of: ana.id, after: all[2].read) == Array(all[3...]))
    let sinceFirst = noon.addingTimeInterval(1)
    #expect(try await store.answerCount(of: ana.id, since: sinceFirst) == 2)
  }

  @Test func `a final answer is no evidence of unaided skill and says what the AI had said`()
    async throws
  {
    let ana = try await store.person()
    let attempt = try await store.opened(1, by: ana, mode: .secondRead)
    _ = try await store.commit(attempt.answer(find: 0), now: noon)
    var final = attempt.answer(.final, key: "f", find: 1)
    final.ai = AIAnswer(calledPositive: true, assessment: Assessment("4C"), likelihood: 0.75)
    _ = try await store.commit(final, now: noon)
    let evidence = try await store.evidence(of: ana.id)
    #expect(evidence.map(\.isFirstUnaided) == [true, false])
    #expect(evidence.map(\.isNewCase) == [true, true])
    #expect(evidence.map(\.ai) == [nil, final.ai])
    #expect(evidence.map { $0.skills["find"] } == [0, 1])
  }

  @Test func `reads from before there was evidence are taken over as if it had always been there`()
    async throws
  {
    let ana = try await store.person()
    try await drill(ana, ["a", "b", "a"], from: 1)
    let attempt = try await store.opened(9, by: ana, caseId: "c", mode: .secondRead)
    _ = try await store.commit(attempt.answer(key: "c1"), now: noon)
    _ = try await store.commit(attempt.answer(.final, key: "c2"), now: noon)
    let before = try await store.evidence(of: ana.id)
    try store.close()
    try await DatabaseQueue(path: folder.path()).write { db in
      try db.execute(
        sql: """
          DROP TRIGGER evidenceFollowsRescore; DROP TABLE evidence; DROP TABLE standing; DROP TABLE caseChoice;
          DROP TABLE aiReveal; DROP INDEX attemptByCase; ALTER TABLE attempt DROP COLUMN isProbe;
          ALTER TABLE attempt DROP COLUMN isErrorPlanted; ALTER TABLE attempt DROP COLUMN planSeed;
          DELETE FROM grdb_migrations WHERE identifier IN ('7 evidence', '8 assistance')
          """)
    }
    #expect(try await emptyStore(.file(folder.path())).evidence(of: ana.id) == before)
  }

  @Test func `a read that is scored again changes the evidence and ends the standing`() async throws {
    let ana = try await store.person()
    try await drill(ana, ["a", "b"], from: 1)
    try await store.keep(StandingRecord(rule: "r", lastRead: 2, body: "{}"), of: ana.id)
    let first = try await store.evidence(of: ana.id)[0]
    var score = Score.example(find: 0.5)
    score.isMalignant = true
    try await store.append(
      [Rescore(attempt: first.attempt, stage: .first, score: score)], by: .commandLine, now: noon)
    let again = try await store.evidence(of: ana.id)
    #expect(again.map { $0.skills["find"] } == [0.5, 1])
    #expect(again.map(\.isMalignant) == [true, false])
    #expect(try await store.standing(of: ana.id, rule: "r") == nil)
  }

  @Test func `a standing is kept by rule, and an older one replaces no newer one`() async throws {
    let ana = try await store.person()
    #expect(try await store.standing(of: ana.id, rule: "r1") == nil)
    for (rule, read, kept) in [("r1", 5, 5), ("r1", 3, 5), ("r1", 8, 8), ("r2", 1, 1)] {
      let new = StandingRecord(rule: rule, lastRead: Int64(read), body: "{\"n\":\(read)}")
      try await store.keep(new, of: ana.id)
      #expect(try await store.standing(of: ana.id, rule: rule)?.lastRead == Int64(kept))
    }
    #expect(try await store.standing(of: ana.id, rule: "r1") == nil)
  }

  @Test func `why a case was chosen is kept with its attempt`() async throws {
    let ana = try await store.person()
    var new = NewAttempt(
      id: token(1), account: ana.id, curriculum: "c", unit: "u", caseId: "a", caseDigest: "d",
      mode: .off, reason: "{\"score\":0.5}")
    let chosen = try await store.open(new, now: noon)
    new.id = token(2)
    new.unit = "u2"
    new.reason = nil
    let written = try await store.open(new, now: noon)
    #expect(try await store.reason(of: chosen.id) == "{\"score\":0.5}")
    #expect(try await store.reason(of: written.id) == nil)
  }
}

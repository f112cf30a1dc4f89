import Foundation
import Records
import Sonography
import Testing

@Suite struct CommitTests {
  let store: RecordStore

  init() throws { store = try emptyStore() }

  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var key: String
    var likelihood: Double
    var outcome: String
  }

  /// After a first commit with key `k1` and likelihood 0.5.
  @Test(arguments: [
    Example(
      testDescription: "same key, same read", key: "k1", likelihood: 0.5, outcome: "replayed"),
    Example(
      testDescription: "same key, other read", key: "k1", likelihood: 0.6, outcome: "conflict"),
    Example(
      testDescription: "other key, same read", key: "k2", likelihood: 0.5,
      outcome: "alreadyCommitted"),
    Example(
      testDescription: "other key, other read", key: "k2", likelihood: 0.6,
      outcome: "alreadyCommitted"),
  ])
  func `a stage is committed once, whoever repeats it`(_ example: Example) async throws {
    let ana = try await store.person()
    let attempt = try await store.opened(1, by: ana)
    let first = try await store.commit(attempt.answer(), now: noon)
    let again = attempt.answer(key: example.key, likelihood: example.likelihood, find: 0)
    let outcome = try await store.commit(again, now: noon.addingTimeInterval(60))
    #expect(first.name == "committed" && outcome.name == example.outcome)
    #expect(outcome.record == (example.outcome == "conflict" ? nil : first.record))
    #expect(try await store.counts().reads == 1)
  }

  @Test func `what is stored is what was answered`() async throws {
    let ana = try await store.person()
    let attempt = try await store.opened(1, by: ana)
    let answer = attempt.answer(likelihood: 0.1 + 0.2)
    let record = try await store.commit(answer, now: noon).record
    let stored = try await store.standing(of: attempt.id, account: ana.id)?.first
    #expect(stored == record && stored?.read == answer.read && stored?.score == answer.score)
    #expect(stored?.receivedAt == noon && stored?.aiTraceDigest == "t1" && stored?.rubric == "1")
    #expect(stored?.bodyDigest.utf8.count == 64)
  }

  @Test func `a key means one thing for one person`() async throws {
    let (ana, bo) = (try await store.person("ana"), try await store.person("bo"))
    let (mine, theirs) = (try await store.opened(1, by: ana), try await store.opened(2, by: bo))
    #expect(try await store.commit(mine.answer(key: "k"), now: noon).name == "committed")
    #expect(try await store.commit(theirs.answer(key: "k"), now: noon).name == "committed")
    let next = try await store.opened(3, by: ana, caseId: "case-2")
    #expect(try await store.commit(next.answer(key: "k"), now: noon) == .conflict)
  }

  @Test func `a final read comes after the first, in second-read mode only`() async throws {
    let ana = try await store.person()
    let off = try await store.opened(1, by: ana, unit: "a")
    let second = try await store.opened(2, by: ana, unit: "b", mode: .secondRead)
    for attempt in [off, second] {
      await #expect(throws: RecordError.wrongStage(.final, .reading)) {
        try await store.commit(attempt.answer(.final), now: noon)
      }
      #expect(
        try await store.commit(attempt.answer(key: attempt.id), now: noon).name == "committed")
    }
    await #expect(throws: RecordError.wrongStage(.final, .committed)) {
      try await store.commit(off.answer(.final, key: "f"), now: noon)
    }
    #expect(try await store.commit(second.answer(.final, key: "f"), now: noon).name == "committed")
    let reads = try await store.standing(of: second.id)
    #expect(reads?.first != nil && reads?.final != nil && reads?.phase == .committed)
  }

  @Test(arguments: ["", "with space", "ünï", String(repeating: "x", count: 65), "line\n"])
  func `a key that is no key is refused`(key: String) async throws {
    let attempt = try await store.opened(1, by: store.person())
    await #expect { try await store.commit(attempt.answer(key: key), now: noon) } throws: {
      code(of: $0) == "refusedValue"
    }
  }

  @Test(arguments: [Double.nan, .infinity])
  func `a number that is not finite is refused`(likelihood: Double) async throws {
    let attempt = try await store.opened(1, by: store.person())
    await #expect {
      try await store.commit(attempt.answer(likelihood: likelihood), now: noon)
    } throws: { code(of: $0) == "refusedValue" }
  }

  @Test func `200 at once are each stored once, and share their waits for the disk`() async throws {
    let folder = try TemporaryFolder()
    let store = try emptyStore(.file(folder.path()))
    let answers = try await store.answers(200)
    let before = try WriteAheadLog(folder.path()).commitCount
    let outcomes = try await store.commitAtOnce(answers)
    #expect(outcomes.allSatisfy { $0.name == "committed" })
    #expect(try await store.counts().reads == 200)
    #expect(try WriteAheadLog(folder.path()).commitCount - before < 100)
    let again = try await store.commitAtOnce(answers)
    #expect(again.allSatisfy { $0.name == "replayed" })
    #expect(try await store.counts().reads == 200)
  }

  @Test func `a refused write leaves those beside it alone`() async throws {
    var answers = try await store.answers(60)
    for index in stride(from: 0, to: 60, by: 3) { answers[index].attempt = token(999).text }
    let kept = answers.filter { $0.attempt != token(999).text }
    async let refused = store.refusals(answers.filter { $0.attempt == token(999).text })
    #expect(try await store.commitAtOnce(kept).count == 40)
    #expect(await refused == 20)
    #expect(try await store.counts().reads == 40)
  }

  @Test func `the same read sent 50 times at once is stored once`() async throws {
    let answer = try await store.answers(1)[0]
    let outcomes = try await store.commitAtOnce(Array(repeating: answer, count: 50))
    #expect(outcomes.count { $0.name == "committed" } == 1)
    #expect(outcomes.count { $0.name == "replayed" } == 49)
  }
}

extension RecordStore {
  /// One trainee's answers to so many cases, each in a unit of its own, not yet committed.
  func answers(_ count: Int) async throws -> [ReadCommit] {
    let account = try await person("reader")
    return try await withThrowingTaskGroup(of: (Int, ReadCommit).self) { group in
      for index in 0..<count {
        group.addTask {
          let attempt = try await self.opened(
            UInt64(index) + 1, by: account, caseId: "case-\(index)", unit: "u\(index)")
          return (index, attempt.answer(key: "key-\(index)"))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  func commitAtOnce(_ answers: [ReadCommit]) async throws -> [CommitOutcome] {
    try await withThrowingTaskGroup(of: CommitOutcome.self) { group in
      for answer in answers { group.addTask { try await self.commit(answer, now: noon) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  func refusals(_ answers: [ReadCommit]) async -> Int {
    await withTaskGroup(of: Bool.self) { group in
      for answer in answers {
        group.addTask { (try? await self.commit(answer, now: noon)) == nil }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
  }
}

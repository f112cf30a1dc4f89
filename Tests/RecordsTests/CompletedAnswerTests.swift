import Foundation
import Records
import Sonography
import Testing

/// Attempts with all their reads, and what is counted over them.
@Suite struct CompletedAnswerTests {
  let store: RecordStore

  init() throws { store = try emptyStore() }

  private func answered(
    _ seed: UInt64, _ account: Account, _ caseId: String, mode: AIMode = .off, likelihood: Double = 0.5,
    final: Bool = true
  ) async throws {
    let attempt = try await store.opened(
      seed, by: account, caseId: caseId, unit: "u\(seed)", mode: mode)
    let at = noon.addingTimeInterval(Double(seed))
    _ = try await store.commit(
      attempt.answer(key: "\(seed)", likelihood: likelihood, find: 1), now: at)
    if mode == .secondRead && final {
      _ = try await store.commit(
        attempt.answer(.final, key: "\(seed)-final", likelihood: 0.9, find: 0), now: at)
    }
  }

  @Test func `a second read counts once it is complete, in the order of completion`() async throws {
    let ana = try await store.person()
    let open = try await store.opened(1, by: ana, caseId: "a", mode: .secondRead)
    _ = try await store.commit(open.answer(key: "first"), now: noon)
    try await answered(2, ana, "b")
    #expect(try await store.completedAnswers(of: ana.id).map(\.first.caseId) == ["b"])
    #expect(try await store.calls(of: ana.id).map(\.count) == [1])
    #expect(try await store.results(of: "find", in: nil).map(\.caseId) == ["b"])
    _ = try await store.commit(open.answer(.final, key: "final"), now: noon)
    let all = try await store.completedAnswers(of: ana.id)
    #expect(all.map(\.first.caseId) == ["b", "a"])
    #expect(all.map { $0.final != nil } == [false, true])
    #expect(try await store.completedAnswers(of: ana.id, after: all.first?.read ?? 0) == Array(all.dropFirst()))
    #expect(try await store.calls(of: ana.id).map(\.count) == [2])
  }

  @Test func `calls are counted by outcome and likelihood, without those named`() async throws {
    let ana = try await store.person()
    for (seed, likelihood) in [(UInt64(1), 0.2), (2, 0.2), (3, 0.4)] {
      try await answered(seed, ana, "case-\(seed)", likelihood: likelihood)
    }
    try await answered(4, ana, "case-1", likelihood: 0.9)
    let counts = try await store.calls(of: ana.id)
    #expect(counts.map(\.likelihood) == [0.2, 0.4])
    #expect(counts.map(\.count) == [2, 1])
    let left = try await store.completedAnswers(of: ana.id).prefix(1).map(\.first.attempt)
    #expect(try await store.calls(of: ana.id, without: left).map(\.count) == [1, 1])
  }

  @Test func `answers of some units only`() async throws {
    let ana = try await store.person()
    try await answered(1, ana, "a")
    let places = [(curriculum: "breast", unit: "u1"), (curriculum: "breast", unit: "none")]
    #expect(try await store.completedAnswers(of: ana.id, in: places).count == 1)
    #expect(try await store.completedAnswers(of: ana.id, in: []).isEmpty)
  }

  @Test func `results of a skill are those of a cohort's trainees, first answers only`() async throws {
    let (ana, bo) = (try await store.person("ana"), try await store.person("bo"))
    let cohort = try await store.createCohort("Autumn", by: .server, now: noon)
    try await store.addMember(ana.id, to: cohort.id, by: .server, now: noon)
    try await answered(1, ana, "a", mode: .secondRead)
    try await answered(2, ana, "a")
    try await answered(3, bo, "b")
    let mine = try await store.results(of: "find", in: cohort.id)
    #expect(mine.map(\.caseId) == ["a"] && mine.map(\.value) == [1])
    #expect(try await store.results(of: "find", in: nil).count == 2)
    #expect(try await store.results(of: "describe:margin", in: nil).isEmpty)
  }
}

import Foundation
import Records
import Sonography
import Testing

@Suite struct HistoryTests {
  let store: RecordStore

  init() throws { store = try emptyStore() }

  /// Opens and commits, in order; the score says which.
  private func drill(
    _ account: Account, _ caseIds: [String], from seed: UInt64, unit: String = "u1"
  ) async throws {
    for (index, caseId) in caseIds.enumerated() {
      let attempt = try await store.opened(
        seed + UInt64(index), by: account, caseId: caseId, unit: unit)
      let answer = attempt.answer(key: attempt.id, find: Double(index))
      _ = try await store.commit(answer, now: noon.addingTimeInterval(Double(index)))
    }
  }

  @Test func `history comes newest first, page by page, without gap or repeat`() async throws {
    let ana = try await store.person()
    try await drill(ana, (0..<25).map { "case-\($0)" }, from: 1)
    var pages: [[AttemptEntry]] = []
    var cursor: Int64?
    repeat {
      pages.append(try await store.attempts(of: ana.id, after: cursor, limit: 10))
      cursor = pages.last?.last?.cursor
    } while cursor != nil
    #expect(pages.map(\.count) == [10, 10, 5, 0])
    #expect(pages.joined().map(\.attempt.caseId) == (0..<25).reversed().map { "case-\($0)" })
    #expect(pages[0][0].phase == .committed && pages[0][0].firstScore?.skills["find"] == 24)
    #expect(pages[0][0].finalScore == nil)
  }

  @Test func `a cohort's work is its trainees' work`() async throws {
    let (ana, bo) = (try await store.person("ana"), try await store.person("bo"))
    let ines = try await store.person("ines", role: .instructor)
    let cohort = try await store.createCohort("Autumn", by: .server, now: noon)
    for account in [ana, ines] {
      try await store.addMember(account.id, to: cohort.id, by: .server, now: noon)
    }
    for (seed, account) in zip([UInt64(1), 20, 40], [ana, bo, ines]) {
      try await drill(account, ["a", "b"], from: seed)
    }
    let entries = try await store.attempts(of: cohort.id, curriculum: "breast", unit: "u1")
    #expect(entries.map(\.attempt.account) == [ana.id, ana.id])
    #expect(try await store.attempts(of: cohort.id, curriculum: "breast", unit: "u9").isEmpty)
    #expect(try await store.answerCount(of: cohort.id) == 2)
    #expect(try await store.attempts(of: bo.id, curriculum: "breast", unit: "u1").count == 2)
    #expect(try await store.exported(cohort.id) == ["ana a", "ana b"])
    #expect(try await store.exported(nil).count == 6)
  }

  @Test func `what is there is counted`() async throws {
    let ana = try await store.person()
    try await drill(ana, ["a", "b"], from: 1)
    _ = try await store.opened(9, by: ana, caseId: "c")
    let counts = try await store.counts()
    #expect(counts.accounts == 1 && counts.attempts == 3)
    #expect(counts.reads == 2 && counts.sessions == 0)
  }
}

extension RecordStore {
  fileprivate func exported(_ cohort: Cohort.ID?) async throws -> [String] {
    let lines = Lines()
    try await forEachRead(of: cohort) { lines.add("\($0.account.name) \($0.attempt.caseId)") }
    return lines.all
  }
}

/// Collects from a `Sendable` closure.
// The lock guards `texts`.
private final class Lines: @unchecked Sendable {
  private let lock = NSLock()
  private var texts: [String] = []

  func add(_ text: String) { lock.withLock { texts.append(text) } }
  var all: [String] { lock.withLock { texts } }
}

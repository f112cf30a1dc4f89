import Foundation
import GRDB
import Records
import Sonography
import Testing

/// What ten thousand answers cost.
@Suite struct ManyAnswersTests {
  let folder: TemporaryFolder
  let store: RecordStore

  init() throws {
    folder = try TemporaryFolder()
    store = try emptyStore(.file(folder.path()))
  }

  @Test func `after ten thousand answers the next one is found and the calls are counted in time`()
    async throws
  {
    let ana = try await store.person()
    try await fill(ana, count: 10_000)
    let last = try await store.completedAnswers(of: ana.id, after: 9_999)
    #expect(last.count == 1)
    let clock = ContinuousClock()
    let next = try await clock.measure { _ = try await store.completedAnswers(of: ana.id, after: 9_999) }
    #expect(next < .milliseconds(5))
    let counting = try await clock.measure { _ = try await store.calls(of: ana.id) }
    #expect(counting < .milliseconds(60))
  }

  /// Written past the store: ten thousand waits for the disk prove nothing here.
  private func fill(_ account: Account, count: Int) async throws {
    let read = try JSONEncoder().encode(Read(noFinding: true, likelihood: 0.3))
    let score = try JSONEncoder().encode(Score.example(find: 1))
    let (body, text) = (String(decoding: read, as: UTF8.self), String(decoding: score, as: UTF8.self))
    try await DatabaseQueue(path: folder.path()).write { db in
      for number in 1...count {
        let id = String(repeating: "0", count: 32 - "\(number)".count) + "\(number)"
        try db.execute(
          sql: "INSERT INTO attempt VALUES (?, ?, ?, 'c', 'u', ?, 'd', 'off', ?, 1, 0, 0, 0)",
          arguments: [number, id, account.id.rawValue, "case-\(number)", number])
        try db.execute(
          sql: """
            INSERT INTO readRecord VALUES (?, ?, ?, 'first', ?, ?, ?, ?, '1', ?, NULL, NULL)
            """,
          arguments: [
            number, id, account.id.rawValue, body, String(repeating: "a", count: 64), id, number, text,
          ])
        try db.execute(
          sql: """
            INSERT INTO evidence VALUES (?, ?, ?, 'c', 'u', ?, 'off', 'first', 1, ?, '{"find": 1}',
              '[]', 0, 12, ?, ?, '4A', ?, NULL, NULL, NULL, 1)
            """,
          arguments: [
            number, id, account.id.rawValue, "case-\(number)", number, number % 2, number % 3 == 0,
            Double(number % 100) / 100,
          ])
      }
    }
  }
}

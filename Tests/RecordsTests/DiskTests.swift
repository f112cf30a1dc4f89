import Foundation
import GRDB
import Records
import Sonography
import Testing

/// Full, locked, damaged and cut-off files.
@Suite struct DiskTests {
  @Test func `a full disk refuses writes with a sentence, and room makes them work again`()
    async throws
  {
    let folder = try TemporaryFolder()
    let store = try RecordStore(
      .file(folder.path()), passwordCost: PasswordCost(log2Rounds: 4), largestBytes: 300_000)
    let answers = try await store.answers(20)
    _ = try await store.commitAtOnce(Array(answers[..<10]))
    let end = noon.addingTimeInterval(60)
    let problem = await store.fill(for: answers[0].account, until: end)
    #expect(problem.flatMap(code) == "cannotWrite" && "\(problem as Any)".contains("disk is full"))
    #expect(await store.refusals(Array(answers[10...])) > 0)
    #expect(try await store.counts().reads >= 10)
    try await store.deleteExpiredSessions(now: end)
    let outcomes = try await store.commitAtOnce(answers)
    #expect(outcomes.allSatisfy { ["committed", "replayed"].contains($0.name) })
    #expect(try await store.counts().reads == 20)
  }

  @Test func `a database another process holds is refused with a sentence, then works`()
    async throws
  {
    let folder = try TemporaryFolder()
    let store = try emptyStore(.file(folder.path()))
    let answer = try await store.answers(1)[0]
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: folder.path(), configuration: configuration)
    try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    await #expect {
      try await store.commit(answer, now: noon)
    } throws: { code(of: $0) == "cannotWrite" && "\($0)".contains("another process") }
    try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    #expect(try await store.commit(answer, now: noon).name == "committed")
  }

  @Test func `after closing, a write is refused with a sentence`() async throws {
    let folder = try TemporaryFolder()
    let store = try emptyStore(.file(folder.path()))
    let answer = try await store.answers(1)[0]
    try store.close()
    await #expect {
      try await store.commit(answer, now: noon)
    } throws: { code(of: $0) == "cannotWrite" }
  }

  @Test(arguments: ["/proc/records.sqlite", "/nowhere/at/all/records.sqlite", "/"])
  func `a place that cannot hold a database is refused with a sentence`(path: String) {
    #expect { try emptyStore(.file(path)) } throws: { error in
      code(of: error) == "cannotOpen" && "\(error)".hasPrefix(path + ":")
    }
  }

  @Test func `a file that is no database is refused and left alone`() throws {
    let folder = try TemporaryFolder()
    let bytes = Data(repeating: 0x41, count: 10_000)
    try bytes.write(to: folder.url.appending(path: "records.sqlite"))
    #expect { try emptyStore(.file(folder.path())) } throws: { "\($0)".contains("damaged") }
    #expect(try Data(contentsOf: folder.url.appending(path: "records.sqlite")) == bytes)
  }

  /// A crash leaves the log cut off at some byte. Whatever that byte is: every read acknowledged
  /// before it was written is there, once, and those after it are there whole or not at all.
  @Test(arguments: UInt64(1)...10)
  func `no acknowledged read is lost when the log is cut at any byte`(seed: UInt64) async throws {
    let folder = try TemporaryFolder()
    let store = try emptyStore(.file(folder.path()))
    let answers = try await store.answers(24)
    var receipts: [(size: Int, digest: String)] = []
    for group in stride(from: 0, to: 24, by: 3) {
      let outcomes = try await store.commitAtOnce(Array(answers[group..<group + 3]))
      let size = try WriteAheadLog(folder.path()).bytes.count
      receipts += outcomes.compactMap(\.record).map { (size, $0.bodyDigest) }
    }
    var random = SplitMix64(seed: seed)
    let log = try WriteAheadLog(folder.path()).bytes
    let cut = Int.random(in: receipts[0].size...log.count, using: &random)
    let copy = folder.url.appending(path: "crashed.sqlite")
    try FileManager.default.copyItem(atPath: folder.path(), toPath: copy.path)
    try log.prefix(cut).write(to: URL(filePath: copy.path + "-wal"))
    let crashed = try emptyStore(.file(copy.path))
    let found = try await crashed.receipts()
    #expect(Set(found).count == found.count)
    #expect(Set(found).isSuperset(of: receipts.filter { $0.size <= cut }.map(\.digest)))
    #expect(Set(receipts.map(\.digest)).isSuperset(of: found))
    let again = try await crashed.commitAtOnce(answers)
    #expect(again.count { $0.name == "replayed" } == found.count)
    #expect(try await crashed.counts().reads == 24)
  }
}

extension RecordStore {
  /// Signs in, 64 at once, until the disk is full; returns what was said then.
  fileprivate func fill(for account: Account.ID, until end: Date) async -> (any Error)? {
    for start in stride(from: UInt64(1000), to: 20_000, by: 64) {
      do {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for seed in start..<start + 64 {
            group.addTask {
              _ = try await self.createSession(
                token(seed), for: account, expiresAt: end, now: noon)
            }
          }
          try await group.waitForAll()
        }
      } catch { return error }
    }
    return nil
  }

  /// The digests of all reads, one a read, as their readers were given them.
  func receipts() async throws -> [String] {
    let (stream, line) = AsyncStream.makeStream(of: String.self)
    try await forEachRead { line.yield($0.record.bodyDigest) }
    line.finish()
    return await stream.reduce(into: []) { $0.append($1) }
  }
}

import Foundation
import GRDB

/// Writes that arrive together share one transaction, and so one wait for the disk.
///
/// A write that finds the writer idle goes at once; those that arrive while the disk is busy wait
/// for at most that one commit and then go together, up to `largestGroup`. Nobody is told of
/// success before COMMIT has returned. Each write has its own savepoint: a refused one leaves the
/// others alone. With `synchronous = FULL` a commit costs one sync (some 4 ms), whatever the size
/// of the group.
// `lock` guards the two variables; the work itself runs on the serial `queue`.
final class GroupWriter: @unchecked Sendable {
  static let largestGroup = 64

  private struct Item: Sendable {
    /// Runs inside the transaction; returns how to acknowledge once it is committed.
    let run: @Sendable (Database) throws -> @Sendable () -> Void
    let fail: @Sendable (any Error) -> Void
  }

  private let database: any DatabaseWriter
  private let queue = DispatchQueue(label: "records.writer", qos: .userInitiated)
  private let lock = NSLock()
  private var waiting: [Item] = []
  private var isDraining = false

  init(_ database: any DatabaseWriter) { self.database = database }

  /// Returns after COMMIT. `body` may run twice, the first time rolled back, so it must have no
  /// effect outside the database.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(RecordError) -> Value {
    do {
      return try await withCheckedThrowingContinuation { continuation in
        enqueue(
          Item(run: { try Self.run(body, in: $0, for: continuation) }) {
            continuation.resume(throwing: $0)
          })
      }
    } catch {
      throw RecordError(writing: error)
    }
  }

  /// Waits until everything handed in so far is written.
  func finish() { queue.sync {} }

  private static func run<Value: Sendable>(
    _ body: (Database) throws -> Value, in db: Database,
    for continuation: CheckedContinuation<Value, any Error>
  ) throws -> @Sendable () -> Void {
    do {
      let value = try inSavepoint(db, body)
      return { continuation.resume(returning: value) }
    } catch  where db.isInsideTransaction {
      return { continuation.resume(throwing: error) }
    }
  }

  private static func inSavepoint<Value>(
    _ db: Database, _ body: (Database) throws -> Value
  ) throws -> Value {
    var result: Result<Value, any Error>?
    try db.inSavepoint {
      let value = try body(db)
      result = .success(value)
      return .commit
    }
    guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
    return try result.get()
  }

  private func enqueue(_ item: Item) {
    let mustStart = lock.withLock {
      waiting.append(item)
      defer { isDraining = true }
      return !isDraining
    }
    if mustStart { queue.async { self.drain() } }
  }

  private func drain() {
    while let group = nextGroup() { commit(group) }
  }

  private func nextGroup() -> [Item]? {
    lock.withLock {
      let group = Array(waiting.prefix(Self.largestGroup))
      waiting.removeFirst(group.count)
      isDraining = !group.isEmpty
      return isDraining ? group : nil
    }
  }

  private func commit(_ group: [Item]) {
    do {
      for acknowledge in try transaction(group) { acknowledge() }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL && group.count > 1 {
      // A full disk ends the whole transaction: smaller writes may still fit one by one.
      for item in group { commit([item]) }
    } catch {
      for item in group { item.fail(error) }
    }
  }

  private func transaction(_ group: [Item]) throws -> [@Sendable () -> Void] {
    try database.writeWithoutTransaction { db in
      var acknowledgements: [@Sendable () -> Void] = []
      try db.inTransaction(.immediate) {
        for item in group { acknowledgements.append(try item.run(db)) }
        return .commit
      }
      return acknowledgements
    }
  }
}

import Foundation

/// A value behind a lock.
///
/// Not `Synchronization.Mutex`: ThreadSanitizer does not see it on Linux and reports races where
/// there are none.
final class Locked<Value>: @unchecked Sendable {
  // @unchecked: `value` is touched with the lock held only.
  private let lock = NSLock()
  private var value: Value

  init(_ value: sending Value) { self.value = value }

  func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    try lock.withLock { try body(&value) }
  }
}

import Foundation

/// A fixed number of threads for heavy work, first come first served.
///
/// Decoding and reading loops would otherwise occupy the few threads that answer people.
package final class Workbench: Sendable {
  private let jobs = JobQueue()

  /// - Parameter yields: Lets everything else on the machine go first: for work nobody waits for yet.
  package init(workers: Int, yields: Bool = false) {
    for _ in 0..<max(1, workers) {
      let thread = Thread { [jobs] in
        // On Linux a priority belongs to the thread; zero means the calling one.
        if yields { _ = setpriority(__priority_which_t(0), 0, 10) }
        while true { jobs.next()() }
      }
      thread.stackSize = 4 << 20
      thread.start()
    }
  }

  package func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws
    -> Value
  {
    try await withCheckedThrowingContinuation { continuation in
      jobs.add { continuation.resume(with: Result { try work() }) }
    }
  }
}

/// What waits for a thread.
private final class JobQueue: @unchecked Sendable {
  // The condition guards `waiting`.
  private let condition = NSCondition()
  private var waiting: [@Sendable () -> Void] = []

  func add(_ job: @escaping @Sendable () -> Void) {
    condition.withLock { waiting.append(job) }
    condition.signal()
  }

  func next() -> @Sendable () -> Void {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty { condition.wait() }
    return waiting.removeFirst()
  }
}

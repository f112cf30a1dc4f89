import Foundation

/// A fixed number of threads for heavy work, first come first served.
///
/// Decoding and reading loops would otherwise occupy the few threads that answer people.
package final class Workbench: Sendable {
  private let queue = OperationQueue()

  package init(workers: Int) {
    queue.maxConcurrentOperationCount = max(1, workers)
    queue.qualityOfService = .utility
  }

  package func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws
    -> Value
  {
    try await withCheckedThrowingContinuation { continuation in
      queue.addOperation { continuation.resume(with: Result { try work() }) }
    }
  }
}

import CWebSockets
import Dispatch
import Foundation

/// The one thread that runs libwebsockets, offered to Swift as an executor.
///
/// libwebsockets lets foreign threads make a single call, `lws_cancel_service`. `enqueue(_:)` uses
/// it to wake the loop, so C callbacks and Swift jobs take turns on one thread and never overlap.
///
/// After the context is gone late jobs (a response for a connection that no longer exists) run on
/// a queue of their own, still one at a time.
final class ServiceLoop: SerialExecutor {
  private enum Phase { case ready, running, closing, closed }

  private struct State {
    var phase = Phase.ready
    var jobs: [UnownedJob] = []
    var writers: [UInt64] = []
    var thread: pthread_t?
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  // Used by the service thread; by others for `lws_cancel_service` alone, under the lock, while
  // the phase says that the context is alive.
  private nonisolated(unsafe) let context: OpaquePointer
  private let state = Locked(State())
  private let afterlife = DispatchQueue(label: "sonodrill.web.afterlife")

  init(context: OpaquePointer) { self.context = context }

  // A loop that ran has destroyed its context itself.
  deinit { if state.withLock({ $0.phase == .ready }) { lws_context_destroy(context) } }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isClosed = state.withLock { state in
      guard state.phase != .closed else { return true }
      state.jobs.append(job)
      if state.jobs.count == 1 { wake(state) }
      return false
    }
    if isClosed { afterlife.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) } }
  }

  /// Tells the service thread that a socket has something to write. From any thread.
  func requestWrite(_ socket: UInt64) {
    state.withLock { state in
      guard state.phase == .running else { return }
      state.writers.append(socket)
      if state.writers.count == 1 { wake(state) }
    }
  }

  func checkIsolated() {
    let isHome = state.withLock { state in
      state.phase == .closed || state.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false
    }
    precondition(isHome, "web server state was touched off the service thread")
  }

  /// Whether there is a service thread.
  var isRunning: Bool { state.withLock { $0.phase == .running || $0.phase == .closing } }

  /// Starts the thread, once. On it `begin` is called first, `write` with the sockets that asked
  /// to, and `end` at the end.
  func start(
    begin: @escaping @Sendable () -> Void, write: @escaping @Sendable ([UInt64]) -> Void,
    end: @escaping @Sendable () -> Void
  ) {
    let isFirst = state.withLock { state in
      defer { if state.phase == .ready { state.phase = .running } }
      return state.phase == .ready
    }
    guard isFirst else { return }
    Thread.detachNewThread { [self] in
      begin()
      run(write)
      end()
      finish()
    }
  }

  /// Ends the thread and destroys the context; returns when both are done.
  func stop() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        guard state.phase == .running || state.phase == .closing else { return true }
        wake(state)
        if state.phase == .running { state.phase = .closing }
        state.waiting.append(continuation)
        return false
      }
      if isOver { continuation.resume() }
    }
  }

  private func run(_ write: ([UInt64]) -> Void) {
    state.withLock { $0.thread = pthread_self() }
    repeat { drain(write) } while state.withLock({ $0.phase }) == .running && lws_service(context, 0) >= 0
    state.withLock { $0.phase = .closing }
    lws_context_destroy(context)
    while !closeIfIdle() { drain { _ in } }
  }

  private func finish() {
    let waiting = state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  // Inside the lock: the context outlives `.running`.
  private func wake(_ state: State) {
    if state.phase == .running, state.thread != nil { lws_cancel_service(context) }
  }

  private func closeIfIdle() -> Bool {
    state.withLock { state in
      if state.jobs.isEmpty { state.phase = .closed }
      return state.phase == .closed
    }
  }

  private func drain(_ write: ([UInt64]) -> Void) {
    let (jobs, writers) = state.withLock { state in
      defer {
        state.jobs.removeAll(keepingCapacity: true)
        state.writers.removeAll(keepingCapacity: true)
      }
      return (state.jobs, state.writers)
    }
    for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
    if !writers.isEmpty { write(writers) }
  }
}

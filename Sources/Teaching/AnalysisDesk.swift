package import AICore
package import Foundation
import Media
package import Records
package import Sonography

/// Has the AI read a loop once per case and model, however many people ask.
///
/// A trace is kept in the records under case digest, view and model digest; reading the loop again
/// gives the same trace, so a kept one can stand for a live one.
package actor AnalysisDesk {
  private let reader: BreastReader
  private let workbench: Workbench
  private let store: RecordStore
  private let clock: @Sendable () -> Date
  private var underWay: [TraceKey: Task<AITrace, any Error>] = [:]
  private var recent = RecentlyUsed<TraceKey, AITrace>(limit: 64)

  package init(
    reader: BreastReader, workbench: Workbench, store: RecordStore,
    clock: @escaping @Sendable () -> Date
  ) {
    self.reader = reader
    self.workbench = workbench
    self.store = store
    self.clock = clock
  }

  package func trace(path: String, view: Case.View, caseDigest: String) async throws -> AITrace {
    let key = TraceKey(caseDigest: caseDigest, view: view.id, modelDigest: reader.digest)
    if let trace = recent[key] { return trace }
    let task = underWay[key] ?? start(key, path: path, view: view)
    underWay[key] = task
    defer { underWay[key] = nil }
    let trace = try await task.value
    recent.insert(trace, for: key, cost: 1)
    return trace
  }

  private func start(_ key: TraceKey, path: String, view: Case.View) -> Task<AITrace, any Error> {
    Task { [reader, workbench, store, clock] in
      if let trace = try await store.trace(key) { return trace }
      let trace = try await workbench.run {
        try readLoop(
          path: path, spacing: view.spacing, frameCount: view.frames, with: reader)
      }
      try await store.keep(trace, under: key, now: clock())
      return trace
    }
  }
}

/// Reads a whole loop, frame by frame, as a live session would.
package func readLoop(
  path: String, spacing: PixelSpacing?, frameCount: Int?, with reader: BreastReader
) throws -> AITrace {
  var reading = LoopReading(try FrameAnalyzer(reader), frameCount: frameCount)
  var frames = try CineReader(path: path, spacing: spacing)
  while let frame = try frames.next() { _ = try reading.read(frame) }
  return reading.trace
}

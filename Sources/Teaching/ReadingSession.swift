package import Sonography

/// The rules of one sitting: an event comes in, effects come out.
///
/// A sitting is rebuilt from what is stored, so it holds no state of its own beside the reads. The
/// order is fixed: first answer, then (in second-read mode) the AI, then the final answer. Nothing
/// of the truth or the AI may leave before `releases` says so.
package struct ReadingSession: Hashable, Sendable {
  package enum Phase: String, Hashable, Sendable { case reading, revising, committed }

  package enum Stage: String, Hashable, Codable, Sendable { case first, final }

  package enum Event: Hashable, Sendable {
    case drafted(Read)
    case committed(Read)
  }

  package enum Effect: Hashable, Sendable {
    case storeDraft(Read)
    case grade(Read, Stage)
  }

  package enum Problem: Error, Hashable {
    case alreadyCommitted
  }

  package let mode: AIMode
  package private(set) var first: Read?
  package private(set) var final: Read?

  package init(mode: AIMode, first: Read? = nil, final: Read? = nil) {
    self.mode = mode
    self.first = first
    self.final = final
  }

  package var phase: Phase {
    switch (mode, first, final) {
    case (_, nil, _): .reading
    case (.off, _, _), (_, _, .some): .committed
    case (.secondRead, .some, nil): .revising
    }
  }

  /// Whether the AI's findings may leave the server.
  package var releasesAI: Bool { phase != .reading }

  /// Whether the reference standard may leave the server, given when the unit shows feedback.
  package func releasesTruth(_ feedback: FeedbackTime, unitIsComplete: Bool) -> Bool {
    phase == .committed && (feedback == .afterEachCase || unitIsComplete)
  }

  package mutating func apply(_ event: Event) throws(Problem) -> [Effect] {
    switch (phase, event) {
    case (.committed, _):
      throw .alreadyCommitted
    case (_, .drafted(let read)):
      return [.storeDraft(read)]
    case (.reading, .committed(let read)):
      first = read
      return [.grade(read, .first)]
    case (.revising, .committed(let read)):
      final = read
      return [.grade(read, .final)]
    }
  }
}

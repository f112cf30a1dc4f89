package import Sonography

/// The rules of one sitting: an event comes in, effects come out.
///
/// A sitting is rebuilt from what is stored, so it holds no state of its own beside the reads. The
/// order is fixed: first answer, then (in second-read mode) the AI, then the final answer; where the mode
/// lets the AI come first, only once it has been asked for and that has been recorded. Nothing of the
/// truth or the AI may leave before `releases` says so.
package struct ReadingSession: Hashable, Sendable {
  package enum Phase: String, Hashable, Sendable { case reading, revising, committed }

  package enum Stage: String, Hashable, Codable, Sendable { case first, final }

  package enum Event: Hashable, Sendable {
    case drafted(Read)
    case committed(Read)
    /// The AI is asked for: by the reader, or by the page where it runs beside the loop.
    case askedForAI
  }

  package enum Effect: Hashable, Sendable {
    case storeDraft(Read)
    case recordReveal
    case grade(Read, Stage)
  }

  package enum Problem: Error, Hashable {
    case alreadyCommitted
    /// This case is read without the AI, or answered before it comes.
    case aiWithheld
  }

  package let mode: AIMode
  package private(set) var first: Read?
  package private(set) var final: Read?
  /// The AI has been shown before, and that stands in the records.
  package private(set) var isAIRevealed: Bool

  package init(mode: AIMode, first: Read? = nil, final: Read? = nil, isAIRevealed: Bool = false) {
    self.mode = mode
    self.first = first
    self.final = final
    self.isAIRevealed = isAIRevealed
  }

  package var phase: Phase {
    switch (mode, first, final) {
    case (_, nil, _): .reading
    case (.secondRead, .some, nil): .revising
    case (_, .some, _): .committed
    }
  }

  /// Whether the AI's findings may leave the server.
  package var releasesAI: Bool { phase != .reading || (mode.mayPrecedeAnswer && isAIRevealed) }

  /// Whether a reader who asks for the AI now is shown it.
  package var mayShowAI: Bool { phase == .revising || (phase == .reading && mode.mayPrecedeAnswer) }

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
    case (_, .askedForAI):
      guard mayShowAI else { throw .aiWithheld }
      isAIRevealed = true
      return [.recordReveal]
    case (.reading, .committed(let read)):
      first = read
      return [.grade(read, .first)]
    case (.revising, .committed(let read)):
      final = read
      return [.grade(read, .final)]
    }
  }
}

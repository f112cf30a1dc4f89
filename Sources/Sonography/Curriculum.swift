/// An ordered course of units.
package struct Curriculum: Hashable, Sendable, Identifiable {
  /// Kebab-case file name.
  package var id: String
  package var title: String
  package var goal: String
  package var lexicon: String
  /// By which rules its answers are scored.
  package var rubric: String
  package var units: [Unit]

  package init(
    id: String, title: String, goal: String, lexicon: String, rubric: String = Rubric.standard.id,
    units: [Unit]
  ) {
    self.id = id
    self.title = title
    self.goal = goal
    self.lexicon = lexicon
    self.rubric = rubric
    self.units = units
  }

  /// One step: what it teaches, on which cases, under which rules.
  package struct Unit: Hashable, Sendable, Identifiable {
    package var id: String
    package var title: String
    package var goal: String
    package var cases: CaseSelection
    package var mode: AIMode
    package var feedback: FeedbackTime
    package var order: CaseOrder
    package var passRule: PassRule
    /// Units that must be passed first.
    package var gates: [String]
    package var assistance: Assistance
    /// Whether the reader is told how many of the unit's cases are malignant.
    package var prevalence: PrevalenceTelling

    package init(
      id: String, title: String, goal: String, cases: CaseSelection, mode: AIMode,
      feedback: FeedbackTime, order: CaseOrder, passRule: PassRule, gates: [String],
      assistance: Assistance = Assistance(), prevalence: PrevalenceTelling = .blind
    ) {
      self.id = id
      self.title = title
      self.goal = goal
      self.cases = cases
      self.mode = mode
      self.feedback = feedback
      self.order = order
      self.passRule = passRule
      self.gates = gates
      self.assistance = assistance
      self.prevalence = prevalence
    }
  }
}

package enum CaseSelection: Hashable, Sendable {
  case ids([String])
  /// Cases that carry all of `all` and none of `none`, at most `limit`, in id order.
  case query(all: [String], none: [String], limit: Int?)
}

/// When a trainee meets the AI.
package enum AIMode: String, Hashable, Codable, Sendable, CaseIterable {
  /// Never before feedback.
  case off
  /// Commit, then the AI is revealed, then revise.
  case secondRead
  /// Beside the loop from the start.
  case concurrent
  /// When the reader asks, before the commit; the asking is recorded.
  case onRequest

  /// Whether the AI may be shown before the first answer.
  package var mayPrecedeAnswer: Bool { self == .concurrent || self == .onRequest }
}

/// How the AI of a unit behaves: how often it is wrong on purpose, how often it is silent.
package struct Assistance: Hashable, Sendable {
  /// Share of the cases with the AI whose AI answer carries a planted error, 0...0.5.
  package var errorRate: Double
  /// Share of the unit's cases that are read without the AI, 0...0.5: what the reader can do alone.
  package var probeRate: Double

  package init(errorRate: Double = 0, probeRate: Double = 0) {
    self.errorRate = errorRate
    self.probeRate = probeRate
  }
}

/// How the AI is wrong on purpose.
package enum PlantedErrorKind: String, Hashable, Codable, Sendable, CaseIterable {
  /// A lesion it found is left out.
  case miss
  /// It reports a lesion where there is none.
  case falseAlarm
  /// It finds the lesion and calls it on the wrong side of the next step.
  case wrongCategory
}

package enum PrevalenceTelling: String, Hashable, Codable, Sendable, CaseIterable {
  case blind, told
}

package enum FeedbackTime: String, Hashable, Codable, Sendable, CaseIterable {
  case afterEachCase, afterUnit
}

package enum CaseOrder: String, Hashable, Codable, Sendable, CaseIterable {
  case asWritten, shuffled
  /// Each next case is the one its reader has most to gain from.
  case adaptive
}

/// What counts as passing a unit: enough first answers, good enough on average on one skill.
package struct PassRule: Hashable, Sendable {
  package var minimumCases: Int
  /// Mean graded result required per skill, 0...1.
  package var minimumScores: [Skill: Double]

  package init(minimumCases: Int, minimumScores: [Skill: Double]) {
    self.minimumCases = minimumCases
    self.minimumScores = minimumScores
  }
}

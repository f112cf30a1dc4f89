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

    package init(
      id: String, title: String, goal: String, cases: CaseSelection, mode: AIMode,
      feedback: FeedbackTime, order: CaseOrder, passRule: PassRule, gates: [String]
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

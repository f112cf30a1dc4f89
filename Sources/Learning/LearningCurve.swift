package import Sonography
package import Statistics

/// One skill over time: windows of twenty answers, each with its interval.
///
/// Windows do not overlap. A cumulative curve would hide change, and a window of fewer answers is
/// noise, so before twenty there is nothing but the count, and answers after the last full window
/// wait for theirs.
package struct LearningCurve: Hashable, Sendable {
  package static let window = 20

  package let skill: Skill
  /// First, unaided answers that exercised the skill.
  package let count: Int
  package let blocks: [Block]
  /// All answers together; nil before the first window is full.
  package let overall: Standing?

  package init(of skill: Skill, from evidence: [Evidence], confidence: Double = 0.90) {
    let results = evidence.counting(skill)
    self.skill = skill
    count = results.count
    let full = results.count / Self.window
    blocks = (0..<full).compactMap { index in
      let first = index * Self.window
      let last = first + Self.window
      return Standing(of: Array(results[first..<last]), confidence: confidence).map {
        Block(first: first + 1, last: last, standing: $0)
      }
    }
    overall = full > 0 ? Standing(of: results, confidence: confidence) : nil
  }

  /// Every skill that was exercised at all, in the order of `Skill`.
  package static func curves(from evidence: [Evidence], confidence: Double = 0.90) -> [Self] {
    Skill.allCases.map { Self(of: $0, from: evidence, confidence: confidence) }
      .filter { $0.count > 0 }
  }

  /// Answers still needed before anything is said.
  package var missing: Int { max(0, Self.window - count) }

  /// One window.
  package struct Block: Hashable, Sendable {
    /// Answers, counted from 1, inclusive.
    package let first: Int
    package let last: Int
    package let standing: Standing
  }
}

/// The mean of graded results with its Wilson interval on effective successes (see `Proportion`).
package struct Standing: Hashable, Sendable {
  package let mean: Double
  package let interval: Interval
  package let count: Int

  /// Nil of nothing.
  package init?(of results: [Double], confidence: Double = 0.90) {
    self.init(of: Proportion(of: results), confidence: confidence)
  }

  /// Nil of nothing.
  package init?(of proportion: Proportion, confidence: Double = 0.90) {
    guard let mean = proportion.value, let interval = proportion.wilson(confidence: confidence)
    else { return nil }
    self.mean = mean
    self.interval = interval
    count = proportion.trials
  }
}

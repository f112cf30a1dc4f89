import Glibc
package import Statistics

/// The standard cases on which an ability is expressed as an expected score.
///
/// A logit means nothing to a trainee; "of the department's standard set you would get 84 % right"
/// does.
package struct ReferenceSet: Hashable, Codable, Sendable {
  package var items: [Item]

  package struct Item: Hashable, Codable, Sendable {
    /// In logits.
    package var difficulty: Double
    package var guess: Double

    package init(difficulty: Double, guess: Double = 0) {
      self.difficulty = difficulty
      self.guess = guess
    }
  }

  package init(_ items: [Item]) {
    self.items = items.filter { $0.difficulty.isFinite && (0..<1).contains($0.guess) }
  }

  /// The mean chance of success over the items; nil of an empty set.
  package func expectedScore(at ability: Double) -> Double? {
    mean(items.map { chance(ability, $0.difficulty, guess: $0.guess) })
  }

  /// The expected score under a belief, with its interval; nil of an empty set.
  package func expectedScore(of ability: Ability, confidence: Double = 0.90) -> Estimate? {
    let range = ability.interval(confidence: confidence)
    guard let low = expectedScore(at: range.low), let high = expectedScore(at: range.high)
    else { return nil }
    let value = ability.expectation { expectedScore(at: $0) ?? 0 }
    return Estimate(value: value, interval: Interval(low: low, high: high))
  }

  /// The ability whose expected score this is; nil where the score cannot be had within ±12 logits.
  package func ability(scoring score: Double) -> Double? {
    var (low, high) = (-12.0, 12.0)
    guard let least = expectedScore(at: low), let most = expectedScore(at: high),
      least <= score, score <= most
    else { return nil }
    while high - low > 1e-12 {
      let middle = (low + high) / 2
      if (expectedScore(at: middle) ?? 0) < score { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

/// A number and the range in which it plausibly lies.
package struct Estimate: Hashable, Sendable {
  package var value: Double
  package var interval: Interval

  package init(value: Double, interval: Interval) {
    self.value = value
    self.interval = interval
  }
}

/// Who counts as competent in a skill: θ*, the ability asked for.
package struct CompetenceStandard: Hashable, Codable, Sendable {
  /// Asked for on the reference set.
  package let score: Double
  /// θ*, in logits.
  package let ability: Double

  /// Experts below which their own scores say too little.
  package static let leastExperts = 3

  /// The 25th percentile of the panel's own scores.
  ///
  /// - Parameters:
  ///   - panel: each expert's mean score on the reference set against the *other* experts.
  /// - Returns: a standard, or a sentence why there is none.
  package static func of(panel: [Double], on set: ReferenceSet) -> Figure<Self> {
    let sound = panel.filter { (0...1).contains($0) }
    guard sound.count >= leastExperts else {
      return .none(
        "A standard from the panel needs \(leastExperts) experts scored on the reference set; "
          + "there are \(sound.count). Set the department's own score instead.")
    }
    return policy(score: Statistics.quantile(sound.sorted(), 0.25), on: set)
  }

  /// A score the department asks for.
  package static func policy(score: Double, on set: ReferenceSet) -> Figure<Self> {
    guard !set.items.isEmpty else { return .none("The reference set is empty.") }
    guard let ability = set.ability(scoring: score), abs(ability) <= 6 else {
      return .none(
        "No ability between -6 and 6 logits is expected to score \(score) on this set.")
    }
    return .success(Self(score: score, ability: ability))
  }

  init(score: Double, ability: Double) {
    self.score = score
    self.ability = ability
  }
}

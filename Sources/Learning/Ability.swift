import Glibc
package import Statistics

/// What is believed about one trainee's ability in one skill, in logits.
///
/// A Bayesian Rasch filter on a fixed grid: 121 points from -6 to 6. Before each answer the belief
/// spreads a little (people change, and more so while idle); then it is weighed by how well each
/// point explains the answer. Exact but for the grid, deterministic, O(121) an answer, and it always
/// knows how sure it is.
package struct Ability: Hashable, Codable, Sendable {
  package static let points = 121
  package static let step = 0.1
  /// Ability at a grid point, in logits.
  package static func place(_ index: Int) -> Double { Double(index - 60) * step }

  /// Probability per grid point; they sum to 1.
  package private(set) var weights: [Double]
  /// Answers taken in.
  package private(set) var count = 0

  /// How beliefs start and how fast they spread.
  package struct Settings: Hashable, Codable, Sendable {
    /// Mean and standard deviation before any answer, in logits.
    package var mean = 0.0
    package var spread = 1.0
    /// Variance added before each answer and for each day without one, in squared logits.
    package var driftPerAnswer = 0.004
    package var driftPerDay = 0.002

    package init() {}

    package init(mean: Double, spread: Double, driftPerAnswer: Double, driftPerDay: Double) {
      self.mean = mean
      self.spread = spread
      self.driftPerAnswer = driftPerAnswer
      self.driftPerDay = driftPerDay
    }

    /// What makes no sense about it; nil when all is well.
    package var fault: String? {
      if !mean.isFinite || abs(mean) > 6 { return "the prior mean must lie within -6 and 6 logits" }
      // Narrower than the grid, a belief could lie between two points.
      if !spread.isFinite || spread < 0.05 { return "the prior spread must be at least 0.05" }
      let drifts = [driftPerAnswer, driftPerDay]
      if !drifts.allSatisfy({ $0 >= 0 && $0.isFinite }) { return "drift must be 0 or more" }
      return nil
    }
  }

  /// Before any answer. Settings that make no sense are those of a newcomer.
  package init(_ settings: Settings = Settings()) {
    let sound = settings.fault == nil ? settings : Settings()
    weights = (0..<Self.points).map {
      let z = (Self.place($0) - sound.mean) / sound.spread
      return exp(-z * z / 2)
    }
    normalize()
  }

  /// Takes in one answer.
  ///
  /// - Parameters:
  ///   - result: 0...1; graded results weigh as so much success and the rest failure.
  ///   - difficulty: of the item, in logits.
  ///   - guess: chance of success without any ability: 0 for free marks, 1/m for a forced choice.
  ///   - idleDays: since the last answer.
  /// - Returns: false, and nothing is learned, when a number makes no sense.
  @discardableResult
  package mutating func take(
    _ result: Double, difficulty: Double, guess: Double = 0, idleDays: Double = 0,
    _ settings: Settings = Settings()
  ) -> Bool {
    guard (0...1).contains(result), difficulty.isFinite, (0..<1).contains(guess),
      idleDays.isFinite, settings.fault == nil
    else { return false }
    var wider = self
    wider.spread(by: settings.driftPerAnswer + settings.driftPerDay * max(0, idleDays))
    let weighed = weights.indices.map { index in
      let away = Self.place(index) - difficulty
      // Not 1 - success, which loses its last digits where success is nearly certain.
      let failure = (1 - guess) * logistic(-away)
      let success = guess + (1 - guess) * logistic(away)
      return wider.weights[index] * pow(success, result) * pow(failure, 1 - result)
    }
    // A result that no point explains at all leaves nothing to weigh by.
    guard weighed.reduce(0, +) > 0 else { return false }
    weights = weighed
    count += 1
    normalize()
    return true
  }

  /// A random walk with this variance; the ends reflect.
  ///
  /// One step moves a share a = variance / 2h² to either side. No step may move more than half, so a
  /// long pause is walked in several.
  private mutating func spread(by variance: Double) {
    let share = min(variance, 100) / (2 * Self.step * Self.step)
    let steps = Int((share / 0.5 - 1e-9).rounded(.up))
    guard share > 0, steps > 0 else { return }
    let a = share / Double(steps)
    let last = Self.points - 1
    for _ in 0..<steps {
      let before = weights
      for index in weights.indices {
        weights[index] =
          (1 - 2 * a) * before[index] + a * before[max(0, index - 1)]
          + a * before[min(last, index + 1)]
      }
    }
  }

  private mutating func normalize() {
    let sum = weights.reduce(0, +)
    for index in weights.indices { weights[index] /= sum }
  }

  package var mean: Double {
    weights.indices.reduce(0) { $0 + weights[$1] * Self.place($1) }
  }

  package var deviation: Double {
    let middle = mean
    return weights.indices.reduce(0) {
      let away = Self.place($1) - middle
      return $0 + weights[$1] * away * away
    }.squareRoot()
  }

  /// Equal tails; each point's weight is spread evenly over its cell of 0.1 logit.
  package func interval(confidence: Double = 0.90) -> Interval {
    Interval(low: quantile(0.5 - confidence / 2), high: quantile(0.5 + confidence / 2))
  }

  package func quantile(_ share: Double) -> Double {
    var below = 0.0
    for (index, weight) in weights.enumerated() {
      if below + weight >= share, weight > 0 {
        return Self.place(index) + ((share - below) / weight - 0.5) * Self.step
      }
      below += weight
    }
    return Self.place(Self.points - 1)
  }

  /// The probability that ability is at least this.
  package func probability(atLeast place: Double) -> Double {
    let sum = weights.indices.reduce(0.0) { sum, index in
      let share = (Self.place(index) - place) / Self.step + 0.5
      return sum + weights[index] * min(1, max(0, share))
    }
    return min(1, max(0, sum))
  }

  /// The mean of a function of ability under the belief.
  package func expectation(_ function: (Double) -> Double) -> Double {
    weights.indices.reduce(0) { $0 + weights[$1] * function(Self.place($1)) }
  }
}

/// Rasch's chance of success, with a floor for guessing.
package func chance(_ ability: Double, _ difficulty: Double, guess: Double = 0) -> Double {
  guess + (1 - guess) * logistic(ability - difficulty)
}

/// What an answer would tell about an ability (Fisher's information, per squared logit).
package func information(_ ability: Double, _ difficulty: Double, guess: Double = 0) -> Double {
  let p = chance(ability, difficulty, guess: guess)
  let slope = (1 - guess) * logistic(ability - difficulty) * logistic(difficulty - ability)
  return p > 0 && p < 1 ? slope * slope / (p * (1 - p)) : 0
}

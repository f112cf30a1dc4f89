import Glibc

/// How well a pattern family is remembered: FSRS-6.
///
/// What is scheduled is the *family* of looks, never one loop: a loop seen twice is recognised, not
/// read. Stability is the number of days after which nine in ten would still succeed; difficulty is
/// 1...10. Formulae and the 21 default weights: Free Spaced Repetition Scheduler, version 6
/// (open-spaced-repetition).
package struct PatternMemory: Hashable, Codable, Sendable {
  /// Days, at least 0.001.
  package private(set) var stability: Double
  package private(set) var difficulty: Double
  /// Day of the last review; any day count.
  package private(set) var lastDay: Double

  /// How a review went. It comes from the objective score, never from a self-grade.
  package enum Rating: Int, Hashable, Codable, Sendable, CaseIterable {
    case again = 1
    case hard, good, easy
  }

  /// A first review.
  package init(_ rating: Rating, day: Double) {
    stability = max(Weights.leastStability, Weights.w[rating.rawValue - 1])
    difficulty = held(Weights.firstDifficulty(rating))
    lastDay = day
  }

  /// A further review.
  package mutating func review(_ rating: Rating, day: Double) {
    let elapsed = wholeDays(at: day)
    stability =
      elapsed < 1
      ? sameDayStability(rating)
      : rating == .again ? stabilityAfterLapse(at: day) : stabilityAfterRecall(rating, at: day)
    stability = max(Weights.leastStability, stability)
    difficulty = nextDifficulty(rating)
    lastDay = day
  }

  /// The probability of success now; whole days count.
  package func retrievability(at day: Double) -> Double {
    pow(1 + Weights.factor * wholeDays(at: day) / stability, -Weights.w[20])
  }

  /// Whole days until success falls to the probability asked for, rounded half to even.
  package func interval(retention: Double = 0.9) -> Int {
    let days = stability / Weights.factor * (pow(retention, -1 / Weights.w[20]) - 1)
    return Int(min(36_500, max(1, days.rounded(.toNearestOrEven))))
  }

  package func dueDay(retention: Double = 0.9) -> Double {
    lastDay + Double(interval(retention: retention))
  }

  private func wholeDays(at day: Double) -> Double { max(0, (day - lastDay).rounded(.down)) }

  private func sameDayStability(_ rating: Rating) -> Double {
    let w = Weights.w
    let growth = exp(w[17] * (Double(rating.rawValue) - 3 + w[18])) * pow(stability, -w[19])
    return stability * (rating == .again ? growth : max(1, growth))
  }

  private func stabilityAfterRecall(_ rating: Rating, at day: Double) -> Double {
    let w = Weights.w
    let grade = rating == .hard ? w[15] : rating == .easy ? w[16] : 1
    return stability
      * (1 + exp(w[8]) * (11 - difficulty) * pow(stability, -w[9])
        * (exp(w[10] * (1 - retrievability(at: day))) - 1) * grade)
  }

  private func stabilityAfterLapse(at day: Double) -> Double {
    let w = Weights.w
    let long =
      w[11] * pow(difficulty, -w[12]) * (pow(stability + 1, w[13]) - 1)
      * exp(w[14] * (1 - retrievability(at: day)))
    return min(long, stability / exp(w[17] * w[18]))
  }

  private func nextDifficulty(_ rating: Rating) -> Double {
    let w = Weights.w
    let change = -w[6] * (Double(rating.rawValue) - 3) * (10 - difficulty) / 9
    return held(w[7] * Weights.firstDifficulty(.easy) + (1 - w[7]) * (difficulty + change))
  }
}

extension PatternMemory.Rating {
  /// - Parameters:
  ///   - isRight: against the reference standard.
  ///   - confidence: stated, 0...1; nil when not asked.
  ///   - isPanelSplit: the experts disagree about this case.
  ///   - seconds: taken, and the cohort's median on this case; nil when unknown.
  package init(
    isRight: Bool, confidence: Double? = nil, isPanelSplit: Bool = false, seconds: Double? = nil,
    medianSeconds: Double? = nil
  ) {
    let isFast = seconds.flatMap { mine in medianSeconds.map { mine < $0 } } ?? false
    if !isRight {
      self = .again
    } else if isPanelSplit || (confidence ?? 1) < 0.60 {
      self = .hard
    } else {
      self = (confidence ?? 0) >= 0.85 && isFast ? .easy : .good
    }
  }
}

private enum Weights {
  static let w = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835,
    0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
  ]
  static let leastStability = 0.001
  static let factor = pow(0.9, -1 / w[20]) - 1

  static func firstDifficulty(_ rating: PatternMemory.Rating) -> Double {
    w[4] - exp(w[5] * Double(rating.rawValue - 1)) + 1
  }
}

private func held(_ difficulty: Double) -> Double { min(10, max(1, difficulty)) }

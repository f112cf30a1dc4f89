import Glibc
package import Statistics

/// Each trainee's share against the cohort's, with limits that allow for how many cases they read.
///
/// The limits are exact: a trainee lies below when so few successes, or fewer, would come by chance
/// with at most the stated probability at the cohort's rate. Nobody with fewer than fifty answers is
/// judged, and nobody is ranked.
package struct FunnelPlot: Hashable, Sendable {
  package static let leastAnswers = CohortSummary.answersForRanking

  /// The cohort's share, all answers together; nil of nothing.
  package let centre: Double?
  /// In the order given.
  package let points: [Point]

  package struct Point: Hashable, Sendable {
    package let trainee: String
    package let successes: Double
    package let answers: Int
    package let place: Place
  }

  package enum Place: String, Hashable, Codable, Sendable {
    case tooFewAnswers, farBelow, below, within, above, farAbove
  }

  package init(_ trainees: [(trainee: String, share: Proportion)]) {
    let answers = trainees.reduce(0) { $0 + $1.share.trials }
    let successes = trainees.reduce(0) { $0 + $1.share.successes }
    let centre = answers > 0 ? successes / Double(answers) : nil
    self.centre = centre
    points = trainees.map {
      Point(
        trainee: $0.trainee, successes: $0.share.successes, answers: $0.share.trials,
        place: Self.place($0.share, centre))
    }
  }

  private static func place(_ share: Proportion, _ centre: Double?) -> Place {
    guard let centre, share.trials >= leastAnswers else { return .tooFewAnswers }
    let wide = limits(answers: share.trials, centre: centre, confidence: 0.998)
    let narrow = limits(answers: share.trials, centre: centre, confidence: 0.95)
    let value = share.value ?? centre
    if value < wide.low { return .farBelow }
    if value > wide.high { return .farAbove }
    return value < narrow.low ? .below : value > narrow.high ? .above : .within
  }

  /// The lowest and highest share that still lie within, for so many answers.
  package static func limits(answers: Int, centre: Double, confidence: Double = 0.95) -> Interval {
    let tail = (1 - confidence) / 2
    guard answers > 0 else { return Interval(low: 0, high: 1) }
    let low = leastWithin(answers, centre, tail)
    let high = answers - leastWithin(answers, 1 - centre, tail)
    return Interval(low: Double(low) / Double(answers), high: Double(high) / Double(answers))
  }

  /// The smallest count k with P(X ≤ k) above the tail.
  private static func leastWithin(_ n: Int, _ p: Double, _ tail: Double) -> Int {
    if p <= 0 { return 0 }
    if p >= 1 { return n }
    var below = 0.0
    for k in 0...n {
      below += exp(
        logChoose(Double(n), Double(k)) + Double(k) * log(p) + Double(n - k) * log1p(-p))
      if below > tail { return k }
    }
    return n
  }
}

package import Sonography
import Statistics

/// A cohort at a glance: who has shown what, and how curves of the group run.
///
/// Trainees keep the order in which they were given. Nobody is ranked who has answered fewer than
/// fifty cases: `comparable` leaves them out, and nothing else here orders people.
package struct CohortSummary: Hashable, Sendable {
  package static let answersForRanking = 50
  /// A band of fewer curves would show single people.
  package static let traineesForBands = 5

  package let rows: [Row]

  package init(of trainees: [(id: String, evidence: [Evidence])]) {
    rows = trainees.map { trainee in
      Row(trainee: trainee.id, curves: LearningCurve.curves(from: trainee.evidence))
    }
  }

  /// One trainee: a curve per skill exercised.
  package struct Row: Hashable, Sendable {
    package let trainee: String
    package let curves: [LearningCurve]

    /// Count and, from twenty answers on, mean and interval.
    package func curve(_ skill: Skill) -> LearningCurve? { curves.first { $0.skill == skill } }
  }

  /// Trainees with enough answers in a skill to be compared, highest mean first.
  package func comparable(in skill: Skill) -> [Row] {
    let enough = rows.filter { ($0.curve(skill)?.count ?? 0) >= Self.answersForRanking }
    return enough.sorted {
      ($0.curve(skill)?.overall?.mean ?? 0) > ($1.curve(skill)?.overall?.mean ?? 0)
    }
  }

  /// Window by window, how the trainees who reached it spread.
  package func bands(of skill: Skill) -> [Band] {
    let curves = rows.compactMap { $0.curve(skill) }
    let longest = curves.map(\.blocks.count).max() ?? 0
    return (0..<longest).compactMap { index in
      let reached = curves.compactMap { $0.blocks.count > index ? $0.blocks[index] : nil }
      return Band(of: reached)
    }
  }

  /// The spread of one window over trainees.
  package struct Band: Hashable, Sendable {
    package let first: Int
    package let last: Int
    package let p10: Double
    package let p25: Double
    package let p50: Double
    package let p75: Double
    package let p90: Double
    package let trainees: Int

    fileprivate init?(of blocks: [LearningCurve.Block]) {
      guard blocks.count >= CohortSummary.traineesForBands, let block = blocks.first else {
        return nil
      }
      let means = blocks.map(\.standing.mean).sorted()
      first = block.first
      last = block.last
      trainees = blocks.count
      p10 = quantile(means, 0.10)
      p25 = quantile(means, 0.25)
      p50 = quantile(means, 0.50)
      p75 = quantile(means, 0.75)
      p90 = quantile(means, 0.90)
    }
  }
}

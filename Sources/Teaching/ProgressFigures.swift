package import Foundation
package import Learning
import Records
import Sonography
import Statistics

/// One person's first, unaided answers as curves and figures.
package struct LearningProgress: Sendable {
  /// First, unaided answers, and when the first of them came.
  package var cases: Int
  package var since: Date?
  package var target: Double
  package var skills: [SkillProgress]
  package var detection: Detection
  package var competence: [CompetencePath]
  package var reliance: RelianceMap
  package var due: [StandingReport.DueFamily]
  package var certification: Certification
  /// Attempts whose results their reader may not know yet.
  package var held: Int
}

/// One skill over time.
package struct SkillProgress: Sendable {
  package var key: SkillKey
  package var count: Int
  package var blocks: [LearningCurve.Block]
  /// All answers together; nil before the first window is full.
  package var overall: Standing?
  /// On the reference set, with its 90 % interval; nil before the first window is full.
  package var expected: Estimate?
  /// P(θ ≥ θ*); nil before the first window is full.
  package var competent: Double?
  package var fit: FittedCurve?

  package var missing: Int { max(0, LearningCurve.window - count) }

  init(_ skill: StandingReport.Skill, _ standing: SkillStanding?, fit: FittedCurve?) {
    key = skill.key
    count = skill.count
    blocks = skill.blocks
    self.fit = fit
    let isEnough = skill.count >= LearningCurve.window
    let sum = standing?.windows.reduce(0, +) ?? 0
    overall = isEnough ? Standing(of: Proportion(successes: sum, trials: skill.count)) : nil
    expected = isEnough ? skill.expectedScore.value : nil
    competent = isEnough ? skill.competent.value : nil
  }
}

/// The most plausible curve, past today, with what follows from it.
package struct FittedCurve: Sendable {
  package var points: [(trial: Double, estimate: Estimate)]
  package var plateau: Plateau
  package var needed: TrialsNeeded?

  /// Drawn a quarter beyond today.
  init(_ fit: CurveFit) {
    let end = max(fit.trials * 1.25, fit.trials + 10)
    points = (0...24).map { step in
      let trial = end * Double(step) / 24
      return (trial, fit.posterior.chance(at: trial))
    }
    plateau = fit.plateau
    needed = fit.needed
  }
}

/// The chart of one skill over the unaided checks: towards competence, then watching for relapse.
package struct CompetencePath: Sendable {
  package var key: SkillKey
  package var points: [Point]
  package var chart: ChartState

  package struct Point: Hashable, Sendable {
    package var number: Int
    package var score: Double
    package var isFailure: Bool
    /// After a signal the monitoring chart runs.
    package var isMonitoring: Bool
  }

  /// Takes the checks in once more, one by one, to see the way the chart went.
  static func paths(of checks: [LearningAttempt], _ policy: LearningPolicy) -> [CompetencePath] {
    var standing = TraineeStanding()
    var points: [SkillKey: [Point]] = [:]
    for check in checks {
      let before = standing
      standing.take(check, policy)
      for key in policy.critical {
        let (old, new) = (before.skills[key]?.chart ?? ChartState(), standing.skills[key]?.chart)
        guard let new, new.cases > old.cases else { continue }
        points[key, default: []].append(
          Point(
            number: new.cases, score: shown(old, new, policy),
            isFailure: new.failures > old.failures, isMonitoring: old.isCompetent))
      }
    }
    return policy.critical.map { key in
      CompetencePath(
        key: key, points: points[key] ?? [], chart: standing.skills[key]?.chart ?? ChartState())
    }
  }

  /// A chart that reached its limit starts again at 0; what is drawn is the limit it reached.
  private static func shown(_ old: ChartState, _ new: ChartState, _ policy: LearningPolicy) -> Double {
    guard new.events.count > old.events.count else { return new.score }
    return old.isCompetent ? policy.monitoring.limit : policy.competence.limit
  }
}

extension Detection {
  /// From counts: the same figures as from the answers one by one.
  init(of counts: [CallCount]) {
    self.init(
      of: counts.flatMap { row in
        Array(
          repeating: Call(
            isPositive: row.calledPositive, isMalignant: row.isMalignant,
            likelihood: row.likelihood, isFirst: true, isUnaided: true), count: row.count)
      })
  }
}

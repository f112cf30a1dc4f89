/// Who may need help, and on what grounds. The order is the one given, never one of merit.
package struct AtRisk: Hashable, Sendable {
  /// Days without an answer.
  package static let idleDays = 60.0

  package let trainee: String
  package let grounds: [Ground]

  package struct Ground: Hashable, Sendable {
    package let kind: Kind
    package let sentence: String

    package enum Kind: String, Hashable, Codable, Sendable {
      case belowCohort, levelledOffBelowTarget, relapse, idle, notReachable
    }
  }

  /// - Parameters:
  ///   - place: on the funnel of the skill.
  ///   - fit: the skill's curve.
  ///   - day: today, in the standing's day count.
  /// - Returns: nil without any ground.
  package init?(
    trainee: String, key: SkillKey, standing: TraineeStanding, place: FunnelPlot.Place,
    fit: CurveFit?, day: Double
  ) {
    var grounds: [Ground] = []
    func add(_ kind: Ground.Kind, _ sentence: String) {
      grounds.append(Ground(kind: kind, sentence: sentence))
    }
    if place == .below || place == .farBelow {
      add(.belowCohort, "Below the cohort's exact limits in \(key).")
    }
    if let fit, fit.plateau.advice == .changeTask {
      add(.levelledOffBelowTarget, fit.plateau.sentence)
    }
    if let needed = fit?.needed, needed.expected == nil {
      add(.notReachable, needed.sentence)
    }
    let chart = standing.skills[key]?.chart
    if let chart, !chart.isCompetent, let alarm = chart.events.last, alarm.isAlarm {
      add(.relapse, "Relapse in \(key): alarm at probe \(alarm.atCase).")
    }
    if let last = standing.lastDay, day - last > Self.idleDays {
      add(.idle, "No answer for \(Int(day - last)) days.")
    }
    if grounds.isEmpty { return nil }
    self.trainee = trainee
    self.grounds = grounds
  }
}

package import Statistics

/// One trainee in one skill: belief about ability, windows of the curve, charts.
package struct SkillStanding: Hashable, Codable, Sendable {
  package private(set) var ability: Ability
  /// Sum of results per window of twenty; the last window may still be filling.
  package private(set) var windows: [Double] = []
  package private(set) var count = 0
  package private(set) var lastDay: Double?
  package private(set) var chart = ChartState()

  init(_ policy: LearningPolicy) { ability = Ability(policy.ability) }

  mutating func take(
    _ result: Double, _ item: CaseProfile.Item?, isProbe: Bool, day: Double,
    _ policy: LearningPolicy
  ) {
    if count.isMultiple(of: LearningCurve.window) { windows.append(0) }
    windows[windows.count - 1] += result
    count += 1
    if let item {
      ability.take(
        result, difficulty: item.difficulty, guess: item.guess,
        idleDays: max(0, day - (lastDay ?? day)), policy.ability)
      if isProbe {
        chart.take(
          CompetenceChart.isFailure(result, expected: item.expertScore), policy)
      }
    }
    lastDay = max(lastDay ?? day, day)
  }

  /// Full windows only, each with its Wilson interval.
  package func blocks(confidence: Double = 0.90) -> [LearningCurve.Block] {
    windows.prefix(count / LearningCurve.window).enumerated().compactMap { index, sum in
      let proportion = Proportion(successes: sum, trials: LearningCurve.window)
      let first = index * LearningCurve.window
      return Standing(of: proportion, confidence: confidence).map {
        LearningCurve.Block(first: first + 1, last: first + LearningCurve.window, standing: $0)
      }
    }
  }

  /// The curve through all answers, the window still filling included.
  ///
  /// - Parameter target: the chance of success asked for, 0...1.
  package func fit(target: Double? = nil) -> Figure<CurveFit> {
    let window = LearningCurve.window
    let blocks = windows.enumerated().map { index, sum in
      let trials = min(window, count - index * window)
      return TrialBlock(
        midtrial: Double(index * window) + Double(trials + 1) / 2, trials: Double(trials),
        successes: min(sum, Double(trials)))
    }
    return CurveFit.of(blocks, target: target)
  }
}

/// The charts of one skill over probe cases: first towards competence, then watching for relapse.
package struct ChartState: Hashable, Codable, Sendable {
  package private(set) var cases = 0
  package private(set) var failures = 0
  /// Competence was signalled and no alarm has come since.
  package private(set) var isCompetent = false
  /// Of the chart now running.
  package private(set) var score = 0.0
  package private(set) var events: [Event] = []

  /// A signal or an alarm, and the case, counted from 1, at which it came.
  package struct Event: Hashable, Codable, Sendable {
    package var isAlarm: Bool
    package var atCase: Int
  }

  package init() {}

  mutating func take(_ isFailure: Bool, _ policy: LearningPolicy) {
    cases += 1
    if isFailure { failures += 1 }
    if isCompetent {
      score = policy.monitoring.next(score, isFailure: isFailure)
      if policy.monitoring.isAlarm(score) { turn(isAlarm: true) }
    } else {
      score = policy.competence.next(score, isFailure: isFailure)
      if policy.competence.isSignal(score) { turn(isAlarm: false) }
    }
  }

  private mutating func turn(isAlarm: Bool) {
    isCompetent = !isAlarm
    events.append(Event(isAlarm: isAlarm, atCase: cases))
    score = 0
  }
}

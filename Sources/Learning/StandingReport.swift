package import Statistics

/// A standing as a page reads it: per skill what is believed, shown and promised.
package struct StandingReport: Sendable {
  package let skills: [Skill]
  /// Families whose memory has faded to nine in ten or below, most faded first.
  package let due: [DueFamily]
  package let reliance: RelianceMap

  /// One skill.
  package struct Skill: Sendable {
    package let key: SkillKey
    package let isCritical: Bool
    /// Counted answers.
    package let count: Int
    /// In logits, with deviation and 90 % interval.
    package let ability: Estimate
    package let deviation: Double
    /// On the reference set, 0...1.
    package let expectedScore: Figure<Estimate>
    /// P(θ ≥ θ*).
    package let competent: Figure<Double>
    package let blocks: [LearningCurve.Block]
    package let chart: ChartState
    package let sentence: String
  }

  package struct DueFamily: Hashable, Sendable {
    package let family: String
    /// Probability of success now.
    package let retrievability: Double
    package let dueDay: Double
  }

  /// - Parameters:
  ///   - references: per skill, the standard cases.
  ///   - standards: per skill, who counts as competent.
  ///   - day: today, in the standing's day count.
  package init(
    of standing: TraineeStanding, policy: LearningPolicy, references: [SkillKey: ReferenceSet],
    standards: [SkillKey: CompetenceStandard], day: Double
  ) {
    skills = standing.skills.keys.sorted().compactMap { key in
      standing.skills[key].map {
        Skill(key, $0, policy, references[key] ?? ReferenceSet([]), standards[key])
      }
    }
    due = standing.memories.map { family, memory in
      DueFamily(
        family: family, retrievability: memory.retrievability(at: day), dueDay: memory.dueDay())
    }
    .filter { $0.dueDay <= day }
    .sorted { ($0.retrievability, $0.family) < ($1.retrievability, $1.family) }
    reliance = standing.reliance
  }
}

extension StandingReport.Skill {
  fileprivate init(
    _ key: SkillKey, _ standing: SkillStanding, _ policy: LearningPolicy, _ set: ReferenceSet,
    _ standard: CompetenceStandard?
  ) {
    self.key = key
    isCritical = policy.critical.contains(key)
    count = standing.count
    let belief = standing.ability
    ability = Estimate(value: belief.mean, interval: belief.interval())
    deviation = belief.deviation
    expectedScore =
      set.expectedScore(of: belief).map(Figure.success) ?? .none("The reference set is empty.")
    competent =
      standard.map { .success(belief.probability(atLeast: $0.ability)) }
      ?? .none("No standard is set for this skill.")
    blocks = standing.blocks()
    chart = standing.chart
    sentence = Self.sentence(standing.count, expectedScore.value, competent.value)
  }

  private static func sentence(_ count: Int, _ score: Estimate?, _ competent: Double?) -> String {
    guard count >= LearningCurve.window else {
      return "No judgement before \(LearningCurve.window) answers; there are \(count)."
    }
    let first =
      score.map {
        "On the standard set about \(percent($0.value)) right "
          + "(90 % interval \(percent($0.interval.low)) to \(percent($0.interval.high)))"
      } ?? "There is no standard set to express this skill on"
    return first + (competent.map { "; probability of meeting the standard \(percent($0))." } ?? ".")
  }
}

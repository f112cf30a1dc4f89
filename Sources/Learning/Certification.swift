import Statistics

/// Whether a trainee meets the department's rule in one module: seven conditions, all of them needed.
///
/// The thresholds are proposals a department may change, not published standards; the certificate is
/// not a licence and says so.
package struct Certification: Hashable, Codable, Sendable {
  package static let statement = "Meets the department's rule; this is not a licence to practise."
  /// Answers and days the rule asks for.
  package static let leastAnswers = 100
  package static let leastProbes = 60
  package static let leastMalignantProbes = 20
  package static let leastOtherProbes = 30
  package static let probeDays = 90.0
  package static let coxSlopes = 0.6...1.6

  package let scope: Scope
  package let conditions: [Condition]

  package var isMet: Bool { conditions.allSatisfy(\.isMet) }

  /// What a certificate names.
  package struct Scope: Hashable, Codable, Sendable {
    package var module: String
    package var lexicon: String
    /// Version or digest of the set of cases.
    package var set: String
    package var rubric: String
    /// Ids of the answers it rests on.
    package var evidence: [String]

    package init(module: String, lexicon: String, set: String, rubric: String, evidence: [String]) {
      self.module = module
      self.lexicon = lexicon
      self.set = set
      self.rubric = rubric
      self.evidence = evidence
    }
  }

  /// One condition: met or not, and the figures in a sentence.
  package struct Condition: Hashable, Codable, Sendable {
    package let name: Name
    package let isMet: Bool
    package let sentence: String

    package enum Name: String, Hashable, Codable, Sendable, CaseIterable {
      case evidence, competenceChart, ability, sensitivityAndSpecificity, severeUnderCalls
      case calibrationAndReliance, recency
    }
  }

  /// - Parameter day: today, in the standing's day count.
  package init(
    of standing: TraineeStanding, scope: Scope, policy: LearningPolicy,
    standards: [SkillKey: CompetenceStandard], day: Double
  ) {
    self.scope = scope
    let rule = Rule(standing: standing, policy: policy, standards: standards, day: day)
    conditions = [
      rule.evidence, rule.competenceChart, rule.ability, rule.sensitivityAndSpecificity,
      rule.severeUnderCalls, rule.calibrationAndReliance, rule.recency,
    ]
  }
}

private struct Rule {
  let standing: TraineeStanding
  let policy: LearningPolicy
  let standards: [SkillKey: CompetenceStandard]
  let day: Double

  typealias Condition = Certification.Condition

  var evidence: Condition {
    let probes = standing.probes
    let isMet =
      standing.counted >= Certification.leastAnswers && probes.count >= Certification.leastProbes
      && probes.malignant >= Certification.leastMalignantProbes
      && probes.other >= Certification.leastOtherProbes
    return Condition(
      name: .evidence, isMet: isMet,
      sentence: "\(standing.counted) first unaided answers (\(Certification.leastAnswers) needed), "
        + "\(probes.count) of them on probes (\(Certification.leastProbes)): \(probes.malignant) "
        + "malignant (\(Certification.leastMalignantProbes)) and \(probes.other) not "
        + "(\(Certification.leastOtherProbes)).")
  }

  var competenceChart: Condition {
    let charts = policy.critical.sorted().map { ($0, standing.skills[$0]?.chart ?? ChartState()) }
    let parts = charts.map { key, chart in
      let signal = chart.events.last { !$0.isAlarm }.map(\.atCase)
      let alarm = chart.events.last { $0.isAlarm }.map(\.atCase)
      if let signal, chart.isCompetent { return "\(key) signalled at probe \(signal)" }
      if let alarm { return "\(key) lost by an alarm at probe \(alarm)" }
      return "\(key) not signalled after \(chart.cases) probes"
    }
    let limit = (policy.competence.limit * 100).rounded() / 100
    return Condition(
      name: .competenceChart, isMet: !charts.isEmpty && charts.allSatisfy { $0.1.isCompetent },
      sentence: "Competence charts at limit \(limit): \(parts.joined(separator: ", ")).")
  }

  var ability: Condition {
    let keys = Set(standing.skills.keys).union(policy.critical).sorted()
    let parts = keys.map { key -> (isMet: Bool, text: String) in
      let needed =
        policy.critical.contains(key) ? policy.criticalCertainty : policy.otherCertainty
      guard let standard = standards[key] else { return (false, "\(key) has no standard") }
      guard let skill = standing.skills[key] else { return (false, "\(key) was never exercised") }
      let got = skill.ability.probability(atLeast: standard.ability)
      return (got >= needed, "\(key) \(percent(got)) of \(percent(needed))")
    }
    return Condition(
      name: .ability, isMet: parts.allSatisfy(\.isMet),
      sentence: "Probability of meeting the standard: "
        + parts.map(\.text).joined(separator: ", ") + ".")
  }

  var sensitivityAndSpecificity: Condition {
    let shares = [
      ("sensitivity", standing.probes.sensitivity, policy.sensitivity),
      ("specificity", standing.probes.specificity, policy.specificity),
    ]
    let parts = shares.map { name, share, target -> (isMet: Bool, text: String) in
      guard let low = share.lowerBound() else { return (false, "\(name) has no probe yet") }
      return (
        low >= target,
        "\(name) \(Int(share.successes)) of \(share.trials), at least \(percent(low)) with 95 % "
          + "certainty (target \(percent(target)))"
      )
    }
    return Condition(
      name: .sensitivityAndSpecificity, isMet: parts.allSatisfy(\.isMet),
      sentence: "On probes: \(parts.map(\.text).joined(separator: "; ")).")
  }

  var severeUnderCalls: Condition {
    let looked = standing.underCalls.count
    let under = standing.underCalls.count(where: \.self)
    return Condition(
      name: .severeUnderCalls, isMet: under == 0 && looked >= TraineeStanding.underCallWindow,
      sentence: "\(under) under-calls of a 4C or 5 lesion in the last \(looked) answers "
        + "(none in \(TraineeStanding.underCallWindow) needed).")
  }

  var calibrationAndReliance: Condition {
    let slope = standing.calibration.cox.value?.slope
    let tally = standing.reliance.tally()
    let (ai, own) = (tally.relativeAIReliance, tally.relativeSelfReliance)
    let isMet =
      slope.map(Certification.coxSlopes.contains) == true && ai.value != nil && own.value != nil
    let calibration =
      slope.map { "Calibration slope \(($0 * 100).rounded() / 100) (0.6 to 1.6 needed). " }
      ?? standing.calibration.cox.reason.map { $0 + " " } ?? ""
    return Condition(
      name: .calibrationAndReliance, isMet: isMet,
      sentence: calibration + said("Right advice taken", ai) + " "
        + said("Own right answer kept against wrong advice", own))
  }

  private func said(_ words: String, _ share: Figure<Proportion>) -> String {
    share.value.map { "\(words): \(Int($0.successes)) of \($0.trials)." }
      ?? "\(words): not known. \(share.reason ?? "")"
  }

  var recency: Condition {
    guard let last = standing.probes.lastDay else {
      return Condition(name: .recency, isMet: false, sentence: "No unaided probe was answered yet.")
    }
    let days = max(0, day - last)
    return Condition(
      name: .recency, isMet: days <= Certification.probeDays,
      sentence: "The last unaided probe was \(Int(days)) days ago "
        + "(at most \(Int(Certification.probeDays))).")
  }
}

package import Sonography
import Statistics

/// Which case comes next, and why.
///
/// Candidates are unseen, of a family not just met, and neither too easy nor too hard; quotas over
/// the last forty cases are held. The rest is scored by what the answer would tell, what the trainee
/// needs, what is due and what is new; one of the best five is drawn with the given seed, so that
/// neighbours do not meet the same case. Where a rule leaves nothing, it is dropped and named.
package struct NextCase: Hashable, Codable, Sendable {
  package let caseID: String
  /// Nil for a probe: probes are drawn by blueprint, never by what the trainee can do.
  package let numbers: Numbers?
  /// One of how many the draw was made among.
  package let drawnFrom: Int
  package let isProbe: Bool
  /// Quotas that decided, and rules that had to be dropped. They tell the kind of the case: for the
  /// log, not for the trainee before the answer.
  package let quotas: [String: CaseQuotas.Demand]
  package let dropped: [String]

  /// The score and its parts, each 0...1 but information.
  package struct Numbers: Hashable, Codable, Sendable {
    package let score: Double
    /// P (1 - P) σ² on the weakest critical skill.
    package let information: Double
    /// Mean of 1 - P(competent) over the skills exercised.
    package let need: Double
    /// 1 - retrievability of the family.
    package let due: Double
    /// 1 / (1 + exposures of the family).
    package let novelty: Double
    /// Chance of success on the skill aimed at.
    package let chance: Double
    package let skill: SkillKey
  }

  package static let (informationWeight, needWeight, dueWeight, noveltyWeight) =
    (0.45, 0.30, 0.15, 0.10)
  package static let chances = 0.50...0.90
  package static let drawnAmong = 5

  /// Why this case, safe to show before the answer: it says nothing of what the case holds.
  package var sentence: String {
    guard let numbers else { return "A test case: no feedback follows, and it is not practice." }
    var reasons = [
      "exercises \(numbers.skill), where you are expected to be right \(percent(numbers.chance)) "
        + "of the time"
    ]
    if numbers.due >= 0.1 { reasons.append("its pattern is due for a refresher") }
    if numbers.novelty == 1 { reasons.append("its pattern is new to you") }
    return "This case " + reasons.joined(separator: "; ") + "."
  }
}

/// Everything a choice depends on.
package struct CaseChoice: Sendable {
  package var standing: TraineeStanding
  package var policy: LearningPolicy
  package var standards: [SkillKey: CompetenceStandard]
  package var quotas = CaseQuotas()
  package var mode: AIMode
  /// Today, in the standing's day count.
  package var day: Double

  package init(
    standing: TraineeStanding, policy: LearningPolicy,
    standards: [SkillKey: CompetenceStandard] = [:], mode: AIMode, day: Double
  ) {
    self.standing = standing
    self.policy = policy
    self.standards = standards
    self.mode = mode
    self.day = day
  }

  /// - Parameters:
  ///   - candidates: the cases of the unit and its probes, in any order.
  ///   - seen: ids already answered.
  ///   - seed: the sitting's, moved on by one each case.
  /// - Returns: nil when every case has been answered.
  package func next(from candidates: [CaseProfile], seen: Set<String>, seed: UInt64) -> NextCase? {
    let unseen = candidates.filter { !seen.contains($0.id) && !$0.items.isEmpty }
      .sorted { $0.id < $1.id }
    guard !unseen.isEmpty else { return nil }
    var sieve = Sieve(unseen)
    applyQuotas(to: &sieve)
    var random = SplitMix64(seed: seed)
    if sieve.left.allSatisfy(\.isProbe) { return probe(sieve, &random) }
    sieve.keep("practice only", \.isProbe, equals: false)
    sieve.keep("family not among the last two") { candidate in
      candidate.family.map { !standing.lastFamilies.contains($0) } ?? true
    }
    var scored = sieve.left.map { ($0.id, numbers(of: $0)) }
    let fitting = scored.filter { NextCase.chances.contains($0.1.chance) }
    if fitting.isEmpty {
      sieve.dropped.append("chance of success 50 to 90 %")
      // Nearest to the range first.
      scored.sort { (distance($0.1.chance), $0.0) < (distance($1.1.chance), $1.0) }
    } else {
      scored = fitting.sorted { ($1.1.score, $0.0) < ($0.1.score, $1.0) }
    }
    let best = scored.prefix(NextCase.drawnAmong)
    guard let drawn = best.randomElement(using: &random) else { return nil }
    return NextCase(
      caseID: drawn.0, numbers: drawn.1, drawnFrom: best.count, isProbe: false,
      quotas: sieve.demands, dropped: sieve.dropped)
  }

  private func probe(_ sieve: Sieve, _ random: inout SplitMix64) -> NextCase? {
    sieve.left.randomElement(using: &random).map {
      NextCase(
        caseID: $0.id, numbers: nil, drawnFrom: sieve.left.count, isProbe: true,
        quotas: sieve.demands, dropped: sieve.dropped)
    }
  }

  private func distance(_ chance: Double) -> Double {
    max(NextCase.chances.lowerBound - chance, chance - NextCase.chances.upperBound)
  }

  private func applyQuotas(to sieve: inout Sieve) {
    let recent = standing.recent
    sieve.hold("probe", quotas.demand(of: quotas.probe, had: recent.map(\.isProbe)), \.isProbe)
    let malignant = quotas.demand(of: quotas.malignant, had: recent.map(\.isMalignant))
    if sieve.left.allSatisfy(\.isProbe) {
      // Probes stay near practice, but never take the whole over its share.
      if malignant == .excluded { sieve.hold("malignant", malignant, \.isMalignant) }
      let had = recent.filter(\.isProbe).map(\.isMalignant)
      sieve.hold(
        "malignant probe", quotas.demand(of: quotas.malignantProbe, had: had), \.isMalignant)
      return
    }
    sieve.hold("malignant", malignant, \.isMalignant)
    if mode != .off {
      sieve.hold(
        "AI wrong", quotas.demand(of: quotas.aiWrong, had: recent.map(\.isAIWrong)),
        { $0.aiError != nil })
    }
    sieve.hold(
      "hard negative", quotas.demand(of: quotas.hardNegative, had: recent.map(\.isHardNegative)),
      \.isHardNegative)
  }

  /// The parts of the score of one case.
  package func numbers(of candidate: CaseProfile) -> NextCase.Numbers {
    let aim = aim(of: candidate)
    let belief = standing.skills[aim]?.ability ?? Ability(policy.ability)
    let item = candidate.items[aim]
    let p = belief.expectation {
      Learning.chance($0, item?.difficulty ?? 0, guess: item?.guess ?? 0)
    }
    let told = p * (1 - p) * belief.deviation * belief.deviation
    let need = mean(candidate.items.keys.sorted().map { 1 - competence($0) }) ?? 0
    let memory = candidate.family.flatMap { standing.memories[$0] }
    let due = memory.map { 1 - $0.retrievability(at: day) } ?? 0
    let novelty = 1 / (1 + Double(candidate.family.flatMap { standing.exposures[$0] } ?? 0))
    return NextCase.Numbers(
      score: NextCase.informationWeight * told + NextCase.needWeight * need
        + NextCase.dueWeight * due + NextCase.noveltyWeight * novelty,
      information: told, need: need, due: due, novelty: novelty, chance: p, skill: aim)
  }

  /// The weakest critical skill the case exercises, or its weakest skill at all.
  private func aim(of candidate: CaseProfile) -> SkillKey {
    let keys = candidate.items.keys.sorted()
    let critical = keys.filter(policy.critical.contains)
    return (critical.isEmpty ? keys : critical).min { competence($0) < competence($1) }
      ?? SkillKey(.find)
  }

  /// P(θ ≥ θ*); without a standard, of being above the cohort's mean.
  private func competence(_ key: SkillKey) -> Double {
    (standing.skills[key]?.ability ?? Ability(policy.ability))
      .probability(atLeast: standards[key]?.ability ?? policy.ability.mean)
  }
}

/// Candidates going through rules; one that would leave nothing is dropped and named.
private struct Sieve {
  var left: [CaseProfile]
  var demands: [String: CaseQuotas.Demand] = [:]
  var dropped: [String] = []

  init(_ candidates: [CaseProfile]) { left = candidates }

  mutating func keep(_ rule: String, _ holds: (CaseProfile) -> Bool) {
    let kept = left.filter(holds)
    if kept.isEmpty { dropped.append(rule) } else { left = kept }
  }

  mutating func keep(_ rule: String, _ property: (CaseProfile) -> Bool, equals wanted: Bool) {
    keep(rule) { property($0) == wanted }
  }

  mutating func hold(
    _ quota: String, _ demand: CaseQuotas.Demand, _ belongs: (CaseProfile) -> Bool
  ) {
    guard demand != .free else { return }
    demands[quota] = demand
    keep("\(quota) \(demand.rawValue)", belongs, equals: demand == .required)
  }
}

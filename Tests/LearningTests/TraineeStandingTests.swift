import Foundation
import Learning
import Sonography
import Statistics
import Testing

/// A seeded trainee who improves along his answers.
struct SimulatedTrainee {
  static let keys = [
    SkillKey(.find), SkillKey(.categorise), SkillKey(.manage),
    SkillKey(.describe, feature: "margin"),
  ]
  private var random: SplitMix64
  private var order = 0
  var ability: Double

  init(seed: UInt64, ability: Double = 0) {
    random = SplitMix64(seed: seed)
    self.ability = ability
  }

  mutating func attempt(isProbe: Bool? = nil, expertScore: Double = 0.5) -> LearningAttempt {
    order += 1
    let number = Int.random(in: 0..<100_000, using: &random)
    let isMalignant = Bool.random(using: &random)
    let b = Double.random(in: -2...1, using: &random)
    let items = Dictionary(
      uniqueKeysWithValues: Self.keys.map {
        ($0, CaseProfile.Item(difficulty: b, expertScore: expertScore))
      })
    let results = items.mapValues { item in
      Double.random(in: 0..<1, using: &random) < chance(ability, item.difficulty) ? 1.0 : 0
    }
    let isRight = results[SkillKey(.manage)] == 1
    let error = [nil, nil, AIErrorKind.miss, .falseAlarm].randomElement(using: &random) ?? nil
    let agreed = Bool.random(using: &random)
    return LearningAttempt(
      id: "a\(order)", order: order, day: Double(order) * 0.37,
      profile: CaseProfile(
        id: "case-\(number)", family: "family-\(number % 12)", isMalignant: isMalignant,
        isHardNegative: !isMalignant && number.isMultiple(of: 3),
        isProbe: isProbe ?? number.isMultiple(of: 5), aiError: error, items: items),
      isFirst: !number.isMultiple(of: 11), isUnaided: !number.isMultiple(of: 13),
      results: results, calledPositive: isRight == isMalignant,
      likelihood: Double.random(in: 0...1, using: &random),
      isSevereUnderCall: false, rating: PatternMemory.Rating(isRight: isRight),
      exchange: number.isMultiple(of: 2)
        ? AIExchange(
          mode: .secondRead, error: error, unaidedRight: isRight, finalRight: isRight || agreed,
          agreedBefore: agreed, agreedAfter: agreed) : nil)
  }
}

@Suite struct TraineeStandingTests {
  private let policy = LearningPolicy()

  @Test(arguments: UInt64(1)...100)
  func `kept up, stored in between and worked out anew are the same`(seed: UInt64) throws {
    let policy = try #require(policy)
    var trainee = SimulatedTrainee(seed: seed)
    let attempts = (0..<150).map { _ in trainee.attempt() }
    var standing = TraineeStanding()
    for (index, attempt) in attempts.enumerated() {
      let isTaken = standing.take(attempt, policy)
      #expect(isTaken)
      if index % 50 == 7 {
        let stored = try JSONEncoder().encode(standing)
        standing = try JSONDecoder().decode(TraineeStanding.self, from: stored)
      }
    }
    var random = SplitMix64(seed: seed)
    #expect(standing == TraineeStanding(of: attempts.shuffled(using: &random), policy: policy))
  }

  /// Against figures worked out from the whole list by other means.
  @Test(arguments: UInt64(1)...30)
  func `its figures equal those of the whole list`(seed: UInt64) throws {
    let policy = try #require(policy)
    var trainee = SimulatedTrainee(seed: seed)
    let attempts = (0..<150).map { _ in trainee.attempt() }
    let standing = TraineeStanding(of: attempts, policy: policy)
    let counted = attempts.filter { $0.isFirst && $0.isUnaided }
    #expect(standing.answers == 150 && standing.counted == counted.count)
    for key in SimulatedTrainee.keys {
      let skill = try #require(standing.skills[key])
      let evidence = counted.map {
        Evidence(
          skill: key.skill, value: $0.results[key] ?? 0, isFirst: true, isUnaided: true,
          order: $0.order)
      }
      #expect(skill.blocks() == LearningCurve(of: key.skill, from: evidence).blocks)
      let failures = counted.filter(\.profile.isProbe).map { ($0.results[key] ?? 0) < 0.5 }
      #expect(skill.chart.cases == failures.count)
      #expect(skill.chart.events.first?.atCase == policy.competence.signal(of: failures))
    }
    let probes = counted.filter(\.profile.isProbe)
    let malignant = probes.filter(\.profile.isMalignant)
    #expect(standing.probes.malignant == malignant.count)
    #expect(standing.probes.hits == malignant.count(where: \.calledPositive))
    #expect(standing.recent.count == 40)
    #expect(standing.recent.map(\.isMalignant) == attempts.suffix(40).map(\.profile.isMalignant))
    #expect(standing.reliance.tally() == RelianceTally(of: attempts.compactMap(\.exchange)))
    #expect(
      standing.exposures == Dictionary(grouping: attempts) { $0.profile.family ?? "" }.mapValues(\.count))
  }

  @Test func `repeats and aided answers are no evidence, but are remembered`() throws {
    let policy = try #require(policy)
    var trainee = SimulatedTrainee(seed: 1)
    var attempt = trainee.attempt(isProbe: false)
    (attempt.isFirst, attempt.isUnaided) = (false, true)
    let standing = TraineeStanding(of: [attempt], policy: policy)
    #expect(standing.counted == 0 && standing.skills.isEmpty && standing.memories.count == 1)
  }

  @Test func `an answer that comes late is refused, and numbers that are none are left out`() throws {
    let policy = try #require(policy)
    var trainee = SimulatedTrainee(seed: 2)
    let (first, second) = (trainee.attempt(), trainee.attempt())
    var standing = TraineeStanding(of: [second], policy: policy)
    let before = standing
    let isTaken = standing.take(first, policy)
    #expect(!isTaken && standing == before)
    var odd = trainee.attempt()
    (odd.isFirst, odd.isUnaided) = (true, true)
    odd.results = [SkillKey(.find): .nan, SkillKey(.manage): 2]
    odd.likelihood = -1
    standing.take(odd, policy)
    #expect(standing.skills[SkillKey(.find)]?.count == before.skills[SkillKey(.find)]?.count)
    odd.order += 1
    odd.day = .nan
    let isOddTaken = standing.take(odd, policy)
    #expect(!isOddTaken)
  }

  @Test func `competence is signalled, a relapse alarms, and charts start again`() throws {
    let policy = try #require(policy)
    var trainee = SimulatedTrainee(seed: 3, ability: 9)
    var attempts = (0..<40).map { _ in trainee.attempt(isProbe: true) }
    trainee.ability = -9
    attempts += (0..<20).map { _ in trainee.attempt(isProbe: true) }
    for index in attempts.indices { (attempts[index].isFirst, attempts[index].isUnaided) = (true, true) }
    let chart = try #require(
      TraineeStanding(of: attempts, policy: policy).skills[SkillKey(.find)]?.chart)
    #expect(chart.events.map(\.isAlarm) == [false, true])
    #expect(!chart.isCompetent && chart.score == 0)
  }

  @Test func `a page reads scores, chances and due families`() throws {
    let policy = try #require(policy)
    var trainee = SimulatedTrainee(seed: 4, ability: 2)
    let standing = TraineeStanding(of: (0..<120).map { _ in trainee.attempt() }, policy: policy)
    let set = ReferenceSet((-10...10).map { .init(difficulty: Double($0) / 5) })
    let standard = try #require(CompetenceStandard.policy(score: 0.6, on: set).value)
    let find = SkillKey(.find)
    let report = StandingReport(
      of: standing, policy: policy, references: [find: set], standards: [find: standard], day: 1e4)
    let skill = try #require(report.skills.first { $0.key == find })
    #expect(skill.isCritical)
    #expect(try #require(skill.competent.value) > 0.9)
    #expect(skill.sentence.hasPrefix("On the standard set about"))
    #expect(report.skills.first { $0.key != find }?.expectedScore.reason != nil)
    #expect(report.due.count == standing.memories.count)
    #expect(report.due.map(\.retrievability) == report.due.map(\.retrievability).sorted())
  }

  @Test func `a skill key is written as its skill and feature`() throws {
    #expect(SkillKey("describe:margin") == SkillKey(.describe, feature: "margin"))
    #expect(SkillKey(.find, feature: "margin").description == "find")
    for bad in ["", "describe:", "find:margin", "nonsense"] { #expect(SkillKey(bad) == nil) }
    let stored = try JSONEncoder().encode([SkillKey(.describe, feature: "margin"): 1])
    #expect(String(decoding: stored, as: UTF8.self) == #"{"describe:margin":1}"#)
  }
}

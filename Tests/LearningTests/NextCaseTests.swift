import Foundation
import Learning
import Sonography
import Testing

@Suite struct NextCaseTests {
  private func bank(_ count: Int, seed: UInt64) -> [CaseProfile] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { number in
      let isMalignant = Bool.random(using: &random)
      let isProbe = number.isMultiple(of: 4)
      let items = [SkillKey(.find), SkillKey(.manage)].map {
        ($0, CaseProfile.Item(difficulty: Double.random(in: -2...1, using: &random), expertScore: 0.9))
      }
      return CaseProfile(
        id: "case-\(number)", family: "family-\(number % 15)", isMalignant: isMalignant,
        isHardNegative: !isMalignant && number.isMultiple(of: 3), isProbe: isProbe,
        aiError: Int.random(in: 0..<5, using: &random) == 0 ? .falseAlarm : nil,
        items: Dictionary(uniqueKeysWithValues: items))
    }
  }

  private func answer(_ profile: CaseProfile, order: Int, isRight: Bool) -> LearningAttempt {
    LearningAttempt(
      id: "a\(order)", order: order, day: Double(order) / 20, profile: profile, isFirst: true,
      isUnaided: true, results: profile.items.mapValues { _ in isRight ? 1 : 0 },
      calledPositive: profile.isMalignant == isRight, rating: .init(isRight: isRight))
  }

  private func choice(_ standing: TraineeStanding, mode: AIMode = .secondRead) throws -> CaseChoice {
    CaseChoice(standing: standing, policy: try #require(LearningPolicy()), mode: mode, day: 100)
  }

  /// Two hundred cases drawn one after the other from a bank of six hundred.
  @Test(arguments: UInt64(1)...10)
  func `quotas hold over every forty cases, and rules are kept`(seed: UInt64) throws {
    let bank = bank(600, seed: seed)
    let byID = Dictionary(uniqueKeysWithValues: bank.map { ($0.id, $0) })
    let policy = try #require(LearningPolicy())
    var standing = TraineeStanding()
    var seen: Set<String> = []
    var kinds: [CaseProfile] = []
    for order in 0..<200 {
      let next = try #require(
        try choice(standing).next(from: bank, seen: seen, seed: seed &+ UInt64(order)))
      let profile = try #require(byID[next.caseID])
      #expect(seen.insert(next.caseID).inserted)
      #expect(next.isProbe == profile.isProbe)
      if let numbers = next.numbers {
        #expect(!standing.lastFamilies.contains(profile.family ?? ""))
        #expect((0.5...0.9).contains(numbers.chance) || !next.dropped.isEmpty)
        #expect(next.drawnFrom <= 5)
      }
      kinds.append(profile)
      standing.take(answer(profile, order: order, isRight: order % 4 != 0), policy)
    }
    for end in 40...200 {
      let window = kinds[(end - 40)..<end]
      #expect((5...7).contains(window.count(where: \.isProbe)), "\(window.count(where: \.isProbe))")
      let malignant = window.count(where: \.isMalignant)
      #expect((12...20).contains(malignant), "\(malignant) malignant")
      #expect(window.count(where: \.isHardNegative) >= 3)
      #expect(window.count { $0.aiError != nil } >= 5)
    }
  }

  @Test func `the same seed draws the same case, and seeds differ`() throws {
    let bank = bank(200, seed: 1)
    let choice = try choice(TraineeStanding())
    let drawn = try (UInt64(0)..<40).map {
      try #require(choice.next(from: bank.shuffled(), seen: [], seed: $0)).caseID
    }
    let again = try (UInt64(0)..<40).map {
      try #require(choice.next(from: bank, seen: [], seed: $0)).caseID
    }
    #expect(drawn == again)
    #expect((2...5).contains(Set(drawn).count))
  }

  @Test func `the score is its parts, weighted`() throws {
    let bank = bank(50, seed: 3)
    let policy = try #require(LearningPolicy())
    var standing = TraineeStanding()
    for order in 0..<30 { standing.take(answer(bank[order], order: order, isRight: order % 3 > 0), policy) }
    let choice = try choice(standing)
    for profile in bank {
      let numbers = choice.numbers(of: profile)
      let sum =
        0.45 * numbers.information + 0.30 * numbers.need + 0.15 * numbers.due
        + 0.10 * numbers.novelty
      #expect(abs(numbers.score - sum) < 1e-12)
      let deviation = try #require(standing.skills[numbers.skill]).ability.deviation
      let told = numbers.chance * (1 - numbers.chance) * deviation * deviation
      #expect(abs(numbers.information - told) < 1e-12)
      let memory = try #require(standing.memories[profile.family ?? ""])
      #expect(abs(numbers.due - (1 - memory.retrievability(at: 100))) < 1e-12)
      #expect(numbers.novelty == 1 / Double(1 + (standing.exposures[profile.family ?? ""] ?? 0)))
    }
  }

  @Test func `the reason shown says nothing of what the case holds`() throws {
    let next = try #require(try choice(TraineeStanding()).next(from: bank(200, seed: 1), seen: [], seed: 1))
    #expect(next.sentence.hasPrefix("This case exercises"))
    for word in ["malignant", "benign", "cancer", "family-", "quota", "negative"] {
      #expect(!next.sentence.contains(word))
    }
  }

  @Test func `rules that leave nothing are dropped, and nothing left is nil`() throws {
    var hard = bank(3, seed: 5).map { profile in
      var profile = profile
      profile.isProbe = false
      profile.items = [SkillKey(.find): .init(difficulty: 5, expertScore: 0.5)]
      return profile
    }
    let next = try #require(try choice(TraineeStanding()).next(from: hard, seen: [], seed: 1))
    #expect(next.dropped.contains("chance of success 50 to 90 %"))
    #expect(try choice(TraineeStanding()).next(from: hard, seen: Set(hard.map(\.id)), seed: 1) == nil)
    #expect(try choice(TraineeStanding()).next(from: [], seen: [], seed: 1) == nil)
    for index in hard.indices { hard[index].isProbe = true }
    let probe = try #require(try choice(TraineeStanding()).next(from: hard, seen: [], seed: 1))
    #expect(probe.isProbe && probe.numbers == nil)
    #expect(probe.sentence.hasPrefix("A test case"))
  }
}

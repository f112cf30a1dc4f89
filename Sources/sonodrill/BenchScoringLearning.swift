import Foundation
import Learning
import Sonography
import Statistics

extension BenchScoring {
  /// A trainee's standing after ten thousand answers.
  static var learning: [Row] {
    guard let policy = LearningPolicy() else { return [] }
    var source = AnswerSource(seed: 1)
    let standing = TraineeStanding(of: (0..<10_000).map { _ in source.next() }, policy: policy)
    let answer = source.next()
    let set = ReferenceSet((0..<200).map { .init(difficulty: Double($0) / 50 - 2) })
    let references = Dictionary(uniqueKeysWithValues: AnswerSource.keys.map { ($0, set) })
    let standard = CompetenceStandard.policy(score: 0.7, on: set).value
    let standards = references.compactMapValues { _ in standard }
    let stored = (try? JSONEncoder().encode(standing)) ?? Data()
    return [
      Row(name: "an answer taken in after 10,000", limit: 0.005) {
        var copy = standing
        copy.take(answer, policy)
      },
      Row(name: "a standing read after 10,000 answers", limit: 0.020) {
        let report = StandingReport(
          of: standing, policy: policy, references: references, standards: standards, day: 4000)
        if report.skills.count != AnswerSource.keys.count { throw Failure("a skill is missing") }
      },
      Row(name: "a stored standing of \(stored.count / 1024) kB decoded", limit: 0.020) {
        _ = try JSONDecoder().decode(TraineeStanding.self, from: stored)
      },
      Row(name: "a competence limit solved", limit: 0.005) { _ = CompetenceChart() },
    ]
  }
}

/// Answers of an imagined trainee in all skills.
private struct AnswerSource {
  static let keys =
    Skill.allCases.map { SkillKey($0) }
    + ["shape", "orientation", "margin", "echo", "posterior"].map {
      SkillKey(.describe, feature: $0)
    }
  private var random: SplitMix64
  private var order = 0

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func next() -> LearningAttempt {
    order += 1
    let difficulty = Double.random(in: -2...2, using: &random)
    let items = Dictionary(
      uniqueKeysWithValues: Self.keys.map {
        ($0, CaseProfile.Item(difficulty: difficulty, expertScore: 0.8))
      })
    let results = items.mapValues { _ in
      Double.random(in: 0..<1, using: &random) < chance(1, difficulty) ? 1.0 : 0
    }
    let isMalignant = Bool.random(using: &random)
    return LearningAttempt(
      id: "\(order)", order: order, day: Double(order) / 5,
      profile: CaseProfile(
        id: "case-\(order)", family: "family-\(order % 60)", isMalignant: isMalignant,
        isProbe: order.isMultiple(of: 7), items: items),
      isFirst: true, isUnaided: true, results: results, calledPositive: isMalignant,
      likelihood: Double.random(in: 0...1, using: &random), rating: .good)
  }
}

import Statistics
import Foundation
import Learning
import Sonography

/// The learning rows of `bench scoring`: a trainee's standing after ten thousand answers.
enum BenchLearning {
  /// One row: what was done, its median time and what it may take at most, in milliseconds.
  struct Row {
    let name: String
    let median: Double
    let gate: Double

    var line: String {
      let time = String(format: "%.3f ms", median)
      return "\(name): median \(time) (at most \(String(format: "%g", gate)) ms)"
    }
  }

  static func rows(answers: Int = 10_000, repeats: Int = 50) -> [Row] {
    guard let policy = LearningPolicy() else { return [] }
    var source = AnswerSource(seed: 1)
    let attempts = (0..<answers).map { _ in source.next() }
    let standing = TraineeStanding(of: attempts, policy: policy)
    let set = ReferenceSet((0..<200).map { .init(difficulty: Double($0) / 50 - 2) })
    let standard = CompetenceStandard.policy(score: 0.7, on: set).value
    let references = Dictionary(uniqueKeysWithValues: AnswerSource.keys.map { ($0, set) })
    let standards = references.compactMapValues { _ in standard }
    let stored = (try? JSONEncoder().encode(standing)) ?? Data()
    return [
      row("one answer taken in after \(answers)", gate: 5, repeats) {
        var copy = standing
        copy.take(source.next(), policy)
      },
      row("standing read after \(answers)", gate: 20, repeats) {
        let report = StandingReport(
          of: standing, policy: policy, references: references, standards: standards, day: 4000)
        return Double(report.skills.count)
      },
      row("standing decoded from \(stored.count / 1024) kB", gate: 20, repeats) {
        try? JSONDecoder().decode(TraineeStanding.self, from: stored)
      },
      row("competence limit solved", gate: 5, repeats) { CompetenceChart()?.limit },
    ]
  }

  private static func row<Result>(
    _ name: String, gate: Double, _ repeats: Int, _ work: () -> Result
  ) -> Row {
    let clock = ContinuousClock()
    let times = (0..<repeats).map { _ in clock.measure { _ = work() } / .milliseconds(1) }.sorted()
    return Row(name: name, median: times[repeats / 2], gate: gate)
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

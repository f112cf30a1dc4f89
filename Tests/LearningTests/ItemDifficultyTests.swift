import Foundation
import Learning
import Sonography
import Statistics
import Testing

@Suite struct ItemDifficultyTests {
  @Test func `the panel's pass rate, shrunk, gives the first difficulty`() {
    // (4 + 1) / (5 + 2): odds of failing 2 in 5.
    #expect(abs(difficultyFromPanel(passed: 4, of: 5) - log(0.4)) < 1e-12)
    #expect(abs(difficultyFromPanel(passed: 0, of: 0, offset: 0.5) - 0.5) < 1e-12)
    #expect(difficultyFromPanel(passed: 9, of: 3).isFinite)
  }

  @Test func `known difficulties are found again, and the change is logged`() throws {
    var random = SplitMix64(seed: 21)
    func normal() -> Double { normalQuantile(Double.random(in: 0..<1, using: &random)) }
    let items = Dictionary(uniqueKeysWithValues: (0..<40).map { ("case-\($0)", normal()) })
    let names = items.keys.sorted()
    var answers: [FirstAnswer] = []
    for trainee in 0..<120 {
      let ability = normal()
      for item in names {
        let isRight = Double.random(in: 0..<1, using: &random) < chance(ability, items[item] ?? 0)
        answers.append(.init(trainee: "t\(trainee)", item: item, result: isRight ? 1 : 0))
      }
    }
    let priors = items.mapValues { _ in DifficultyCalibration.Prior(difficulty: 0) }
    let fit = DifficultyCalibration(answers, priors: priors)
    let pairs = names.map { (items[$0] ?? 0, fit.difficulties[$0] ?? 0) }
    let error = pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(pairs.count)
    #expect(error.squareRoot() < 0.3, "\(error.squareRoot())")
    #expect(fit.changes.count == 40)
    #expect(fit.changes.allSatisfy { $0.before == 0 && $0.answers == 120 && $0.deviation < 0.4 })
    let shuffled = DifficultyCalibration(answers.shuffled(using: &random), priors: priors)
    #expect(shuffled.difficulties == fit.difficulties)
  }

  @Test func `without answers the panel's word stands, and unusable answers weigh nothing`() {
    let priors = ["a": DifficultyCalibration.Prior(difficulty: 0.7)]
    let fit = DifficultyCalibration(
      [
        .init(trainee: "t", item: "unknown", result: 1),
        .init(trainee: "t", item: "a", result: .nan),
      ], priors: priors)
    #expect(fit.difficulties == ["a": 0.7] && fit.changes.isEmpty)
    let one = DifficultyCalibration(
      [.init(trainee: "t", item: "a", result: 1)], priors: priors, current: ["a": 0.9])
    #expect(one.changes.first?.before == 0.9)
    #expect((one.difficulties["a"] ?? 1) < 0.7)
  }
}

import Foundation
import Learning
import Sonography
import Statistics
import Testing

@Suite struct ItemStatisticsTests {
  private func answers(seed: UInt64) -> [FirstAnswer] {
    var random = SplitMix64(seed: seed)
    return (0..<60).flatMap { trainee -> [FirstAnswer] in
      let ability = Double.random(in: -2...2, using: &random)
      return (0..<12).map { item in
        // The last item is answered by tossing a coin.
        let p = item == 11 ? 0.5 : chance(ability, Double(item) / 4 - 1)
        let isRight = Double.random(in: 0..<1, using: &random) < p
        return .init(
          trainee: "t\(trainee)", item: "case-\(item)", result: isRight ? 1 : 0,
          word: isRight ? "4B" : "3")
      }
    }
  }

  @Test func `a telling case discriminates and a coin does not`() throws {
    let items = ItemStatistics.all(answers(seed: 1))
    let telling = try #require(items.first { $0.item == "case-4" })
    let coin = try #require(items.first { $0.item == "case-11" })
    let (much, little) = (
      try #require(telling.discrimination.value), try #require(coin.discrimination.value)
    )
    #expect(much.interval.low > 0.15 && little.interval.low < 0 && little.interval.high > 0)
    #expect(much.interval.low < much.value && much.value < much.interval.high)
    #expect(try #require(telling.upperMinusLower.value) > 0.3)
    #expect(telling.answers.map(\.count).reduce(0, +) == 60)
    #expect(abs(telling.answers.map(\.share).reduce(0, +) - 1) < 1e-12)
    let passed = try #require(telling.passed)
    #expect(passed.mean == telling.answers.first { $0.word == "4B" }?.share)
  }

  /// By hand: results 1,1,0,0 against means on the other item 1,0,1,0 are uncorrelated.
  @Test func `the item's own result is left out of the total`() throws {
    let rows = (0..<12).flatMap { trainee -> [FirstAnswer] in
      let name = "t\(trainee)"
      return [
        .init(trainee: name, item: "a", result: trainee % 4 < 2 ? 1 : 0),
        .init(trainee: name, item: "b", result: trainee.isMultiple(of: 2) ? 1 : 0),
      ]
    }
    let first = try #require(ItemStatistics.all(rows).first)
    #expect(abs(try #require(first.discrimination.value).value) < 1e-12)
  }

  @Test func `few or equal answers say why there is no figure`() throws {
    let few = ItemStatistics.all([.init(trainee: "t", item: "a", result: 1)])
    #expect(few.first?.discrimination.reason?.hasPrefix("Needs 10 trainees") == true)
    #expect(few.first?.upperMinusLower.reason != nil && few.first?.answers.isEmpty == true)
    let same = (0..<20).flatMap { trainee in
      ["a", "b"].map { FirstAnswer(trainee: "t\(trainee)", item: $0, result: 1) }
    }
    #expect(
      ItemStatistics.all(same).first?.discrimination.reason?.hasPrefix("Everybody has") == true)
    #expect(ItemStatistics.all([.init(trainee: "t", item: "a", result: .nan)]).isEmpty)
  }

  /// By hand: at the item's own difficulty an answer tells 0.5 × 0.5; with a guess of 1/4 the chance is
  /// 0.625, its slope 0.1875, and 0.1875² / (0.625 × 0.375) = 0.15.
  @Test func `information is that of a trainee of mean ability`() throws {
    let rows = answers(seed: 2)
    let items = ItemStatistics.all(
      rows, calibrated: ["case-0": .init(difficulty: 1), "case-1": .init(difficulty: 1, guess: 0.25)],
      ability: 1)
    let free = try #require(items.first { $0.item == "case-0" })
    let guessed = try #require(items.first { $0.item == "case-1" })
    #expect(free.difficulty.value == 1)
    #expect(abs(try #require(free.information.value) - 0.25) < 1e-12)
    #expect(abs(try #require(guessed.information.value) - 0.15) < 1e-12)
    #expect(items.first { $0.item == "case-2" }?.information.reason != nil)
  }
}

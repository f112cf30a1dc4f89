import Foundation
import Learning
import Sonography
import Statistics
import Testing

@Suite struct RelianceTallyTests {
  private func exchange(_ unaided: Bool, _ error: AIErrorKind?, _ final: Bool) -> AIExchange {
    AIExchange(
      mode: .secondRead, error: error, unaidedRight: unaided, finalRight: final,
      agreedBefore: unaided == (error == nil), agreedAfter: final == (error == nil))
  }

  @Test func `counts give the published ratios`() throws {
    // 32 of 49 pieces of right advice taken, 13 of 27 own right answers kept.
    var map = RelianceMap()
    for index in 0..<49 { map.add(exchange(false, nil, index < 32)) }
    for index in 0..<27 {
      map.add(exchange(true, index < 15 ? .miss : .falseAlarm, index < 13))
    }
    let all = map.tally()
    #expect(abs(try #require(all.relativeAIReliance.value?.value) - 0.653061) < 1e-6)
    #expect(abs(try #require(all.relativeSelfReliance.value?.value) - 0.481481) < 1e-6)
    #expect(all.disagreements == 76 && all.switches == 32 + 14)
    #expect(map.tally(.secondRead, error: .miss).wrongAdvice == 15)
    #expect(map.tally(.secondRead, error: .wrongCategory).total == 0)
    #expect(map.tally(.off).total == 0 && map.tally(.secondRead) == all)
    #expect(map.rows.map(\.error) == [nil, .falseAlarm, .miss])
  }

  @Test func `below ten wrong pieces of advice there is not enough evidence`() {
    var tally = RelianceTally()
    for _ in 0..<9 { tally.add(exchange(true, .miss, true)) }
    #expect(tally.relativeSelfReliance.reason?.hasPrefix("Not enough evidence: the AI was wrong on 9") == true)
    tally.add(exchange(false, .miss, false))
    #expect(tally.relativeSelfReliance.value?.trials == 9)
    #expect(tally.relativeAIReliance.reason?.contains("no case") == true)
  }

  /// Trainees of known reliance.
  @Test func `known reliance is found again and 90 % intervals cover it`() throws {
    var random = SplitMix64(seed: 6)
    var covered = 0
    for _ in 0..<1000 {
      var tally = RelianceTally()
      for _ in 0..<60 {
        let keeps = Double.random(in: 0..<1, using: &random) < 0.7
        tally.add(exchange(true, .falseAlarm, keeps))
      }
      let range = try #require(tally.relativeSelfReliance.value?.wilson())
      if range.low <= 0.7 && 0.7 <= range.high { covered += 1 }
    }
    #expect((850...950).contains(covered), "\(covered)")
  }
}

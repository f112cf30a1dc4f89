import Records
import Sonography
import Teaching
import Testing

@Suite struct AIPlanningTests {
  private func unit(_ mode: AIMode, errors: Double, probes: Double) -> Curriculum.Unit {
    Curriculum.Unit(
      id: "unit", title: "Unit", goal: "Read.", cases: .ids([]), mode: mode,
      feedback: .afterEachCase, order: .asWritten,
      passRule: PassRule(minimumCases: 1, minimumScores: [:]), gates: [],
      assistance: Assistance(errorRate: errors, probeRate: probes))
  }

  private func plans(_ count: Int, for unit: Curriculum.Unit, seed: UInt64) -> [AIPlan] {
    var random = SplitMix64(seed: seed)
    return (0..<count).reduce(into: []) { plans, _ in
      plans.append(AIPlanning.plan(for: unit, after: plans, using: &random))
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `every block of ten has its probes and planted errors`(seed: UInt64) {
    let plans = plans(40, for: unit(.secondRead, errors: 0.25, probes: 0.2), seed: seed)
    for block in 0..<4 {
      let here = plans[(block * 10)..<(block * 10 + 10)]
      #expect(here.count(where: \.isProbe) == 2)
      #expect(here.count(where: \.isErrorPlanted) == 2)
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `a rate that no block holds exactly is held over blocks`(seed: UInt64) {
    let plans = plans(200, for: unit(.concurrent, errors: 0.15, probes: 0), seed: seed)
    #expect(plans.count(where: \.isErrorPlanted) == 30)
    #expect(plans.allSatisfy { !$0.isProbe })
  }

  @Test(arguments: UInt64(1)...100)
  func `a probe carries no planted error`(seed: UInt64) {
    let plans = plans(100, for: unit(.onRequest, errors: 0.5, probes: 0.5), seed: seed)
    #expect(plans.allSatisfy { !($0.isProbe && $0.isErrorPlanted) })
  }

  @Test func `a unit without the AI plans nothing`() {
    let plans = plans(50, for: unit(.off, errors: 0, probes: 0), seed: 1)
    #expect(plans.allSatisfy { $0 == AIPlan() })
  }

  @Test func `every place in a block is drawn sooner or later`() {
    let first = (1...400).map { seed in
      plans(10, for: unit(.secondRead, errors: 0.1, probes: 0), seed: UInt64(seed))
        .firstIndex(where: \.isErrorPlanted)
    }
    #expect(Set(first).count == 10)
  }
}

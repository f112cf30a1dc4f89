import Sonography
import Statistics
import Testing

/// Laws of agreement, calibration, reliance and measurement, and what degenerate tables say.
@Suite struct AnswerLawTests {
  private func table(_ seed: UInt64, raters: Int = 4) -> [[Int?]] {
    var random = SplitMix64(seed: seed)
    return (0..<20).map { _ in (0..<raters).map { _ in Int.random(in: 0...3, using: &random) } }
  }

  @Test(arguments: UInt64(1)...100)
  func `raters who agree on everything have coefficient 1, and a copied rater never passes it`(
    seed: UInt64
  ) throws {
    let rows = table(seed)
    let same = RatingTable(rows.map { row in row.map { _ in row[0] } }, levels: 4)
    #expect(abs(try same.fleiss().value - 1) < 1e-12)
    #expect(abs(try same.gwet(.quadratic).value - 1) < 1e-12)
    #expect(abs(try same.krippendorff(.ordinal) - 1) < 1e-12)
    let copied = RatingTable(rows.map { $0 + [$0[0]] }, levels: 4)
    #expect(try copied.fleiss().value <= 1)
  }

  @Test(arguments: UInt64(1)...100)
  func `kappa does not depend on the order of raters, and on two levels not on the weights`(
    seed: UInt64
  ) throws {
    let pairs = RatingTable(table(seed), levels: 4).pairs(0, 1)
    for weights in Disagreement.allCases {
      let forward = try Kappa(pairs, levels: 4, weights: weights)
      let backward = try Kappa(pairs.map { ($0.1, $0.0) }, levels: 4, weights: weights)
      #expect(abs(forward.value - backward.value) < 1e-12)
      #expect(abs(forward.standardError - backward.standardError) < 1e-12)
    }
    let halves = pairs.map { ($0.0 / 2, $0.1 / 2) }
    let plain = try Kappa(halves, levels: 2, weights: .unweighted).value
    #expect(abs(try Kappa(halves, levels: 2, weights: .quadratic).value - plain) < 1e-12)
  }

  @Test func `an unused level changes weighted kappa and not the unweighted one`() throws {
    let pairs = [(0, 0), (0, 1), (1, 1), (2, 1), (2, 2), (0, 2), (1, 1)]
    let short = try Kappa(pairs, levels: 3, weights: .unweighted).value
    #expect(abs(try Kappa(pairs, levels: 5, weights: .unweighted).value - short) < 1e-12)
    // Moved apart by the unused level in between.
    let spread = pairs.map { ($0.0 == 2 ? 3 : $0.0, $0.1 == 2 ? 3 : $0.1) }
    let close = try Kappa(pairs, levels: 3, weights: .linear).value
    #expect(abs(try Kappa(spread, levels: 4, weights: .linear).value - close) > 0.01)
  }

  @Test(arguments: UInt64(1)...100)
  func `the Brier score is the sum of its parts`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let forecasts = (0..<80).map { _ in
      Forecast(
        outcome: Bool.random(using: &random),
        probability: Double(Int.random(in: 0...100, using: &random)) / 100)
    }
    let calibration = try Calibration(forecasts)
    let parts = calibration.decomposition
    #expect(
      abs(parts.reliability - parts.resolution + parts.uncertainty - calibration.brier) < 1e-12)
    #expect(abs(parts.withinBins) < 1e-12)
    #expect(calibration.shownCalibrationError.reason != nil)
    #expect(calibration.bins.reduce(0) { $0 + $1.count } == 80)
  }

  @Test(arguments: UInt64(1)...100)
  func `over-reliance and self-reliance add up, and switches to the change of accuracy`(
    seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    func answer() -> Int { Int.random(in: 0...2, using: &random) }
    let cases = (0..<60).map { _ in
      RelianceCase(truth: answer(), unaided: answer(), ai: answer(), aided: answer())
    }
    let reliance = Reliance(cases)
    #expect(reliance.rsr.successes + reliance.overReliance.successes == Double(reliance.rsr.trials))
    #expect(reliance.rair.successes + reliance.underReliance.successes == Double(reliance.rair.trials))
    #expect(
      Double(reliance.netBenefit)
        == reliance.aidedAccuracy.successes - reliance.unaidedAccuracy.successes)
  }

  @Test func `sequential reads of known make-up give the known ratios`() throws {
    func cases(_ unaided: Bool, _ ai: Bool, _ aided: Bool, _ count: Int) -> [RelianceCase] {
      (0..<count).map { _ in
        RelianceCase(truth: true, unaided: unaided, ai: ai, aided: aided, isPositive: true)
      }
    }
    // 49 chances at right advice, 32 taken; 27 at wrong advice, 14 followed; 2 changes uncalled for.
    let reliance = Reliance(
      cases(false, true, true, 32) + cases(false, true, false, 17) + cases(true, false, true, 13)
        + cases(true, false, false, 14) + cases(true, true, false, 2) + cases(true, true, true, 112)
        + cases(false, false, false, 10))
    #expect(abs(try #require(reliance.rair.value) - 32.0 / 49) < 1e-15)
    #expect(abs(try #require(reliance.rsr.value) - 13.0 / 27) < 1e-15)
    #expect(reliance.beneficialSwitches == 32)
    #expect(reliance.harmfulSwitches == 16)
    #expect(reliance.selfInflictedChanges == 2)
    #expect(abs(reliance.mcNemar.exactP - 0.029305) < 5e-7)
    #expect(abs(try reliance.sensitivityGain.get() - 16.0 / 200) < 1e-15)
    #expect(reliance.specificityGain.reason != nil)
    #expect(reliance.judgedSelfReliance.value != nil)
    #expect(abs(try reliance.discrimination().value - (32.0 / 49 - 14.0 / 27)) < 1e-12)
  }

  @Test func `fewer than ten chances at wrong advice are not enough evidence`() {
    let once = RelianceCase(truth: 1, unaided: 1, ai: 0, aided: 1)
    #expect(Reliance([RelianceCase](repeating: once, count: 9)).judgedSelfReliance.reason != nil)
    #expect(Reliance([RelianceCase](repeating: once, count: 10)).judgedSelfReliance.value != nil)
    #expect(Reliance([]).rair.value == nil)
    #expect(throws: Undefined.self) { try Reliance([once]).discrimination() }
  }

  @Test func `the weight of advice is held to -1...2 and needs a difference`() throws {
    let weight = try WeightOfAdvice([(0.2, 0.8, 0.5), (0.5, 0.6, 0.9), (0.4, 0.4, 0.9), (0.5, 0.4, 0.9)])
    // 0.5; 4, held to 2; no difference; -4, held to -1.
    #expect(weight.count == 3)
    #expect(abs(weight.mean - 0.5) < 1e-12)
    #expect(throws: Undefined.self) { try WeightOfAdvice([(0.4, 0.4, 0.9)]) }
  }

  @Test func `empty, single and constant tables say why there is no figure`() {
    #expect(throws: Undefined.self) { try Kappa([], levels: 3, weights: .linear) }
    #expect(throws: Undefined.self) { try Kappa([(1, 1), (1, 1)], levels: 3, weights: .linear) }
    let constant = RatingTable([[0, 0], [0, 0]], levels: 2)
    #expect(throws: Undefined.self) { try constant.fleiss() }
    #expect(throws: Undefined.self) { try constant.krippendorff(.nominal) }
    #expect(throws: Undefined.self) { try constant.gwet(.unweighted) }
    let alone = RatingTable([[0], [1]], levels: 2)
    #expect(throws: Undefined.self) { try alone.fleiss() }
    #expect(throws: Undefined.self) { try alone.gwet(.unweighted) }
    #expect(throws: Undefined.self) { try alone.krippendorff(.nominal) }
    let sparse = RatingTable([[0, nil], [nil, 1]], levels: 2)
    #expect(throws: Undefined.self) { try sparse.fleiss() }
    #expect(throws: Undefined.self) { try sparse.gwet(.unweighted) }
    #expect(throws: Undefined.self) { try BlandAltman([(1, 2)]) }
    #expect(throws: Undefined.self) { try Concordance([(1, 1), (1, 2)]) }
    #expect(throws: Undefined.self) { try RaterVariance([[1], [2]]) }
    #expect(throws: Undefined.self) { try RaterVariance([[1, 1], [1, 1]]).correlation(.icc1) }
    #expect(throws: Undefined.self) { try Repeatability([[1], [2]]) }
    #expect(throws: Undefined.self) { try Calibration([]) }
    #expect(throws: Undefined.self) { try Calibration([Forecast(outcome: true, probability: .nan)]) }
    let separated = [Forecast(outcome: false, probability: 0.2), Forecast(outcome: true, probability: 0.7)]
    #expect(throws: Undefined.self) { try LogisticCalibration(separated) }
    #expect(throws: Undefined.self) { try SurvivalCurve([]) }
    #expect(throws: Undefined.self) { try SurvivalCurve([TimeToEvent(time: 3, isEvent: false)]).median() }
    #expect(throws: Undefined.self) { try logRank([[TimeToEvent(time: 3, isEvent: true)], []]) }
    #expect(throws: Undefined.self) { try DawidSkene([[[0, 0]]], classes: 2) }
    #expect(throws: Undefined.self) { try Staple([[true, true], [true, true]]) }
    #expect(throws: Undefined.self) { try cochranQ([[true, true]]) }
    #expect(McNemar(firstOnly: 0, secondOnly: 0).exactP == 1)
  }
}

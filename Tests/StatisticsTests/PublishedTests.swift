import Statistics
import TestSupport
import Testing

/// Worked examples small enough to be written down here, from the papers named.
@Suite struct PublishedTests {
  /// Gwet's twelve items and four raters with missing cells; levels 1...5.
  private let gwet: [[Int?]] = [
    [1, 1, nil, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [nil, 5, 5, 5], [nil, nil, 1, 1], [nil, nil, 3, nil],
  ]

  private func table(_ rows: [[Int?]], levels: Int) -> RatingTable {
    RatingTable(rows.map { $0.map { $0.map { $0 - 1 } } }, levels: levels)
  }

  @Test func `AC1 with missing cells equals Gwet's handbook`() throws {
    let ac1 = try table(gwet, levels: 5).gwet(.unweighted)
    #expect(abs(ac1.value - 0.77544) < 5e-6)
    #expect(abs(ac1.standardError - 0.14295) < 5e-6)
  }

  @Test func `Krippendorff's alpha equals the example of three coders`() throws {
    // Items with one value say nothing about agreement and are left out of everything.
    let coders: [[Int?]] = [
      [nil, 1, nil], [nil, nil, nil], [nil, 2, 2], [nil, 1, 1], [nil, 3, 3], [3, 3, 4], [4, 4, 4],
      [1, 3, nil], [2, nil, 2], [1, nil, 1], [1, nil, 1], [3, nil, 3], [3, nil, 3], [nil, nil, nil],
      [3, nil, 4],
    ]
    let table = table(coders, levels: 4)
    #expect(abs(try table.krippendorff(.nominal) - 0.691358) < 5e-7)
    #expect(abs(try table.krippendorff(.ordinal) - 0.806721) < 5e-7)
    #expect(abs(try table.krippendorff(.interval([1, 2, 3, 4])) - 0.810845) < 5e-7)
  }

  @Test func `Bland and Altman's peak flow meters come out as in the paper`() throws {
    let large = [494.0, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
    let mini = [512.0, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
    let agreement = try BlandAltman(Array(zip(large, mini)), multiplier: 2)
    #expect(abs(agreement.bias - -2.1176) < 5e-5)
    #expect(abs(agreement.standardDeviation - 38.77) < 5e-3)
    #expect(abs(agreement.limits.low - -79.6) < 0.1)
    #expect(abs(agreement.limits.high - 75.4) < 0.1)
    #expect(abs(agreement.biasInterval.low - -22.0) < 0.1)
    #expect(abs(agreement.biasInterval.high - 17.8) < 0.1)
    #expect(abs(agreement.lowerLimitInterval.low - -114.2) < 0.2)
    #expect(abs(agreement.lowerLimitInterval.high - -45.1) < 0.2)
  }

  @Test func `survival of the leukaemia trial equals the survival package`() throws {
    func times(_ events: [Double], _ censored: [Double]) -> [TimeToEvent] {
      events.map { TimeToEvent(time: $0, isEvent: true) }
        + censored.map { TimeToEvent(time: $0, isEvent: false) }
    }
    let maintained = times([9, 13, 18, 23, 31, 34, 48], [13, 28, 45, 161])
    let other = times([5, 5, 8, 8, 12, 23, 27, 30, 33, 43, 45], [16])
    #expect(try SurvivalCurve(maintained).median() == 31)
    #expect(try SurvivalCurve(other).median() == 23)
    let test = try logRank([maintained, other])
    #expect(abs(test.chiSquare - 3.396389) < 5e-7)
    // By hand: 5 + 7/12·... step areas of the second group up to 40.
    #expect(abs(try SurvivalCurve(other).restrictedMean(to: 40) - areaByHand(other, 40)) < 1e-12)
  }

  /// The naive twin: the survival share at each of many short slices.
  private func areaByHand(_ times: [TimeToEvent], _ limit: Int) -> Double {
    (0..<limit).reduce(0.0) { area, second in
      var share = 1.0
      for time in Set(times.filter(\.isEvent).map(\.time)).sorted() where time <= Double(second) {
        let atRisk = times.count { $0.time >= time }
        share *= 1 - Double(times.count { $0.isEvent && $0.time == time }) / Double(atRisk)
      }
      return area + share
    }
  }
}

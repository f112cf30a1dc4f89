import Foundation
import Statistics
import TestSupport
import Testing

/// Figures of drawn data by other programs; `Fixtures/make.py` says which.
private struct Outside: Decodable {
  struct Distributions: Decodable {
    var t, tQuantile, f, fQuantile, chiSquare, binomial: [[Double]]
  }
  struct Agreement: Decodable {
    var levels: Int
    var labels: [[Int?]]
    var kappa, alpha: [String: Double]
  }
  struct Forecasts: Decodable {
    var p: [Double]
    var y: [Int]
    var brier, log, auc, ece, spiegelhalter: Double
    var cox, coxSe: [Double]
  }
  struct Survival: Decodable {
    struct Group: Decodable {
      var time: [Double]
      var event: [Int]
      var median, mean40: Double
    }
    var groups: [Group]
    var two, three: [Double]
  }
  struct Consensus: Decodable {
    var counts: [[[Int]]]
    var prevalence: [Double]
    var confusion: [[[Double]]]
  }
  struct Outlines: Decodable {
    var masks: [[Int]]
    var sensitivity, specificity, probability: [Double]
  }
  var distributions: Distributions
  var agreement: [Agreement]
  var calibration: Forecasts
  var survival: Survival
  var consensus: Consensus
  var outlines: Outlines

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/outside.json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }
}

@Suite struct OutsideTests {
  @Test func `t, F, chi-square and binomial distributions equal scipy`() throws {
    let expected = try Outside().distributions
    for row in expected.t {
      #expect(isClose(studentTwoSided(row[0], df: row[1]), row[2], relative: 1e-11), "\(row)")
    }
    for row in expected.tQuantile {
      #expect(isClose(studentQuantile(row[0], df: row[1]), row[2], relative: 1e-11), "\(row)")
    }
    for row in expected.f {
      #expect(isClose(fisherTail(row[0], row[1], row[2]), row[3], relative: 1e-11), "\(row)")
    }
    for row in expected.fQuantile {
      #expect(isClose(fisherQuantile(row[0], row[1], row[2]), row[3], relative: 1e-10), "\(row)")
    }
    for row in expected.chiSquare {
      #expect(isClose(chiSquareTail(row[0], df: row[1]), row[2], relative: 1e-11), "\(row)")
    }
    for row in expected.binomial {
      let got = binomialTest(Int(row[0]), of: Int(row[1]), share: row[2])
      #expect(isClose(got, row[3], relative: 1e-10), "\(row)")
    }
  }

  @Test func `kappa and alpha equal scikit-learn and the krippendorff package`() throws {
    for one in try Outside().agreement {
      let table = RatingTable(one.labels, levels: one.levels)
      for weights in Disagreement.allCases {
        let kappa = try Kappa(table.pairs(0, 1), levels: one.levels, weights: weights)
        #expect(isClose(kappa.value, one.kappa[weights.rawValue]!))
      }
      let values = (0..<one.levels).map(Double.init)
      #expect(isClose(try table.krippendorff(.nominal), one.alpha["nominal"]!))
      #expect(isClose(try table.krippendorff(.ordinal), one.alpha["ordinal"]!))
      #expect(isClose(try table.krippendorff(.interval(values)), one.alpha["interval"]!))
    }
  }

  @Test func `calibration figures equal scikit-learn and statsmodels`() throws {
    let expected = try Outside().calibration
    let forecasts = zip(expected.y, expected.p).map { Forecast(outcome: $0 == 1, probability: $1) }
    let got = try Calibration(forecasts)
    #expect(isClose(got.brier, expected.brier))
    #expect(isClose(try got.logScore.get(), expected.log))
    #expect(isClose(try got.area.get().area, expected.auc))
    #expect(isClose(try got.shownCalibrationError.get(), expected.ece))
    #expect(isClose(try got.spiegelhalter.get().z, expected.spiegelhalter))
    let cox = try LogisticCalibration(forecasts)
    #expect(isClose(cox.intercept, expected.cox[0], relative: 1e-8))
    #expect(isClose(cox.slope, expected.cox[1], relative: 1e-8))
    #expect(isClose(cox.interceptError, expected.coxSe[0], relative: 1e-8))
    #expect(isClose(cox.slopeError, expected.coxSe[1], relative: 1e-8))
  }

  @Test func `survival figures equal lifelines`() throws {
    let expected = try Outside().survival
    let groups = expected.groups.map { group in
      zip(group.time, group.event).map { TimeToEvent(time: $0, isEvent: $1 == 1) }
    }
    for (group, value) in zip(groups, expected.groups) {
      #expect(try SurvivalCurve(group).median() == value.median)
      #expect(isClose(try SurvivalCurve(group).restrictedMean(to: 40), value.mean40))
    }
    let two = try logRank(Array(groups[0...1]))
    #expect(isClose(two.chiSquare, expected.two[0]))
    #expect(isClose(two.p, expected.two[1]))
    let three = try logRank(groups)
    #expect(isClose(three.chiSquare, expected.three[0]))
    #expect(isClose(three.p, expected.three[1]))
  }

  @Test func `consensus of labels equals an independent fit`() throws {
    let expected = try Outside().consensus
    let model = try DawidSkene(expected.counts, classes: 3)
    #expect(model.hasConverged)
    for (got, value) in zip(model.prevalence, expected.prevalence) {
      #expect(abs(got - value) < 1e-9)
    }
    for (got, value) in zip(model.confusion.joined(), expected.confusion.joined()) {
      for (a, b) in zip(try #require(got), value) { #expect(abs(a - b) < 1e-9) }
    }
  }

  @Test func `consensus of outlines equals an independent fit`() throws {
    let expected = try Outside().outlines
    let staple = try Staple(expected.masks.map { $0.map { $0 == 1 } })
    for (got, value) in zip(staple.sensitivity, expected.sensitivity) {
      #expect(abs(got - value) < 1e-8)
    }
    for (got, value) in zip(staple.specificity, expected.specificity) {
      #expect(abs(got - value) < 1e-8)
    }
    for (got, value) in zip(staple.probability, expected.probability) {
      #expect(abs(got - value) < 1e-8)
    }
  }
}

import Foundation
import Statistics
import TestSupport
import Testing

private let absent: Comment = "the reference folder is not beside the repository"

@Suite struct ReferenceTests {
  private static let intervals = "proportions/proportion_confint.expected.csv"
  private static let sizes = "proportions/cert_min_n_onesided95_clopper.csv"
  private static let cases = "delong/asah.csv"
  private static let published = "delong/asah.expected.proc.json"

  @Test(.enabled(if: Reference.has(intervals), absent))
  func `Wilson and Clopper-Pearson intervals equal statsmodels`() throws {
    for row in try Reference.rows(Self.intervals) where ["wilson", "beta"].contains(row[2]) {
      let proportion = Proportion(successes: Double(row[0])!, trials: Int(row[1])!)
      let got = try #require(
        row[2] == "wilson"
          ? proportion.wilson(confidence: 0.95) : proportion.clopperPearson(confidence: 0.95))
      #expect(abs(got.low - Double(row[3])!) < 1e-9, "\(row)")
      #expect(abs(got.high - Double(row[4])!) < 1e-9, "\(row)")
    }
  }

  @Test(.enabled(if: Reference.has(sizes), absent))
  func `the fewest cases for a certified lower bound equal the table`() throws {
    for row in try Reference.rows(Self.sizes) {
      let (target, observed) = (Double(row[0])!, Double(row[1])!)
      let fewest = (1...400).first { n in
        let successes = (observed * Double(n)).rounded(.toNearestOrEven)
        return Proportion(successes: successes, trials: n).lowerBound()! >= target
      }
      #expect(fewest == Int(row[2])!, "\(row)")
    }
  }

  private struct Published: Decodable {
    struct Paired: Decodable {
      var statistic: Double
      var p: Double
    }
    var auc: [String: Double]
    var varDelong: [String: Double]
    var covDelong: [String: Double]
    var ci95Delong: [String: [Double]]
    var testPaired: [String: Paired]
  }

  private func curves() throws -> [String: ReceiverCurve] {
    let rows = try Reference.rows(Self.cases)
    var curves: [String: ReceiverCurve] = [:]
    for (column, name) in ["wfns", "s100b", "ndka"].enumerated() {
      let rated = rows.map { (isPositive: $0[0] == "1", rating: Double($0[column + 1])!) }
      curves[name] = ReceiverCurve(
        positive: rated.filter(\.isPositive).map(\.rating),
        negative: rated.filter { !$0.isPositive }.map(\.rating))
    }
    return curves
  }

  @Test(.enabled(if: Reference.has(cases) && Reference.has(published), absent))
  func `areas, variances and paired tests equal pROC`() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let expected = try decoder.decode(Published.self, from: Reference.contents(Self.published))
    let curves = try curves()
    for (name, curve) in curves {
      #expect(isClose(curve.area, expected.auc[name]!))
      #expect(isClose(try #require(curve.variance), expected.varDelong[name]!))
      let interval = try #require(curve.interval(confidence: 0.95))
      #expect(isClose(interval.low, expected.ci95Delong[name]![0]))
      #expect(isClose(interval.high, expected.ci95Delong[name]![2]))
    }
    for (pair, value) in expected.covDelong {
      let names = pair.split(separator: "_").map(String.init)
      let got = try #require(curves[names[0]]!.covariance(with: curves[names[1]]!))
      #expect(isClose(abs(got), abs(value)), "\(pair): \(got) and \(value)")
    }
    for (pair, value) in expected.testPaired {
      let names = pair.split(separator: "_").map(String.init)
      let got = try #require(curves[names[0]]!.difference(from: curves[names[1]]!))
      #expect(isClose(got.z, value.statistic), "\(pair)")
      #expect(isClose(got.p, value.p), "\(pair)")
    }
  }
}

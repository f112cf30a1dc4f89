import Foundation
import Statistics
import TestSupport
import Testing

private let absent: Comment = "the reference folder is not beside the repository"
private let study = "mrmc/vandyke.csv"
private let published = "mrmc/vandyke.expected.rjafroc.json"
private let perModality = "mrmc/ds02.orvarcomp.expected.json"

/// Van Dyke's study: 2 modalities, 5 readers, 45 diseased and 69 normal cases.
struct VanDyke {
  var readings: [[UStatistics.Reading]]

  init() throws {
    let rows = try Reference.rows(study)
    func distinct(_ column: Int, where holds: ([String]) -> Bool = { _ in true }) -> [String] {
      var seen: Set<String> = []
      return rows.filter(holds).map { $0[column] }.filter { seen.insert($0).inserted }
    }
    let (negatives, positives) = (
      distinct(2) { $0[3] == "0" }, distinct(2) { $0[3] == "1" }
    )
    var ratings: [[String]: Double] = [:]
    for row in rows { ratings[[row[0], row[1], row[2]]] = Double(row[4])! }
    readings = distinct(0).map { modality in
      distinct(1).map { reader in
        UStatistics.Reading(
          negative: negatives.map { ratings[[modality, reader, $0]] },
          positive: positives.map { ratings[[modality, reader, $0]] })
      }
    }
  }

  var figures: [[CaseFigure]] {
    readings.map {
      $0.map { reading in
        CaseFigure(
          ReceiverCurve(
            positive: reading.positive.compactMap(\.self),
            negative: reading.negative.compactMap(\.self))!)
      }
    }
  }
}

@Suite struct ManyReadersReferenceTests {
  @Test(.enabled(if: Reference.has(study) && Reference.has(published), absent))
  func `Obuchowski-Rockette equals RJafroc and the Iowa program on Van Dyke's study`() throws {
    let expected = try Expected(published, ["result", "OR"])
    let analysis = try ObuchowskiRockette(VanDyke().figures)
    try expectEqual(analysis, expected)
  }

  @Test(.enabled(if: Reference.has(study) && Reference.has(perModality), absent))
  func `variance components equal UtilORVarComp`() throws {
    let expected = try Expected(perModality, ["result", "jackknife", "VarCom"])
    let components = try ObuchowskiRockette(VanDyke().figures).components
    let got = [
      components.varR, components.varTR, components.cov1, components.cov2, components.cov3,
      .success(components.variance),
    ]
    for (got, value) in zip(got, expected.numbers("Estimates")) {
      #expect(isClose(try got.get(), value))
    }
  }

  @Test(.enabled(if: Reference.has(study), absent))
  func `U-statistics of the full table equal iMRMC`() throws {
    let analysis = try UStatistics(VanDyke().readings)
    let difference = try analysis.differences[0].tested.unbiased.get()
    // iMRMC's printed digits, two-sided, first minus second modality.
    #expect(isClose(difference.value, -0.0438003220611917))
    #expect(abs(difference.variance - 0.0004273125) < 1e-9)
    #expect(abs(difference.p - 0.0556466) < 1e-7)
    #expect(abs(difference.pNormal - 0.0341014) < 1e-7)
    #expect(isClose(difference.df, 12.8134110059859))
  }
}

/// Compares all of an analysis with RJafroc's `St(..., method = "OR")`.
func expectEqual(_ analysis: ObuchowskiRockette, _ expected: Expected) throws {
  let random = try analysis.randomReadersAndCases.get()
  let fixedReaders = try analysis.fixedReaders.get()
  let fixedCases = try analysis.fixedCases.get()
  #expect(isClose(random.f, expected.number("RRRC", "FTests", "FStat")))
  #expect(isClose(random.ddf, expected.numbers("RRRC", "FTests", "DF")[1]))
  #expect(isClose(random.p, expected.number("RRRC", "FTests", "p")))
  #expect(isClose(fixedReaders.f, expected.number("FRRC", "FTests", "Chisq")))
  #expect(isClose(fixedReaders.p, expected.number("FRRC", "FTests", "p")))
  #expect(isClose(fixedCases.f, expected.number("RRFC", "FTests", "F")))
  #expect(isClose(fixedCases.p, expected.number("RRFC", "FTests", "p")))
  for (test, name) in [(random, "RRRC"), (fixedReaders, "FRRC"), (fixedCases, "RRFC")] {
    let difference = test.differences[0]
    #expect(isClose(difference.difference, expected.number(name, "ciDiffTrt", "Estimate")))
    #expect(isClose(difference.standardError, expected.number(name, "ciDiffTrt", "StdErr")))
    #expect(isClose(difference.interval.low, expected.number(name, "ciDiffTrt", "CILower")))
    #expect(isClose(difference.interval.high, expected.number(name, "ciDiffTrt", "CIUpper")))
  }
  for (index, mean) in analysis.means.enumerated() {
    for (estimate, name) in [
      (mean.randomReadersAndCases, "RRRC"), (mean.fixedReaders, "FRRC"), (mean.fixedCases, "RRFC"),
    ] {
      let got = try estimate.get()
      #expect(isClose(mean.mean, expected.numbers(name, "ciAvgRdrEachTrt", "Estimate")[index]))
      #expect(isClose(got.standardError, expected.numbers(name, "ciAvgRdrEachTrt", "StdErr")[index]))
      #expect(isClose(got.interval.low, expected.numbers(name, "ciAvgRdrEachTrt", "CILower")[index]))
      #expect(isClose(got.interval.high, expected.numbers(name, "ciAvgRdrEachTrt", "CIUpper")[index]))
    }
  }
}

/// A part of a reference file in JSON.
struct Expected {
  private let object: [String: Any]

  init(_ path: String, _ keys: [String] = []) throws {
    let root = try JSONSerialization.jsonObject(with: Reference.contents(path))
    var object = try #require(root as? [String: Any])
    for key in keys { object = try #require(object[key] as? [String: Any]) }
    self.object = object
  }

  private func value(_ keys: [String]) -> Any? {
    keys.reduce(object as Any?) { ($0 as? [String: Any])?[$1] }
  }

  /// A number that is not there compares unequal to everything.
  func number(_ keys: String...) -> Double {
    (value(keys) as? NSNumber)?.doubleValue ?? (value(keys) as? [Any])?.first.map { numbers([$0])[0] }
      ?? .nan
  }

  func numbers(_ keys: String...) -> [Double] { numbers(value(keys) as? [Any] ?? []) }

  /// Rows of numbers.
  func table(_ keys: String...) -> [[Double]] {
    (value(keys) as? [[Any]] ?? []).map { numbers($0) }
  }

  private func numbers(_ values: [Any]) -> [Double] {
    values.map { ($0 as? NSNumber)?.doubleValue ?? .nan }
  }
}

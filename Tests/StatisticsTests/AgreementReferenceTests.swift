import Foundation
import Statistics
import TestSupport
import Testing

private let kappas = "agreement/expected.kappa.json"
private let diagnoses = "agreement/fleiss1971_diagnoses.csv"
private let correlations = "measurement/shrout_fleiss_1979.expected.json"
private let judges = "measurement/shrout_fleiss_1979.csv"
private let paired = "proportions/mcnemar_cochran.expected.json"

private let absent: Comment = "the reference folder is not beside the repository"

/// A table of counts as one pair of levels an item.
private func pairs(_ table: [[Double]]) -> [(Int, Int)] {
  table.enumerated().flatMap { row in
    row.element.enumerated().flatMap { column in
      [(Int, Int)](repeating: (row.offset, column.offset), count: Int(column.element))
    }
  }
}

@Suite struct AgreementReferenceTests {
  @Test(.enabled(if: Reference.has(kappas), absent))
  func `kappa and its standard errors equal SAS and scikit-learn`() throws {
    let expected = try Expected(kappas)
    let first = try Kappa(
      pairs(expected.table("artstein_poesio_t1", "table")), levels: 2, weights: .unweighted)
    #expect(isClose(first.value, expected.number("artstein_poesio_t1", "kappa")))
    let cells = pairs(expected.table("sas_table10", "table"))
    for (weights, key) in [(Disagreement.unweighted, "simple"), (.linear, "weights_0_1_2")] {
      let got = try Kappa(cells, levels: 3, weights: weights)
      let test = try #require(got.test)
      #expect(isClose(got.value, expected.number("sas_table10", key, "kappa")))
      #expect(isClose(got.standardError, expected.number("sas_table10", key, "ase")))
      #expect(isClose(got.interval.low, expected.number("sas_table10", key, "lo")))
      #expect(isClose(got.interval.high, expected.number("sas_table10", key, "hi")))
      #expect(isClose(test.standardError, expected.number("sas_table10", key, "ase0")))
      #expect(isClose(test.z, expected.number("sas_table10", key, "z")))
      #expect(isClose(test.p, expected.number("sas_table10", key, "p2")))
    }
  }

  @Test(.enabled(if: Reference.has(kappas), absent))
  func `weighted kappas equal scikit-learn`() throws {
    let expected = try Expected(kappas)
    func labels(_ key: String) -> [Int] {
      expected.table("artstein_poesio_weighted", key).flatMap {
        [Int](repeating: Int($0[0]), count: Int($0[1]))
      }
    }
    let both = Array(zip(labels("y1_runs"), labels("y2_runs")))
    for (weights, key) in [(Disagreement.unweighted, "none"), (.linear, "linear"), (.quadratic, "quadratic")] {
      let got = try Kappa(both, levels: 3, weights: weights).value
      #expect(isClose(got, expected.number("artstein_poesio_weighted", key)))
    }
  }

  @Test(.enabled(if: Reference.has(kappas) && Reference.has(diagnoses), absent))
  func `Fleiss' kappa equals statsmodels and the paper`() throws {
    let expected = try Expected(kappas)
    let rows = try Reference.rows(diagnoses).map { $0.dropFirst().map { Int($0)! - 1 } }
    let fleiss = try RatingTable(rows, levels: 5).fleiss()
    #expect(isClose(fleiss.value, expected.number("fleiss1971", "fleiss_kappa")))
    #expect(abs(fleiss.z - 17.65) < 0.005)
    let counts = expected.table("fleiss_wikipedia_table1", "counts")
    let second = try RatingTable(
      counts.map { $0.enumerated().flatMap { [Int](repeating: $0.offset, count: Int($0.element)) } },
      levels: 5
    ).fleiss()
    #expect(isClose(second.value, expected.number("fleiss_wikipedia_table1", "kappa")))
  }

  @Test(.enabled(if: Reference.has(judges) && Reference.has(correlations), absent))
  func `intraclass correlations equal psych and Shrout and Fleiss`() throws {
    let rows = try Reference.rows(judges).map { $0.dropFirst().map { Double($0)! } }
    let variance = try RaterVariance(rows)
    let root = try JSONSerialization.jsonObject(with: Reference.contents(correlations))
    let results = try #require((root as? [String: Any])?["results"] as? [[String: Any]])
    #expect(results.count == 6)
    for result in results {
      func number(_ key: String) -> Double { (result[key] as? NSNumber)?.doubleValue ?? .nan }
      let form = try #require(
        (result["type"] as? String).flatMap(IntraclassCorrelation.Form.init))
      let got = try variance.correlation(form)
      #expect(isClose(got.value, number("ICC")))
      #expect(isClose(got.f, number("F")))
      #expect(isClose(got.p, number("p")))
      #expect(isClose(got.interval.low, number("lower bound"), relative: 1e-8), "\(form)")
      #expect(isClose(got.interval.high, number("upper bound"), relative: 1e-8), "\(form)")
    }
  }

  @Test(.enabled(if: Reference.has(paired), absent))
  func `McNemar's and Cochran's tests equal statsmodels`() throws {
    let expected = try Expected(paired)
    let test = McNemar(firstOnly: 59, secondOnly: 33)
    #expect(isClose(test.exactP, expected.number("table_101_59_33_157", "exact_p")))
    for (corrected, key) in [(true, "chi2_cc"), (false, "chi2")] {
      let got = try #require(test.chiSquare(corrected: corrected))
      #expect(isClose(got.statistic, expected.numbers("table_101_59_33_157", key)[0]))
      #expect(isClose(got.p, expected.numbers("table_101_59_33_157", key)[1]))
    }
    #expect(isClose(McNemar(firstOnly: 2, secondOnly: 9).exactP, expected.number("small", "exact_p")))
    let rows = expected.table("cochran_q", "matrix").map { $0.map { $0 == 1 } }
    let q = try cochranQ(rows)
    #expect(isClose(q.q, expected.number("cochran_q", "Q")))
    #expect(isClose(q.p, expected.number("cochran_q", "p")))
  }
}

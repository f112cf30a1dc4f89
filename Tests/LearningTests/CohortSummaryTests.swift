import Learning
import Sonography
import Testing

@Suite struct CohortSummaryTests {
  private func trainee(_ id: String, _ value: Double, count: Int) -> (
    id: String, evidence: [Evidence]
  ) {
    (
      id,
      (0..<count).map {
        Evidence(skill: .find, value: value, isFirst: true, isUnaided: true, order: $0)
      }
    )
  }

  @Test func `rows keep their order, and nobody below fifty answers is ranked`() {
    let cohort = CohortSummary(of: [
      trainee("zoe", 0.9, count: 49), trainee("adam", 0.5, count: 50),
      trainee("mia", 0.7, count: 60), trainee("noah", 1, count: 3),
    ])
    #expect(cohort.rows.map(\.trainee) == ["zoe", "adam", "mia", "noah"])
    #expect(cohort.comparable(in: .find).map(\.trainee) == ["mia", "adam"])
    #expect(cohort.comparable(in: .manage).isEmpty)
    #expect(cohort.rows[3].curve(.find)?.count == 3)
    #expect(cohort.rows[3].curve(.find)?.overall == nil)
  }

  @Test func `bands are the quantiles of the trainees who reached a window`() throws {
    // Means 0.5, 0.6, 0.7, 0.8, 0.9 in the first window; four of them in the second.
    let values = [0.5, 0.6, 0.7, 0.8, 0.9]
    let cohort = CohortSummary(
      of: values.map { trainee("t\($0)", $0, count: $0 < 0.9 ? 40 : 20) })
    let bands = cohort.bands(of: .find)
    #expect(bands.count == 1, "a band of four would show single people")
    let band = try #require(bands.first)
    #expect(band.first == 1 && band.last == 20 && band.trainees == 5)
    let expected = [0.54, 0.6, 0.7, 0.8, 0.86]
    for (got, value) in zip([band.p10, band.p25, band.p50, band.p75, band.p90], expected) {
      #expect(abs(got - value) < 1e-12)
    }
  }
}

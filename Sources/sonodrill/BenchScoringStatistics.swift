import Sonography
import Statistics

extension BenchScoring {
  /// Figures of many readers, on drawn readings.
  static var statistics: [Row] {
    let marks = (0..<1000).map { drawnMarks(reader: UInt64($0), cases: 200) }
    let ratings = (0..<1000).map { drawnRatings(reader: UInt64($0), cases: 200) }
    let study = (0..<2).map { modality in
      (0..<50).map { drawnRatings(reader: UInt64(modality * 1000 + $0), cases: 500) }
    }
    let partial = study.map { row in row.map(thinned) }
    return [
      Row(name: "wAFROC and AUC with DeLong, 1000 readers × 200 cases", limit: 1) {
        for reading in marks { _ = try reading.figure(.wafroc).value }
        for rating in ratings { _ = curve(rating)?.interval() }
      },
      Row(name: "Obuchowski-Rockette on AUC, 2 × 50 readers × 500 cases", limit: 1) {
        let figures = study.map { $0.compactMap { curve($0).map(CaseFigure.init) } }
        _ = try ObuchowskiRockette(figures).randomReadersAndCases.get()
      },
      Row(name: "U-statistics with a third missing, 2 × 50 readers × 500 cases", limit: 1) {
        _ = try UStatistics(partial).differences[0].tested.biased.get()
      },
    ]
  }
}

private typealias Ratings = (negative: [Double], positive: [Double])

private func curve(_ ratings: Ratings) -> ReceiverCurve? {
  ReceiverCurve(positive: ratings.positive, negative: ratings.negative)
}

/// Half the cases diseased, and rated higher.
private func drawnRatings(reader: UInt64, cases: Int) -> Ratings {
  var random = SplitMix64(seed: reader + 1)
  func rating() -> Double { Double.random(in: 0...1, using: &random) }
  return ((0..<cases / 2).map { _ in rating() }, (0..<cases / 2).map { _ in rating() + 0.3 })
}

private func thinned(_ ratings: Ratings) -> UStatistics.Reading {
  func two(_ values: [Double]) -> [Double?] {
    values.enumerated().map { $0.offset % 3 == 0 ? nil : $0.element }
  }
  return UStatistics.Reading(negative: two(ratings.negative), positive: two(ratings.positive))
}

/// Half the cases with one to three lesions; up to two false marks a case.
private func drawnMarks(reader: UInt64, cases: Int) -> FreeResponse {
  var random = SplitMix64(seed: reader + 1)
  return FreeResponse(
    (0..<cases).map { index in
      let lesions = index % 2 == 0 ? 0 : Int.random(in: 1...3, using: &random)
      return FreeResponse.Case(
        lesions: (0..<lesions).map { _ in
          let isMarked = Int.random(in: 0...9, using: &random) < 7
          return FreeResponse.Lesion(
            weight: 1 / Double(lesions),
            rating: isMarked ? Double.random(in: 0.2...1, using: &random) : nil)
        },
        nonLesions: (0..<Int.random(in: 0...2, using: &random)).map { _ in
          Double.random(in: 0...0.8, using: &random)
        })
    })
}

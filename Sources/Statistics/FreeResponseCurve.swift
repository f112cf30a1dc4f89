/// The FROC curve: lesions localized against false marks a case, as the rating that counts drops.
package struct FreeResponseCurve: Hashable, Sendable {
  package struct Point: Hashable, Sendable {
    /// Marks rated at least this much count.
    package let threshold: Double
    /// Non-lesion localizations, divided by all cases.
    package let nonLesionFraction: Double
    /// Lesions localized, divided by all lesions.
    package let lesionLocalizationFraction: Double
  }

  /// One per distinct rating, highest first; both fractions never fall.
  package let points: [Point]

  package init(_ reading: FreeResponse) throws(Undefined) {
    let lesions = reading.cases.flatMap(\.lesions)
    guard !lesions.isEmpty else { throw Undefined("A FROC curve needs lesions, and there are none.") }
    let hits = lesions.compactMap(\.rating).sorted(by: >)
    let misses = reading.cases.flatMap(\.nonLesions).sorted(by: >)
    let (caseCount, lesionCount) = (Double(reading.cases.count), Double(lesions.count))
    var (hit, miss) = (0, 0)
    points = Set(hits + misses).sorted(by: >).map { threshold in
      while hit < hits.count, hits[hit] >= threshold { hit += 1 }
      while miss < misses.count, misses[miss] >= threshold { miss += 1 }
      return Point(
        threshold: threshold, nonLesionFraction: Double(miss) / caseCount,
        lesionLocalizationFraction: Double(hit) / lesionCount)
    }
  }

  /// The fraction of lesions localized at so many false marks a case, straight between points and
  /// level after the last.
  package func localized(at nonLesionFraction: Double) -> Double {
    var last = (x: 0.0, y: 0.0)
    for point in points {
      let next = (x: point.nonLesionFraction, y: point.lesionLocalizationFraction)
      if next.x > nonLesionFraction {
        return last.y + (next.y - last.y) * (nonLesionFraction - last.x) / (next.x - last.x)
      }
      last = next
    }
    return last.y
  }

  /// The mean over 1/8, 1/4, 1/2, 1, 2, 4 and 8 false marks a case (Niemeijer et al., *IEEE TMI*, 2011).
  package var competitionPerformance: Double {
    let rates = [0.125, 0.25, 0.5, 1, 2, 4, 8]
    return rates.reduce(0) { $0 + localized(at: $1) } / Double(rates.count)
  }
}

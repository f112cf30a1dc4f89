import Sonography
import Statistics
import Testing

/// Laws of the free-response figures, on drawn sets of marks.
@Suite struct FreeResponseLawTests {
  private func reading(_ seed: UInt64) -> FreeResponse {
    var random = SplitMix64(seed: seed)
    func rating() -> Double { Double(Int.random(in: 1...6, using: &random)) }
    return FreeResponse(
      (0..<24).map { index in
        let lesions = index % 2 == 0 ? 0 : Int.random(in: 1...3, using: &random)
        return FreeResponse.Case(
          lesions: (0..<lesions).map { _ in
            FreeResponse.Lesion(
              weight: 1 / Double(lesions),
              rating: Bool.random(using: &random) ? rating() + 1 : nil)
          },
          nonLesions: (0..<Int.random(in: 0...2, using: &random)).map { _ in rating() })
      })
  }

  @Test(arguments: UInt64(1)...100)
  func `every figure equals its definition, and leaving out a case equals computing without it`(
    seed: UInt64
  ) throws {
    let reading = reading(seed)
    for figure in FreeResponseFigure.allCases {
      let got = try reading.figure(figure)
      #expect(abs(got.value - naive(figure, reading.cases)) < 1e-12, "\(figure)")
      let left = try #require(got.withoutCase)
      let kept = reading.cases.indices.filter { depends(figure, reading.cases[$0]) }
      #expect(left.count == kept.count)
      for (value, index) in zip(left, kept) {
        var fewer = reading.cases
        fewer.remove(at: index)
        #expect(abs(value - naive(figure, fewer)) < 1e-12, "\(figure) without \(index)")
      }
    }
  }

  private func depends(_ figure: FreeResponseFigure, _ one: FreeResponse.Case) -> Bool {
    switch figure {
    case .lesionLocalizationFraction, .highestRatingSensitivity: one.isDiseased
    case .nonLesionFraction, .highestRatingSpecificity: !one.isDiseased
    default: true
    }
  }

  /// The naive twin: every pair, as the definitions have it.
  private func naive(_ figure: FreeResponseFigure, _ cases: [FreeResponse.Case]) -> Double {
    let (normal, diseased) = (cases.filter { !$0.isDiseased }, cases.filter(\.isDiseased))
    let lesions = diseased.flatMap(\.lesions)
    func false1(_ one: FreeResponse.Case) -> Double { one.nonLesions.max() ?? -.infinity }
    func top(_ one: FreeResponse.Case) -> Double {
      max(false1(one), one.lesions.map { $0.rating ?? -.infinity }.max() ?? -.infinity)
    }
    func pairs(_ among: [FreeResponse.Case], weighted: Bool) -> Double {
      var sum = 0.0
      for one in among {
        for lesion in lesions {
          let (x, z) = (false1(one), lesion.rating ?? -.infinity)
          sum += (weighted ? lesion.weight : 1) * (x < z ? 1 : x == z ? 0.5 : 0)
        }
      }
      return sum / Double(among.count) / Double(weighted ? diseased.count : lesions.count)
    }
    switch figure {
    case .wafroc: return pairs(normal, weighted: true)
    case .afroc: return pairs(normal, weighted: false)
    case .wafroc1: return pairs(cases, weighted: true)
    case .afroc1: return pairs(cases, weighted: false)
    case .highestRatingArea:
      var sum = 0.0
      for x in normal.map(top) { for z in diseased.map(top) { sum += x < z ? 1 : x == z ? 0.5 : 0 } }
      return sum / Double(normal.count * diseased.count)
    case .lesionLocalizationFraction:
      return Double(lesions.count { $0.rating != nil }) / Double(lesions.count)
    case .nonLesionFraction:
      return Double(normal.reduce(0) { $0 + $1.nonLesions.count }) / Double(normal.count)
    case .nonLesionFractionAllCases:
      return Double(cases.reduce(0) { $0 + $1.nonLesions.count }) / Double(cases.count)
    case .highestRatingSensitivity:
      return Double(diseased.count { top($0) > -.infinity }) / Double(diseased.count)
    case .highestRatingSpecificity:
      return Double(normal.count { top($0) == -.infinity }) / Double(normal.count)
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `a normal case without marks never lowers wAFROC`(seed: UInt64) throws {
    let cases = reading(seed).cases
    let more = cases + [FreeResponse.Case(lesions: [], nonLesions: [])]
    let (before, after) = (
      try FreeResponse(cases).figure(.wafroc).value, try FreeResponse(more).figure(.wafroc).value
    )
    // Such a case gets from every lesion the most that any normal case can.
    #expect(after >= before - 1e-12)
  }

  @Test(arguments: UInt64(1)...100)
  func `a false mark on a diseased case never changes AFROC and wAFROC`(seed: UInt64) throws {
    let cases = reading(seed).cases
    var more = cases
    more[1].nonLesions.append(99)
    for figure in [FreeResponseFigure.wafroc, .afroc] {
      #expect(try FreeResponse(cases).figure(figure) == FreeResponse(more).figure(figure))
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `the FROC curve never falls and ends at MaxLLF`(seed: UInt64) throws {
    let reading = reading(seed)
    let curve = try FreeResponseCurve(reading)
    for (a, b) in zip(curve.points, curve.points.dropFirst()) {
      #expect(a.nonLesionFraction <= b.nonLesionFraction)
      #expect(a.lesionLocalizationFraction <= b.lesionLocalizationFraction)
    }
    let last = try #require(curve.points.last)
    #expect(
      abs(last.lesionLocalizationFraction - (try reading.figure(.lesionLocalizationFraction).value))
        < 1e-12)
    #expect((0...1).contains(curve.competitionPerformance))
  }

  @Test func `without normal or diseased cases a figure says what it needs`() {
    let lesion = FreeResponse.Lesion(weight: 1, rating: 2)
    let diseased = FreeResponse([FreeResponse.Case(lesions: [lesion], nonLesions: [])])
    let normal = FreeResponse([FreeResponse.Case(lesions: [], nonLesions: [1])])
    #expect(throws: Undefined("wAFROC needs normal cases, and there are none; wAFROC1 does without.")) {
      try diseased.figure(.wafroc)
    }
    #expect(throws: Never.self) { try diseased.figure(.lesionLocalizationFraction) }
    #expect(throws: Undefined.self) { try normal.figure(.wafroc) }
    #expect(throws: Undefined.self) { try FreeResponse([]).figure(.nonLesionFraction) }
    #expect(throws: Undefined.self) { try FreeResponseCurve(normal) }
  }
}

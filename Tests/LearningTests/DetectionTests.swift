import Learning
import Sonography
import Statistics
import Testing

@Suite struct DetectionTests {
  private func calls(_ positive: Int, of count: Int, isMalignant: Bool) -> [Call] {
    (0..<count).map {
      Call(
        isPositive: $0 < positive, isMalignant: isMalignant, likelihood: nil, isFirst: true,
        isUnaided: true)
    }
  }

  @Test func `hits and false alarms give sensitivity, specificity, d′ and c`() throws {
    let detection = Detection(
      of: calls(18, of: 20, isMalignant: true) + calls(6, of: 30, isMalignant: false))
    #expect(detection.sensitivity.value == 0.9)
    #expect(detection.specificity.value == 0.8)
    // Log-linear: 18.5 / 21 has the deviate 1.179761, 6.5 / 31 has −0.807541 (SciPy's norm.ppf).
    #expect(abs(try #require(detection.sharpness) - 1.9873021597) < 1e-9)
    #expect(abs(try #require(detection.criterion) + 0.1861100377) < 1e-9)
  }

  @Test func `perfect calls keep d′ finite, and one kind of case gives none`() throws {
    let perfect = Detection(
      of: calls(20, of: 20, isMalignant: true) + calls(0, of: 20, isMalignant: false))
    #expect(perfect.sharpness?.isFinite == true)
    #expect(abs(try #require(perfect.criterion)) < 1e-12)
    let single = Detection(of: calls(3, of: 5, isMalignant: true))
    #expect(single.sharpness == nil && single.specificity.value == nil)
  }

  @Test(arguments: [(19, 20, false), (20, 20, true), (40, 19, false)])
  func `no area is shown below 20 and 20`(malignant: Int, other: Int, isShown: Bool) {
    let calls = (0..<(malignant + other)).map { index in
      Call(
        isPositive: false, isMalignant: index < malignant, likelihood: Double(index % 7) / 7,
        isFirst: true, isUnaided: true)
    }
    let detection = Detection(of: calls)
    #expect((detection.area != nil) == isShown)
    #expect((detection.areaReason == nil) == isShown)
  }

  @Test func `repeats and aided calls are left out`() {
    var seen = calls(0, of: 10, isMalignant: true)
    for index in seen.indices { seen[index].isFirst = false }
    #expect(Detection(of: seen).sensitivity.trials == 0)
  }

  @Test(arguments: UInt64(1)...100)
  func `raising the threshold never raises sensitivity nor lowers specificity`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let rated = (0..<60).map { _ in
      (rating: Double.random(in: 0...1, using: &random), isMalignant: Bool.random(using: &random))
    }
    let figures = stride(from: 0.0, through: 1, by: 0.1).map { threshold in
      Detection(
        of: rated.map {
          Call(
            isPositive: $0.rating >= threshold, isMalignant: $0.isMalignant, likelihood: nil,
            isFirst: true, isUnaided: true)
        })
    }
    let sensitivity = figures.map(\.sensitivity.successes)
    let specificity = figures.map(\.specificity.successes)
    #expect(sensitivity == sensitivity.sorted(by: >))
    #expect(specificity == specificity.sorted(by: <))
  }

  @Test(arguments: UInt64(1)...100)
  func `sharpness and criterion lie in their intervals, which narrow with more cases`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func detection(_ cases: Int) -> Detection {
      Detection(
        of: (0..<cases).map { index in
          Call(
            isPositive: Double.random(in: 0..<1, using: &random) < (index % 2 == 0 ? 0.8 : 0.3),
            isMalignant: index % 2 == 0, likelihood: nil, isFirst: true, isUnaided: true)
        })
    }
    let (few, many) = (detection(40), detection(4000))
    for one in [few, many] {
      let (d, c) = (try #require(one.sharpnessInterval), try #require(one.criterionInterval))
      #expect(d.low < one.sharpness! && one.sharpness! < d.high)
      #expect(c.low < one.criterion! && one.criterion! < c.high)
    }
    let (wide, narrow) = (try #require(few.sharpnessInterval), try #require(many.sharpnessInterval))
    #expect(narrow.high - narrow.low < wide.high - wide.low)
  }
}

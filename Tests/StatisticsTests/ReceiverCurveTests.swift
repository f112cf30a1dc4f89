import Sonography
import Statistics
import Testing

@Suite struct ReceiverCurveTests {
  @Test(arguments: UInt64(1)...100)
  func `the area ignores monotone changes of the ratings and mirrors when they are negated`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let positive = (0..<25).map { _ in Double(Int.random(in: 0...20, using: &random)) }
    let negative = (0..<30).map { _ in Double(Int.random(in: 0...15, using: &random)) }
    let curve = try #require(ReceiverCurve(positive: positive, negative: negative))
    let cubed = ReceiverCurve(
      positive: positive.map { $0 * $0 * $0 }, negative: negative.map { $0 * $0 * $0 })
    let mirrored = ReceiverCurve(positive: positive.map(-), negative: negative.map(-))
    #expect(curve == cubed)
    #expect(abs(curve.area + (mirrored?.area ?? .nan) - 1) < 1e-12)
    #expect(abs(curve.area - pairwise(positive, negative)) < 1e-12)
  }

  /// The naive twin: every pair.
  private func pairwise(_ positive: [Double], _ negative: [Double]) -> Double {
    var sum = 0.0
    for p in positive { for n in negative { sum += p > n ? 1 : p == n ? 0.5 : 0 } }
    return sum / Double(positive.count * negative.count)
  }

  @Test func `equal ratings give exactly one half, and perfect ones no interval`() throws {
    let equal = try #require(ReceiverCurve(positive: [1, 1, 1], negative: [1, 1]))
    #expect(equal.area == 0.5)
    let perfect = try #require(ReceiverCurve(positive: [2, 3, 4], negative: [0, 1]))
    #expect(perfect.area == 1)
    #expect(perfect.interval() == nil)
    #expect(ReceiverCurve(positive: [], negative: [1]) == nil)
    #expect(ReceiverCurve(positive: [.nan], negative: [1]) == nil)
  }
}

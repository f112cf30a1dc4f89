import Sonography
import Testing

@Suite struct ContourBlendingTests {
  /// Half the way between circles of 20 and 40 px, 100 px apart: 30 px, in the middle. Their points
  /// start elsewhere, run the other way round and differ in number.
  @Test(arguments: UInt64(1)...100)
  func `halfway between two circles is the circle in the middle`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let turned = { (contour: Contour, random: inout SplitMix64) -> Contour in
      let start = Int.random(in: 0..<contour.points.count, using: &random)
      let points = Array(contour.points[start...] + contour.points[..<start])
      return Contour(points: Bool.random(using: &random) ? points : points.reversed())
    }
    let small = turned(
      Example.circle(x: 100, y: 100, radius: 20, points: .random(in: 24...80, using: &random)), &random)
    let large = turned(
      Example.circle(x: 200, y: 100, radius: 40, points: .random(in: 24...80, using: &random)), &random)
    let middle = small.blended(towards: large, by: 0.5)
    #expect(abs(middle.centroid.x - 150) < 0.5)
    #expect(abs(middle.centroid.y - 100) < 0.5)
    #expect(middle.overlap(with: Example.circle(x: 150, y: 100, radius: 30)).iou > 0.97)
  }

  @Test func `both ends are the outlines themselves`() {
    let (a, b) = (Example.circle(x: 100, y: 100, radius: 20), Example.circle(x: 200, y: 150, radius: 35))
    #expect(a.blended(towards: b, by: 0).overlap(with: a).iou > 0.98)
    #expect(a.blended(towards: b, by: 1).overlap(with: b).iou > 0.98)
  }

  @Test func `an outline without area blends without harm`() {
    let dot = Contour(points: Array(repeating: PixelPoint(x: 5, y: 5), count: 4))
    let circle = Example.circle(x: 100, y: 100, radius: 20)
    #expect(dot.blended(towards: circle, by: 0.5).points.allSatisfy { $0.isFinite })
    #expect(circle.blended(towards: dot, by: 0.5).points.allSatisfy { $0.isFinite })
    let nothing = Contour(points: [])
    #expect(nothing.blended(towards: circle, by: 0.6) == circle)
    #expect(nothing.blended(towards: nothing, by: 0.2) == nothing)
  }
}

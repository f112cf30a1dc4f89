import AICore
import Sonography
import Testing

@Suite struct OutlineTracingTests {
  /// Logits of a disc's or ellipse's distance field: the level 0 is the ellipse itself.
  private func field(_ a: Double, _ b: Double, _ cx: Double, _ cy: Double) -> [Float] {
    (0..<(128 * 128)).map { place in
      let (u, v) = ((Double(place % 128) + 0.5 - cx) / a, (Double(place / 128) + 0.5 - cy) / b)
      return Float((1 - (u * u + v * v).squareRoot()) * 8)
    }
  }

  private func outline(_ logits: [Float]) throws -> Contour {
    let region = try #require(MaskRegion.all(in: logits, side: 128, above: 0).first)
    let points = OutlineTracing.outline(of: region, logits: logits, level: 0)
    return Contour(points: points.map { PixelPoint(x: $0.x, y: $0.y) })
  }

  @Test(arguments: UInt64(1)...100)
  func `the area and centre of a traced ellipse are those of geometry`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (a, b) = (Double.random(in: 4...40, using: &random), Double.random(in: 4...40, using: &random))
    let (cx, cy) = (Double.random(in: 45...80, using: &random), Double.random(in: 45...80, using: &random))
    let contour = try outline(field(a, b, cx, cy))
    #expect(abs(contour.area / (Double.pi * a * b) - 1) < 0.015)
    #expect(abs(contour.centroid.x - cx) < 0.05 && abs(contour.centroid.y - cy) < 0.05)
    let box = try #require(contour.box)
    #expect(abs(box.width - 2 * a) < 0.25 && abs(box.height - 2 * b) < 0.25)
  }

  @Test func `a patch at the border ends there`() throws {
    let contour = try outline(field(30, 30, 0, 0))
    #expect(abs(contour.area / (Double.pi * 900 / 4) - 1) < 0.02)
    #expect(contour.points.allSatisfy { $0.x >= 0 && $0.y >= 0 })
  }

  @Test func `patches touching only at a corner are two, each with its own outline`() {
    var logits = [Float](repeating: -4, count: 128 * 128)
    for y in 10..<20 { for x in 10..<20 { logits[y * 128 + x] = 4 } }
    for y in 20..<28 { for x in 20..<28 { logits[y * 128 + x] = 4 } }
    let regions = MaskRegion.all(in: logits, side: 128, above: 0)
    #expect(regions.map(\.cells.count) == [100, 64])
    let areas = regions.map { region in
      let points = OutlineTracing.outline(of: region, logits: logits, level: 0)
      return Contour(points: points.map { PixelPoint(x: $0.x, y: $0.y) }).area
    }
    #expect(areas[0] > 95 && areas[0] < 110 && areas[1] > 60 && areas[1] < 72)
  }

  @Test func `a hole does not become the outline`() throws {
    var logits = field(30, 30, 64, 64)
    for place in logits.indices where logits[place] > 5 { logits[place] = -2 }
    #expect(try outline(logits).area > 2700)
  }
}

import Sonography
import Testing

/// Blobs made of overlapping discs on a 60 × 50 mask.
private func blobs(seed: UInt64) -> [Bool] {
  var random = SplitMix64(seed: seed)
  var mask = [Bool](repeating: false, count: 60 * 50)
  for _ in 0..<Int.random(in: 1...5, using: &random) {
    let x = Double.random(in: 0...60, using: &random)
    let y = Double.random(in: 0...50, using: &random)
    let radius = Double.random(in: 0.6...12, using: &random)
    for index in mask.indices {
      let dx = Double(index % 60) + 0.5 - x
      let dy = Double(index / 60) + 0.5 - y
      if dx * dx + dy * dy <= radius * radius { mask[index] = true }
    }
  }
  return mask
}

/// The pixels of noise: the worst case for corners that touch.
private func noise(seed: UInt64) -> [Bool] {
  var random = SplitMix64(seed: seed)
  return (0..<(60 * 50)).map { _ in Double.random(in: 0...1, using: &random) < 0.6 }
}

private func crossesItself(_ contour: Contour) -> Bool {
  let points = contour.points
  func side(_ a: PixelPoint, _ b: PixelPoint, _ c: PixelPoint) -> Double {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  }
  for i in points.indices {
    for j in points.indices where j > i + 1 && (i != 0 || j != points.count - 1) {
      let (a, b) = (points[i], points[(i + 1) % points.count])
      let (c, d) = (points[j], points[(j + 1) % points.count])
      if side(a, b, c) * side(a, b, d) < 0, side(c, d, a) * side(c, d, b) < 0 { return true }
    }
  }
  return false
}

@Suite struct MaskTracingTests {
  @Test func `a square of four pixels has an outline through the midpoints of its border`() {
    let mask = [
      false, false, false, false,
      false, true, true, false,
      false, true, true, false,
      false, false, false, false,
    ]
    let contours = Contour.tracing(mask, width: 4, height: 4)
    #expect(contours.count == 1)
    #expect(contours[0].area == 3.5)
    #expect(contours[0].box == PixelBox(x: 1, y: 1, width: 2, height: 2))
    #expect(contours[0].centroid == PixelPoint(x: 2, y: 2))
    #expect(contours[0].signedArea > 0)
  }

  @Test func `pixels that touch at a corner are two components`() {
    let contours = Contour.tracing([true, false, false, true], width: 2, height: 2)
    #expect(contours.map(\.area) == [0.5, 0.5])
  }

  @Test func `an empty mask has no outline and a hole is filled`() {
    #expect(Contour.tracing([false, false], width: 2, height: 1).isEmpty)
    var ring = [Bool](repeating: true, count: 25)
    ring[12] = false
    #expect(Contour.tracing(ring, width: 5, height: 5).map(\.area) == [24.5])
  }

  @Test(arguments: UInt64(1)...100)
  func `outlines contain exactly the pixels of their components`(seed: UInt64) {
    for mask in [blobs(seed: seed), noise(seed: seed)] {
      let contours = Contour.tracing(mask, width: 60, height: 50)
      for index in mask.indices where mask[index] {
        let centre = PixelPoint(x: Double(index % 60) + 0.5, y: Double(index / 60) + 0.5)
        #expect(contours.contains { $0.contains(centre) })
      }
      #expect(contours.allSatisfy { $0.signedArea > 0 })
      #expect(zip(contours, contours.dropFirst()).allSatisfy { $0.points.count >= 3 && $1.points.count >= 3 })
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `the area is the number of enclosed pixels less one half`(seed: UInt64) {
    let contours = Contour.tracing(blobs(seed: seed), width: 60, height: 50)
    for contour in contours {
      let enclosed = (0..<(60 * 50)).count {
        contour.contains(PixelPoint(x: Double($0 % 60) + 0.5, y: Double($0 / 60) + 0.5))
      }
      #expect(abs(contour.area - (Double(enclosed) - 0.5)) < 1e-9)
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `forty-eight points keep the shape and never cross`(seed: UInt64) {
    for contour in Contour.tracing(blobs(seed: seed), width: 60, height: 50) where contour.area > 100 {
      let simple = contour.simplified(toAtMost: 48)
      #expect(simple.points.count <= 48)
      #expect(abs(simple.area - contour.area) / contour.area < 0.02)
      #expect(!crossesItself(simple))
    }
  }
}

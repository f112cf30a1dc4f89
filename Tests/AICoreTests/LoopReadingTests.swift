import AICore
import Sonography
import Testing

@Suite struct LoopReadingTests {
  struct Picture: CustomTestStringConvertible {
    var testDescription: String
    var width: Int
    var height: Int
    var pixel: @Sendable (Int, Int, inout SplitMix64) -> UInt8

    func frame(_ index: Int = 0) -> Frame {
      var random = SplitMix64(seed: UInt64(index) + 7)
      var pixels = [UInt8](repeating: 0, count: width * height)
      for y in 0..<height { for x in 0..<width { pixels[y * width + x] = pixel(x, y, &random) } }
      return Frame(pixels: pixels, width: width, height: height, index: index, time: Double(index) / 25)
    }
  }

  static let unreadable = [
    Picture(testDescription: "black", width: 640, height: 480) { _, _, _ in 0 },
    Picture(testDescription: "white", width: 640, height: 480) { _, _, _ in 255 },
    Picture(testDescription: "one grey", width: 300, height: 200) { _, _, _ in 90 },
    Picture(testDescription: "noise", width: 640, height: 480) { _, _, random in
      UInt8.random(in: 0...255, using: &random)
    },
    Picture(testDescription: "one pixel", width: 1, height: 1) { _, _, _ in 77 },
    Picture(testDescription: "a line", width: 3000, height: 1) { x, _, _ in UInt8(x % 256) },
    Picture(testDescription: "tiny", width: 31, height: 31) { x, y, _ in UInt8((x * y) % 256) },
  ]

  @Test(arguments: unreadable)
  func `what cannot be read has no finding and says so`(_ picture: Picture) throws {
    let findings = try FrameAnalyzer(Released.reader()).findings(in: picture.frame())
    #expect(findings.findings.isEmpty)
    #expect(!findings.quality.isReadable)
    #expect(findings.quality.advice?.isEmpty == false)
  }

  static let odd = [
    Picture(testDescription: "stripes", width: 640, height: 480) { x, _, _ in x % 40 < 20 ? 200 : 20 },
    Picture(testDescription: "ramp, 8000 wide", width: 8000, height: 40) { x, _, _ in UInt8(x % 250) },
    Picture(testDescription: "tall", width: 40, height: 4000) { x, y, _ in UInt8((x + y / 8) % 200) },
    Picture(testDescription: "smallest", width: 32, height: 32) { x, y, _ in UInt8((x + y) * 2) },
  ]

  @Test(arguments: odd)
  func `an odd picture is read without harm, and outlines stay inside it`(_ picture: Picture) throws {
    let trace = try LoopReading.trace(of: [picture.frame(0)], by: FrameAnalyzer(Released.reader()))
    for point in trace.frames[0].findings.flatMap(\.contour.points) {
      #expect(point.x >= 0 && point.y >= 0 && point.x <= Double(picture.width) && point.y <= Double(picture.height))
    }
  }

  /// A dark ellipse in coarse speckle, moving to the right.
  static func scene(_ index: Int, isLesion: Bool = true) -> Frame {
    let (width, height) = (320, 240)
    var random = SplitMix64(seed: 11)
    let coarse = (0..<(width * height / 4)).map { _ in Double.random(in: 0.5...1.5, using: &random) }
    var pixels = [UInt8](repeating: 0, count: width * height)
    for y in 0..<height {
      for x in 0..<width {
        let (u, v) = ((Double(x) - 150 - Double(index)) / 45, (Double(y) - 100) / 26)
        let isInside = isLesion && u * u + v * v < 1
        let speckle = coarse[(y / 2) * (width / 2) + ((x + index) / 2) % (width / 2)]
        pixels[y * width + x] = UInt8(min(255, (isInside ? 28 : 105) * speckle))
      }
    }
    return Frame(
      pixels: pixels, width: width, height: height, index: index, time: Double(index) / 25,
      spacing: PixelSpacing(x: 0.1, y: 0.1))
  }

  @Test func `the same loop gives the same trace`() throws {
    let loop = (0..<8).map { Self.scene($0) }
    let reader = try Released.reader()
    let first = try LoopReading.trace(of: loop, by: FrameAnalyzer(reader))
    let second = try LoopReading.trace(of: loop, by: FrameAnalyzer(reader))
    #expect(first == second)
    #expect(first.frames.map(\.frame) == Array(0..<8))
  }

  @Test func `a loop read before leaves no trace in the next`() throws {
    let reader = try Released.reader()
    let analyzer = try FrameAnalyzer(reader)
    _ = try LoopReading.trace(of: (0..<4).map { Self.scene($0, isLesion: false) }, by: analyzer)
    let again = try LoopReading.trace(of: [Self.scene(0)], by: analyzer)
    let fresh = try LoopReading.trace(of: [Self.scene(0)], by: FrameAnalyzer(reader))
    #expect(again == fresh)
  }

  @Test func `a damaged network is a sentence`() throws {
    var bytes = try Released.bytes("model.onnx")
    bytes.removeLast(bytes.count / 2)
    let region = try Released.bytes("region.onnx")
    #expect(throws: ReaderError.self) {
      try BreastReader(network: bytes, regionHead: region, card: Released.card, digest: "x")
    }
    #expect(throws: ReaderError.self) {
      try BreastReader(network: region, regionHead: region, card: Released.card, digest: "x")
    }
  }

  @Test func `an unsound card names the number`() throws {
    var card = Released.card
    card.prevalence = 0
    card.temperature = -1
    #expect(card.problems.count == 2)
    #expect(card.problems[0] == "prevalence is 0.0; it lies between 0 and 1")
  }
}

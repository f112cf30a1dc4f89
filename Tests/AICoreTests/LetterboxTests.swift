import AICore
import Sonography
import Testing

@Suite struct LetterboxTests {
  struct Size: CustomTestStringConvertible {
    var width: Int
    var height: Int
    var testDescription: String { "\(width) × \(height)" }
  }

  static let sizes = [(640, 480), (274, 353), (256, 256), (64, 48), (33, 1000), (800, 37), (1, 1), (1920, 1080)]
    .map { Size(width: $0.0, height: $0.1) }

  @Test(arguments: sizes)
  func `a place goes to the square and comes back`(_ size: Size) {
    let letterbox = Letterbox(width: size.width, height: size.height, side: 256)
    for step in 0...10 {
      let place = PixelPoint(
        x: Double(size.width) * Double(step) / 10, y: Double(size.height) * Double((step * 7) % 11) / 10)
      let there = letterbox.squarePoint(place)
      let back = letterbox.framePoint(x: there.x, y: there.y)
      #expect(abs(back.x - place.x) < 1e-9 && abs(back.y - place.y) < 1e-9)
    }
  }

  @Test(arguments: sizes)
  func `an even grey stays that grey, and what is beyond the frame is black`(_ size: Size) {
    let frame = Frame(
      pixels: [UInt8](repeating: 102, count: size.width * size.height), width: size.width, height: size.height)
    let letterbox = Letterbox(width: size.width, height: size.height, side: 256)
    let square = letterbox.square(frame)
    #expect(max(letterbox.scaledWidth, letterbox.scaledHeight) == 256)
    for place in square.indices {
      let isFrame = place % 256 < letterbox.scaledWidth && place / 256 < letterbox.scaledHeight
      if abs(square[place] - (isFrame ? 0.4 : 0)) > 1e-5 { Issue.record("at \(place): \(square[place])") }
    }
  }

  /// Worked by hand: five pixels into two are (a + b + c/2) / 2.5 and (c/2 + d + e) / 2.5.
  @Test func `shrinking averages areas, sharing the pixel in the middle`() {
    let frame = Frame(pixels: [0, 50, 100, 150, 250], width: 5, height: 1)
    let square = Letterbox(width: 5, height: 1, side: 2).square(frame)
    #expect(abs(square[0] - Float((0 + 50 + 50) / 2.5 / 255)) < 1e-6)
    #expect(abs(square[1] - Float((50 + 150 + 250) / 2.5 / 255)) < 1e-6)
  }
}

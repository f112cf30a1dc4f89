import API
import Foundation
import Testing

@Suite struct FrameMessageTests {
  static let example = FrameMessage(
    stream: 7, frame: 41, time: 1_640_000, flags: .key, overlay: Array(#"{"frame":41}"#.utf8),
    video: [0, 0, 0, 1, 9, 16])

  static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "browser/fixtures/frame-message.bin")

  @Test func `a frame message has the bytes the browser's decoder is tested on`() throws {
    let bytes = try Data(contentsOf: Self.fixture)
    #expect(Self.example.bytes == Array(bytes))
  }

  @Test func `a frame message survives the way out and in`() {
    #expect(FrameMessage(Self.example.bytes) == Self.example)
  }

  @Test(arguments: [0, 1, 27, 28, 40, 45])
  func `a message cut short is refused`(length: Int) {
    #expect(FrameMessage(Array(Self.example.bytes.prefix(length))) == nil)
  }

  @Test(arguments: [0, 1, 2, 3, 20, 24, 27])
  func `a message with another magic, version, type or length is refused`(offset: Int) {
    var bytes = Self.example.bytes
    bytes[offset] ^= 0x55
    #expect(FrameMessage(bytes) == nil)
  }
}

import Foundation
import Media
import Sonography
import Testing

@Suite struct RenditionTests {
  let recordings: Recordings

  init() throws { recordings = try Recordings() }

  @Test func `a conforming master keeps its pictures`() throws {
    let path = try recordings.write(sweep(count: 47), to: "loop.mp4", codec: .h264(crf: 20))
    let rendition = try rendition(path: path)
    #expect(rendition.packets.count == 47)
    #expect(rendition.frameRate == 25)
    let quality = try quality(of: rendition.packets, comparedWith: readLoop(path: path))
    #expect(quality == .infinity)
  }

  @Test(arguments: [(96, 64), (97, 63), (33, 64), (5, 4)])
  func `any other is encoded within 42 dB`(width: Int, height: Int) throws {
    let frames = sweep(count: 32, width: width, height: height)
    let path = try recordings.write(frames, to: "loop.mkv", codec: .ffv1)
    let rendition = try rendition(path: path)
    #expect(rendition.width == width && rendition.height == height)
    let reached = try quality(of: rendition.packets, comparedWith: frames)
    #expect(reached >= 42)
  }

  @Test(arguments: [CineWriter.Codec.h264(crf: 25), .ffv1])
  func `a decoder can start at every fifteenth packet`(codec: CineWriter.Codec) throws {
    let path = try recordings.write(sweep(count: 50), to: "loop", codec: codec)
    let rendition = try rendition(path: path)
    #expect(rendition.codec.wholeMatch(of: /avc1\.6400[0-9a-f]{2}/) != nil)
    for (place, packet) in rendition.packets.enumerated() {
      #expect(packet.isKey == (place % 15 == 0))
      #expect(AnnexB.isEntry(packet.data) == packet.isKey)
    }
  }

  @Test(arguments: [(96, 64), (1, 1), (2, 1)])
  func `a still is one key packet without a frame rate`(width: Int, height: Int) throws {
    let still = try png(sweep(count: 1, width: width, height: height)[0])
    let path = try recordings.write(still, to: "still.png")
    let rendition = try rendition(path: path)
    #expect(rendition.packets.map(\.isKey) == [true] && rendition.frameRate == nil)
  }

  @Test func `a rendition says nothing about its making`() throws {
    let path = try recordings.write(sweep(count: 3), to: "loop.mkv", codec: .ffv1)
    for packet in try rendition(path: path).packets {
      #expect(!String(decoding: packet.data, as: UTF8.self).contains("x264"))
    }
  }

  @Test(arguments: [
    ([0, 0, 1, 0x67, 0x64, 0, 0x28, 9], "avc1.640028"),
    ([0, 0, 0, 1, 9, 0xf0, 0, 0, 1, 0x67, 0x42, 0xe0, 0x1e, 9], "avc1.42e01e"),
    ([0, 0, 1, 0x68, 1, 2, 3, 4], nil), ([0, 0, 1, 0x67, 0x64], nil), ([], nil),
  ])
  func `the codec string is read from the stream`(stream: [UInt8], codec: String?) {
    #expect(AnnexB.codec(of: stream) == codec)
  }

  @Test func `remarks are left out of a byte stream`() {
    let stream: [UInt8] = [0, 0, 1, 0x67, 1, 0, 0, 1, 6, 5, 5, 0, 0, 0, 1, 0x65, 8, 0, 0]
    #expect(AnnexB.withoutRemarks(stream) == [0, 0, 0, 1, 0x67, 1, 0, 0, 0, 1, 0x65, 8])
  }
}

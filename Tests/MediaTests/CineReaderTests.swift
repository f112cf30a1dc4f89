import Foundation
import Media
import Sonography
import Testing

@Suite struct CineReaderTests {
  let recordings: Recordings

  init() throws { recordings = try Recordings() }

  @Test(arguments: [(97, 63), (640, 480), (4, 4), (640, 4)])
  func `a lossless loop comes back pixel for pixel, indexed and timed`(
    width: Int, height: Int
  ) throws {
    let frames = sweep(count: 31, width: width, height: height)
    let spacing = PixelSpacing(x: 0.07, y: 0.08)
    let path = try recordings.write(frames, to: "loop.mkv", codec: .ffv1)
    let read = try readLoop(path: path, spacing: spacing)
    #expect(read.map(\.pixels) == frames.map(\.pixels))
    #expect(read.map(\.index) == Array(0..<31))
    #expect(read.allSatisfy { $0.spacing == spacing })
    // Matroska keeps whole milliseconds.
    #expect(zip(read, frames).allSatisfy { abs($0.time - $1.time) <= 0.0005 })
  }

  @Test(arguments: [1.0, 20, 25, 29.97, 30, 50])
  func `frame times follow the frame rate`(rate: Double) throws {
    let path = try recordings.write(
      sweep(count: 40), to: "loop.mp4", frameRate: rate, codec: .h264(crf: 20))
    let reader = try CineReader(path: path)
    #expect(abs(try #require(reader.description.frameRate) - rate) < 0.001)
    #expect(reader.description.frameCount == 40)
    for frame in try readLoop(path: path) {
      #expect(abs(frame.time - Double(frame.index) / rate) < 1e-4)
    }
  }

  @Test(arguments: [1, 2, 15, 16, 90])
  func `every frame written is read`(count: Int) throws {
    let frames = sweep(count: count)
    let read = try readLoop(
      path: try recordings.write(frames, to: "loop.mp4", codec: .h264(crf: 20)))
    #expect(read.count == count)
    for (frame, original) in zip(read, frames) {
      // The barcode: no frame stands where another belongs.
      let drawn = (0..<8).reduce(0) { $0 + (frame.pixels[$1] > 127 ? 1 << $1 : 0) }
      #expect(drawn == original.index)
    }
  }

  @Test func `full range survives H.264`() throws {
    let pixels = (0..<64).flatMap { _ in (0..<256).map { UInt8($0) } }
    let ramp = Frame(pixels: pixels, width: 256, height: 64)
    let read = try readLoop(
      path: try recordings.write([ramp], to: "ramp.mp4", codec: .h264(crf: 10)))
    #expect(peakSignalToNoise(read, [ramp]) > 45)
    #expect(read[0].pixels.min()! <= 2 && read[0].pixels.max()! >= 253)
  }

  @Test func `names with percent signs and other protocols are plain files`() throws {
    let path = try recordings.write(sweep(count: 2), to: "%03d 100%.mkv", codec: .ffv1)
    #expect(try readLoop(path: path).count == 2)
    #expect(throws: MediaError.self) { try readLoop(path: "concat:" + path) }
    #expect(throws: MediaError.self) { try readLoop(path: "http://localhost:1/loop.mp4") }
  }

  @Test func `a play list is not a recording`() throws {
    let target = try recordings.write(sweep(count: 2), to: "loop.mkv", codec: .ffv1)
    let lists = [
      "ffconcat version 1.0\nfile \(target)\n",
      "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n\(target)\n#EXT-X-ENDLIST\n",
    ]
    for list in lists {
      let path = try recordings.write(Array(list.utf8), to: "list.mp4")
      #expect(throws: MediaError.self) { try readLoop(path: path) }
    }
  }

  @Test(arguments: ["loop.mp4", "loop.mkv", "still.png", "still.jpg"])
  func `a cut recording gives an error or fewer frames`(name: String) throws {
    let whole = try bytes(of: name)
    let count = try readLoop(path: try recordings.write(whole, to: "whole-" + name)).count
    for part in 0..<40 {
      let path = try recordings.write(whole.prefix(whole.count * part / 40), to: "cut-" + name)
      let read = (try? readLoop(path: path))?.count ?? 0
      #expect(read <= count)
    }
  }

  @Test(arguments: UInt64(1)...24)
  func `changed bytes never trap`(seed: UInt64) throws {
    for name in ["loop.mp4", "loop.mkv", "still.png", "still.jpg"] {
      var random = SplitMix64(seed: seed)
      var bytes = try bytes(of: name)
      for _ in 0..<(1 + Int(random.next() % 20)) {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      let path = try recordings.write(bytes, to: "changed-" + name)
      do throws(MediaError) {
        for frame in try readLoop(path: path) { #expect(frame.time.isFinite) }
      } catch {
        #expect(error.description.contains("; ") || error.description.contains(": "))
      }
    }
  }

  @Test(arguments: [
    [], [0], Array("not a recording".utf8), [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    [0xff, 0xd8, 0xff, 0xe0], [UInt8](repeating: 0, count: 4096),
  ])
  func `what is not a recording is refused with a sentence`(bytes: [UInt8]) throws {
    let path = try recordings.write(bytes, to: "loop.mp4")
    #expect { try readLoop(path: path) } throws: { "\($0)".hasPrefix(path) }
  }

  @Test func `a missing file is named`() throws {
    #expect(
      throws: MediaError.cannotOpen(
        path: "/nowhere/loop.mp4", reason: "no such file or directory")
    ) { try readLoop(path: "/nowhere/loop.mp4") }
  }

  private func bytes(of name: String) throws -> [UInt8] {
    let frames = sweep(count: 20)
    switch name {
    case "loop.mp4": return try written(frames, name, .h264(crf: 20))
    case "loop.mkv": return try written(frames, name, .ffv1)
    case "still.png": return try png(frames[0])
    default: return try jpeg(frames[0], quality: 90)
    }
  }

  private func written(
    _ frames: [Frame], _ name: String, _ codec: CineWriter.Codec
  ) throws -> [UInt8] {
    _ = try recordings.write(frames, to: name, codec: codec)
    return try recordings.bytes(name)
  }
}

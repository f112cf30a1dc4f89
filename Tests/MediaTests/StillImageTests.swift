import Foundation
import Media
import Sonography
import Testing

@Suite struct StillImageTests {
  let recordings: Recordings

  init() throws { recordings = try Recordings() }

  @Test(arguments: [(1, 1), (2, 3), (97, 63), (640, 480)])
  func `a PNG loses nothing`(width: Int, height: Int) throws {
    let frame = sweep(count: 1, width: width, height: height)[0]
    let read = try readLoop(path: try recordings.write(try png(frame), to: "still.png"))
    #expect(read == [frame])
  }

  @Test(arguments: [(100, 42.0), (75, 24.0), (1, 15.0)])
  func `a JPEG keeps what its quality promises`(quality: Int, decibels: Double) throws {
    for (width, height) in [(96, 64), (97, 63), (1, 1)] {
      let frame = sweep(count: 1, width: width, height: height)[0]
      let bytes = try jpeg(frame, quality: quality)
      let read = try readLoop(path: try recordings.write(bytes, to: "still.jpg"))
      #expect(read.count == 1 && peakSignalToNoise(read, [frame]) >= decibels)
    }
  }

  @Test func `a still has no frame rate and one frame`() throws {
    let path = try recordings.write(try png(sweep(count: 1)[0]), to: "still.png")
    let description = try CineReader(path: path).description
    #expect(description.frameRate == nil && description.frameCount == 1)
  }

  // Values by Pillow's `Image.convert("L")`.
  @Test(
    arguments: [
      ([255, 0, 0], 76), ([0, 255, 0], 150), ([0, 0, 255], 29), ([10, 200, 30], 124),
      ([128, 128, 128], 128), ([255, 255, 255], 255),
    ] as [([UInt8], UInt8)])
  func `colour becomes grey as models were trained`(colour: [UInt8], grey: UInt8) throws {
    let header = Array("P6\n2 2\n255\n".utf8)
    let path = try recordings.write(header + colour + colour + colour + colour, to: "still.ppm")
    #expect(try readLoop(path: path)[0].pixels == [grey, grey, grey, grey])
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: genuine), "no recordings in ../shared/data"),
    arguments: genuineImages(
      "BrEaST/BrEaST-Lesions_USG-images_and_masks", ending: ".png", limit: 12)
      + genuineImages("BUS-BRA/Images", ending: ".png", limit: 6))
  func `genuine images open as one frame`(path: String) throws {
    let frames = try readLoop(path: path)
    let frame = try #require(frames.first)
    #expect(frames.count == 1 && Set(frame.pixels).count > 1)
    let again = try readLoop(path: try recordings.write(try png(frame), to: "again.png"))
    #expect(again == frames)
  }
}

import Foundation
import Media
import Sonography
import Testing

@Suite struct CineWriterTests {
  let recordings: Recordings

  init() throws { recordings = try Recordings() }

  @Test(arguments: [CineWriter.Codec.h264(crf: 20), .ffv1])
  func `the same frames give the same bytes`(codec: CineWriter.Codec) throws {
    let frames = sweep(count: 20)
    _ = try recordings.write(frames, to: "first", codec: codec)
    _ = try recordings.write(frames, to: "second", codec: codec)
    #expect(try recordings.bytes("first") == recordings.bytes("second"))
  }

  @Test(arguments: [CineWriter.Codec.h264(crf: 20), .ffv1])
  func `a recording says nothing about its making`(codec: CineWriter.Codec) throws {
    _ = try recordings.write(sweep(count: 3), to: "secret-name", codec: codec)
    let text = String(decoding: try recordings.bytes("secret-name"), as: UTF8.self).lowercased()
    for word in ["x264", "crf", "lavc5", "lavf5", "secret", "2026", "encoder"] {
      #expect(!text.contains(word), "contains '\(word)'")
    }
  }

  @Test func `a finer quantiser comes closer`() throws {
    let frames = sweep(count: 10)
    let qualities = try [30, 20, 10].map { crf in
      peakSignalToNoise(
        try readLoop(
          path: try recordings.write(frames, to: "\(crf).mp4", codec: .h264(crf: crf))), frames)
    }
    #expect(qualities == qualities.sorted() && qualities[1] > 36)
  }

  @Test func `a given-up recording leaves nothing behind`() throws {
    do {
      var writer = try CineWriter(
        path: recordings.path("half.mp4"), width: 96, height: 64, frameRate: 25, codec: .ffv1)
      try writer.write(sweep(count: 1)[0])
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: recordings.folder).isEmpty)
  }

  @Test func `what cannot be written is refused with a sentence`() throws {
    #expect {
      try recordings.write(sweep(count: 1, width: 33), to: "a", codec: .h264(crf: 20))
    } throws: { "\($0)".contains("odd side") }
    #expect {
      try recordings.write(sweep(count: 1), to: "a", frameRate: .nan, codec: .ffv1)
    } throws: { "\($0)".contains("frames a second") }
    #expect { try recordings.write(sweep(count: 1), to: "no/such/folder", codec: .ffv1) } throws: {
      "\($0)".contains("no such file")
    }
    #expect {
      try recordings.write(sweep(count: 1) + sweep(count: 1, width: 48), to: "a", codec: .ffv1)
    } throws: { "\($0)".contains("frame 1: is 48×64") }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `a full disk is an error`() throws {
    try FileManager.default.createSymbolicLink(
      atPath: recordings.path("loop.mkv.part"), withDestinationPath: "/dev/full")
    #expect { try recordings.write(sweep(count: 30), to: "loop.mkv", codec: .ffv1) } throws: {
      "\($0)".contains("no space left")
    }
  }
}

import CLibAV
package import Sonography

/// What a recording says about itself before any frame is decoded.
package struct CineDescription: Hashable, Sendable {
  package let width: Int
  package let height: Int
  /// Frames a second; nil for a still.
  package let frameRate: Double?
  /// As announced by the container; nil where it says nothing.
  package let frameCount: Int?
}

/// Decodes a recording one frame at a time, in presentation order, as 8-bit grey.
///
/// A PNG or JPEG is a recording of one frame. A damaged frame ends the recording with an error: a
/// frame left out would move every later one to a wrong index.
package struct CineReader: ~Copyable {
  package let description: CineDescription
  private let spacing: PixelSpacing?
  private let demuxer: Demuxer
  private let decoder: PictureDecoder
  private let luminance = Luminance()
  private var index = 0
  private var start: Int64?
  private var isFinished = false

  /// - Parameter spacing: what one pixel covers, carried into every frame; containers do not know.
  package init(path: String, spacing: PixelSpacing? = nil) throws(MediaError) {
    // All that can fail comes before the first stored property: half of a value cannot be freed.
    let demuxer = try Demuxer(path: path)
    let size = demuxer.parameters.pointee
    guard size.width > 0, size.height > 0 else { throw .noVideo(path: path) }
    guard Int(size.width) <= LibAV.maximumPixels / Int(size.height) else {
      throw .tooLarge(path: path, reason: "\(size.width)×\(size.height) pixels a frame")
    }
    let decoder = try PictureDecoder(demuxer.parameters, path: path)
    self.demuxer = demuxer
    self.decoder = decoder
    self.spacing = spacing
    description = CineDescription(
      width: Int(size.width), height: Int(size.height), frameRate: demuxer.frameRate,
      frameCount: demuxer.frameCount)
  }

  /// The next frame; nil after the last one, and after an error.
  package mutating func next() throws(MediaError) -> Frame? {
    guard !isFinished else { return nil }
    // Until this frame is whole, the recording is over.
    isFinished = true
    guard let picture = try decoder.next(from: demuxer, frame: index) else {
      if index == 0 { throw .noVideo(path: demuxer.path) }
      return nil
    }
    let frame = try frame(picture)
    index += 1
    isFinished = demuxer.isStill
    return frame
  }

  private mutating func frame(_ picture: Picture) throws(MediaError) -> Frame {
    let width = Int(picture.pointer.pointee.width)
    let height = Int(picture.pointer.pointee.height)
    guard width == description.width, height == description.height else {
      throw .wrongFrameSize(
        frame: index, found: "\(width)×\(height)",
        expected: "\(description.width)×\(description.height)")
    }
    return Frame(
      pixels: try luminance.pixels(of: picture), width: width, height: height, index: index,
      time: time(of: picture), spacing: spacing)
  }

  private mutating func time(of picture: Picture) -> Double {
    guard let stamp = picture.timestamp else {
      return Double(index) / (description.frameRate ?? 1)
    }
    let first = start ?? stamp
    start = first
    return (Double(stamp) - Double(first)) * demuxer.timeBase
  }
}

/// All frames of a recording, at most one gigabyte of them.
package func readLoop(
  path: String, spacing: PixelSpacing? = nil
) throws(MediaError) -> [Frame] {
  var reader = try CineReader(path: path, spacing: spacing)
  var frames: [Frame] = []
  let limit = max(1, (1 << 30) / (reader.description.width * reader.description.height))
  while let frame = try reader.next() {
    guard frames.count < limit else {
      throw .tooLarge(path: path, reason: "more than \(limit) frames of its size")
    }
    frames.append(frame)
  }
  return frames
}

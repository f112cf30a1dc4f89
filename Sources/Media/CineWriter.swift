package import Sonography

/// Writes a loop as a file: H.264 in mp4, or lossless FFV1 in Matroska.
///
/// The same frames give the same bytes, without metadata. The file appears under its name when
/// `finish()` returns; a writer given up before leaves nothing behind.
package struct CineWriter: ~Copyable {
  package enum Codec: Hashable, Sendable {
    /// High profile, full range 4:2:0, no B-frames, a key frame every 15; both sides even.
    case h264(crf: Int)
    /// Lossless; each side 4 at least.
    case ffv1
  }

  private let encoder: PictureEncoder
  private let muxer: Muxer
  private let width: Int
  private let height: Int
  private var count = 0

  package init(
    path: String, width: Int, height: Int, frameRate: Double, codec: Codec
  ) throws(MediaError) {
    // All that can fail comes before the first stored property: half of a value cannot be freed.
    let encoder = try PictureEncoder(
      codec.format(width: width, height: height), width: width, height: height,
      frameRate: frameRate, inContainer: true)
    let muxer = try Muxer(path: path, container: codec.container, encoder: encoder)
    self.encoder = encoder
    self.muxer = muxer
    self.width = width
    self.height = height
  }

  /// Appends a frame. Its place is its order here; its index and time are not looked at.
  package mutating func write(_ frame: Frame) throws(MediaError) {
    guard frame.width == width, frame.height == height else {
      throw .wrongFrameSize(
        frame: count, found: "\(frame.width)×\(frame.height)", expected: "\(width)×\(height)")
    }
    for picture in try encoder.encode(frame.pixels, frame: count) { try muxer.write(picture) }
    count += 1
  }

  package consuming func finish() throws(MediaError) {
    for picture in try encoder.finish() { try muxer.write(picture) }
    try muxer.finish()
  }
}

extension CineWriter.Codec {
  fileprivate var container: String {
    switch self {
    case .h264: "mp4"
    case .ffv1: "matroska"
    }
  }

  fileprivate func format(
    width: Int, height: Int
  ) throws(MediaError) -> PictureEncoder.Format {
    guard case .h264(let crf) = self else {
      // libavcodec 59 writes a slice of one row or column as black.
      guard width >= 4, height >= 4 else {
        throw .cannotEncode(reason: "\(width)×\(height) is too small for FFV1; write a PNG")
      }
      return .ffv1
    }
    let format = PictureEncoder.Format.h264(crf: crf)
    guard format.codedSide(width) == width, format.codedSide(height) == height else {
      throw .cannotEncode(
        reason: "\(width)×\(height) has an odd side, which H.264 cannot keep; write FFV1")
    }
    return format
  }
}

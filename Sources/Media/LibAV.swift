import CLibAV
import Glibc

/// What every use of libav here shares.
enum LibAV {
  /// No frame of ultrasound comes near this; a damaged header often claims more.
  static let maximumPixels = 1 << 26

  /// libav writes to stderr unless told not to; every problem is returned as an error instead.
  static func silence() { _ = silenced }
  private static let silenced: Void = av_log_set_level(AV_LOG_QUIET)

  static let tryAgain = caverror(EAGAIN)

  static func sentence(_ status: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      av_strerror(status, buffer.baseAddress, buffer.count)
      return String(cString: buffer.baseAddress!).lowercased()
    }
  }

  /// A file name as libav's own address: no other protocol can be smuggled in through a name.
  static func address(_ path: String) -> String { "file:" + path }
}

/// Options for a libav call, freed with it.
final class OptionDictionary {
  var pointer: OpaquePointer?

  init(_ options: KeyValuePairs<String, String>) {
    for (key, value) in options { av_dict_set(&pointer, key, value, 0) }
  }

  deinit { av_dict_free(&pointer) }
}

/// A decoded picture, owned.
final class Picture {
  let pointer: UnsafeMutablePointer<AVFrame>

  init() {
    // A few hundred bytes: where they cannot be had, Swift's own allocations have ended the process.
    pointer = av_frame_alloc()!
  }

  /// A grey picture, its chroma (if the format has any) neutral.
  convenience init(
    _ pixels: [UInt8], width: Int, height: Int, paddedTo padded: (width: Int, height: Int),
    format: AVPixelFormat
  ) throws(MediaError) {
    self.init()
    pointer.pointee.format = format.rawValue
    pointer.pointee.width = Int32(padded.width)
    pointer.pointee.height = Int32(padded.height)
    pointer.pointee.color_range = AVCOL_RANGE_JPEG
    let status = av_frame_get_buffer(pointer, 0)
    guard status >= 0 else { throw .cannotEncode(reason: LibAV.sentence(status)) }
    fillLuma(pixels, width: width, height: height, padded: padded)
    if format != AV_PIX_FMT_GRAY8 { fillChroma(height: (padded.height + 1) / 2) }
  }

  deinit {
    var frame: UnsafeMutablePointer<AVFrame>? = pointer
    av_frame_free(&frame)
  }

  /// Presentation time in units of the stream's time base.
  var timestamp: Int64? {
    let stamp = pointer.pointee.best_effort_timestamp
    return stamp == CAV_NOPTS_VALUE ? nil : stamp
  }

  // Edge pixels are repeated into the padding: a black border would ring into the picture.
  private func fillLuma(
    _ pixels: [UInt8], width: Int, height: Int, padded: (width: Int, height: Int)
  ) {
    let stride = Int(pointer.pointee.linesize.0)
    guard let plane = pointer.pointee.data.0 else { return }
    pixels.withUnsafeBufferPointer { source in
      for y in 0..<padded.height {
        let row = source.baseAddress! + min(y, height - 1) * width
        let target = plane + y * stride
        target.update(from: row, count: width)
        for x in width..<max(width, padded.width) { target[x] = row[width - 1] }
      }
    }
  }

  private func fillChroma(height: Int) {
    let planes = [
      (pointer.pointee.data.1, pointer.pointee.linesize.1),
      (pointer.pointee.data.2, pointer.pointee.linesize.2),
    ]
    for case (let plane?, let stride) in planes {
      plane.update(repeating: 128, count: height * Int(stride))
    }
  }
}

/// Compressed bytes, owned.
final class PacketBuffer {
  let pointer: UnsafeMutablePointer<AVPacket>

  init() {
    // A few hundred bytes: where they cannot be had, Swift's own allocations have ended the process.
    pointer = av_packet_alloc()!
  }

  deinit {
    var packet: UnsafeMutablePointer<AVPacket>? = pointer
    av_packet_free(&packet)
  }

  var isKey: Bool { pointer.pointee.flags & AV_PKT_FLAG_KEY != 0 }

  /// Replaces the contents; libav wants spare bytes behind them, which this gives.
  func fill(_ bytes: [UInt8]) throws(MediaError) {
    let status = av_new_packet(pointer, Int32(bytes.count))
    guard status >= 0 else { throw .cannotEncode(reason: LibAV.sentence(status)) }
    bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      pointer.pointee.data.update(from: start, count: source.count)
    }
  }

  var bytes: [UInt8] {
    [UInt8](UnsafeBufferPointer(start: pointer.pointee.data, count: Int(pointer.pointee.size)))
  }
}

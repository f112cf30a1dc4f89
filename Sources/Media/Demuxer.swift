import CLibAV
import Glibc

/// An open recording: the container, its first video stream and that stream's packets in order.
final class Demuxer: PacketSource {
  /// Containers that hold their own frames. Play lists and the like, which name other files, are
  /// not among them.
  private static let containers =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,mpegvideo,h264,hevc,m4v,mjpeg,ogg,asf,"
    + "gif,apng,png_pipe,jpeg_pipe,bmp_pipe,tiff_pipe,webp_pipe,pgm_pipe,ppm_pipe,pgmyuv_pipe,pam_pipe"

  let path: String
  private let format: UnsafeMutablePointer<AVFormatContext>
  private let stream: UnsafeMutablePointer<AVStream>
  private let packet = PacketBuffer()

  init(path: String) throws(MediaError) {
    LibAV.silence()
    self.path = path
    let format = try Self.open(path)
    self.format = format
    do throws(MediaError) {
      stream = try Self.firstVideo(of: format, path: path)
    } catch {
      Self.close(format)
      throw error
    }
  }

  deinit { Self.close(format) }

  var parameters: UnsafeMutablePointer<AVCodecParameters> { stream.pointee.codecpar }
  var timeBase: Double { av_q2d(stream.pointee.time_base) }
  var rationalTimeBase: AVRational { stream.pointee.time_base }

  /// A picture rather than a recording: one frame without a duration.
  var isStill: Bool { String(cString: format.pointee.iformat.pointee.name).hasSuffix("_pipe") }

  var frameRate: Double? {
    let rate = av_q2d(stream.pointee.avg_frame_rate)
    return !isStill && rate.isFinite && rate > 0 ? rate : nil
  }

  /// What the container announces; nil where it says nothing.
  var frameCount: Int? {
    if isStill { return 1 }
    return stream.pointee.nb_frames > 0 ? Int(stream.pointee.nb_frames) : nil
  }

  /// The next packet of the video stream, valid until the next call; nil at the end.
  func next(frame: Int) throws(MediaError) -> PacketBuffer? {
    while true {
      av_packet_unref(packet.pointer)
      let status = av_read_frame(format, packet.pointer)
      if status == CAVERROR_EOF { return nil }
      guard status >= 0 else { throw damage(at: frame, status) }
      guard packet.pointer.pointee.stream_index == stream.pointee.index else { continue }
      guard packet.pointer.pointee.flags & AV_PKT_FLAG_CORRUPT == 0 else {
        throw .damaged(path: path, frame: frame, reason: "its data is cut short")
      }
      return packet
    }
  }

  func damage(at frame: Int, _ status: Int32) -> MediaError {
    .damaged(path: path, frame: frame, reason: LibAV.sentence(status))
  }

  // Opening the bytes ourselves keeps libav from reading patterns like %03d into the file name.
  private static func open(
    _ path: String
  ) throws(MediaError) -> UnsafeMutablePointer<AVFormatContext> {
    var bytes: UnsafeMutablePointer<AVIOContext>?
    let status = avio_open2(&bytes, LibAV.address(path), AVIO_FLAG_READ, nil, nil)
    guard status >= 0, let bytes else {
      throw .cannotOpen(path: path, reason: LibAV.sentence(status))
    }
    var format: UnsafeMutablePointer<AVFormatContext>? = avformat_alloc_context()
    format?.pointee.pb = bytes
    let options = OptionDictionary([
      "format_whitelist": containers, "protocol_whitelist": "file",
    ])
    let opened = avformat_open_input(&format, nil, nil, &options.pointer)
    guard opened >= 0, let format else {
      var bytes: UnsafeMutablePointer<AVIOContext>? = bytes
      avio_closep(&bytes)
      throw .cannotOpen(path: path, reason: reason(opened))
    }
    return format
  }

  private static func reason(_ status: Int32) -> String {
    status == caverror(EINVAL) ? "not a recording of a known kind" : LibAV.sentence(status)
  }

  private static func firstVideo(
    of format: UnsafeMutablePointer<AVFormatContext>, path: String
  ) throws(MediaError) -> UnsafeMutablePointer<AVStream> {
    let status = avformat_find_stream_info(format, nil)
    guard status >= 0 else { throw .cannotOpen(path: path, reason: LibAV.sentence(status)) }
    let index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, nil, 0)
    guard index >= 0, let stream = format.pointee.streams[Int(index)] else {
      throw .noVideo(path: path)
    }
    return stream
  }

  private static func close(_ format: UnsafeMutablePointer<AVFormatContext>) {
    var bytes = format.pointee.pb
    var format: UnsafeMutablePointer<AVFormatContext>? = format
    avformat_close_input(&format)
    avio_closep(&bytes)
  }
}

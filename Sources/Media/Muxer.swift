import CLibAV
import Glibc

/// A recording being written: under a temporary name until it is whole.
final class Muxer {
  private let path: String
  private let format: UnsafeMutablePointer<AVFormatContext>
  private let stream: UnsafeMutablePointer<AVStream>
  private let frameTime: AVRational
  private let packet = PacketBuffer()
  private var isWhole = false

  private var partialPath: String { path + ".part" }

  init(path: String, container: String, encoder: PictureEncoder) throws(MediaError) {
    LibAV.silence()
    self.path = path
    frameTime = encoder.codec.pointee.time_base
    var format: UnsafeMutablePointer<AVFormatContext>?
    let status = avformat_alloc_output_context2(
      &format, nil, container, LibAV.address(path + ".part"))
    guard let format, let stream = avformat_new_stream(format, nil) else {
      avformat_free_context(format)
      throw .cannotWrite(path: path, reason: LibAV.sentence(status))
    }
    self.format = format
    self.stream = stream
    try open(encoder)
  }

  deinit {
    avio_closep(&format.pointee.pb)
    avformat_free_context(format)
    if !isWhole { unlink(partialPath) }
  }

  func write(_ picture: EncodedPicture) throws(MediaError) {
    try packet.fill(picture.bytes)
    packet.pointer.pointee.pts = picture.frame
    packet.pointer.pointee.dts = picture.frame
    packet.pointer.pointee.duration = 1
    packet.pointer.pointee.flags = picture.isKey ? AV_PKT_FLAG_KEY : 0
    av_packet_rescale_ts(packet.pointer, frameTime, stream.pointee.time_base)
    try check(av_write_frame(format, packet.pointer))
    av_packet_unref(packet.pointer)
  }

  func finish() throws(MediaError) {
    try check(av_write_trailer(format))
    try check(avio_closep(&format.pointee.pb))
    guard rename(partialPath, path) == 0 else {
      throw .cannotWrite(path: path, reason: LibAV.sentence(caverror(errno)))
    }
    isWhole = true
  }

  private func open(_ encoder: PictureEncoder) throws(MediaError) {
    try check(avcodec_parameters_from_context(stream.pointee.codecpar, encoder.codec))
    stream.pointee.time_base = frameTime
    stream.pointee.avg_frame_rate = encoder.codec.pointee.framerate
    format.pointee.flags |= AVFMT_FLAG_BITEXACT
    try check(avio_open(&format.pointee.pb, LibAV.address(partialPath), AVIO_FLAG_WRITE))
    // The index in front: a player can start before the file has arrived.
    let options = OptionDictionary(["movflags": "+faststart"])
    try check(avformat_write_header(format, &options.pointer))
  }

  private func check(_ status: Int32) throws(MediaError) {
    guard status >= 0 else { throw .cannotWrite(path: path, reason: LibAV.sentence(status)) }
  }
}

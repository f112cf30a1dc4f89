import CLibAV

/// Where a decoder gets its packets.
protocol PacketSource {
  /// The recording's name in error sentences.
  var path: String { get }
  /// The next packet, valid until the next call; nil at the end.
  func next(frame: Int) throws(MediaError) -> PacketBuffer?
}

/// Compressed packets in, pictures out, in presentation order.
final class PictureDecoder {
  private let codec: UnsafeMutablePointer<AVCodecContext>
  private let picture = Picture()
  private var isDraining = false

  init(_ parameters: UnsafePointer<AVCodecParameters>, path: String) throws(MediaError) {
    let name = String(cString: avcodec_get_name(parameters.pointee.codec_id))
    guard let decoder = avcodec_find_decoder(parameters.pointee.codec_id),
      let codec = avcodec_alloc_context3(decoder)
    else { throw .unsupportedCodec(path: path, codec: name) }
    self.codec = codec
    var status = avcodec_parameters_to_context(codec, parameters)
    codec.pointee.max_pixels = Int64(LibAV.maximumPixels)
    // A concealed error would be a picture nobody recorded.
    codec.pointee.error_concealment = 0
    codec.pointee.err_recognition = AV_EF_EXPLODE | AV_EF_CRCCHECK
    if status >= 0 { status = avcodec_open2(codec, decoder, nil) }
    guard status >= 0 else {
      throw .cannotOpen(path: path, reason: "\(name): \(LibAV.sentence(status))")
    }
  }

  deinit {
    var codec: UnsafeMutablePointer<AVCodecContext>? = codec
    avcodec_free_context(&codec)
  }

  /// The next picture, valid until the next call; nil at the end.
  func next(from source: some PacketSource, frame: Int) throws(MediaError) -> Picture? {
    while true {
      let status = avcodec_receive_frame(codec, picture.pointer)
      if status == CAVERROR_EOF { return nil }
      if status == LibAV.tryAgain {
        try feed(from: source, frame: frame)
        continue
      }
      let flaws = picture.pointer.pointee.decode_error_flags
      let isCorrupt = picture.pointer.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
      guard status >= 0, flaws == 0, !isCorrupt else {
        throw .damaged(
          path: source.path, frame: frame,
          reason: status < 0 ? LibAV.sentence(status) : "parts of the picture are missing")
      }
      return picture
    }
  }

  private func feed(from source: some PacketSource, frame: Int) throws(MediaError) {
    let packet = isDraining ? nil : try source.next(frame: frame)
    isDraining = packet == nil
    let status = avcodec_send_packet(codec, packet?.pointer)
    guard status >= 0 || status == CAVERROR_EOF else {
      throw .damaged(path: source.path, frame: frame, reason: LibAV.sentence(status))
    }
  }
}

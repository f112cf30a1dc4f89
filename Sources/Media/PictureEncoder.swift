import CLibAV

/// One compressed picture. Times are frame numbers.
struct EncodedPicture {
  let isKey: Bool
  let frame: Int64
  let bytes: [UInt8]
}

/// Grey pixels in, compressed pictures out: the same bytes for the same pixels, with no word about
/// who made them or when.
final class PictureEncoder {
  enum Format {
    case h264(crf: Int)
    case ffv1
    case png
    /// Quantiser 1 (best)...31.
    case jpeg(quantiser: Int)
  }

  let codec: UnsafeMutablePointer<AVCodecContext>
  private let width: Int
  private let height: Int
  private let packet = PacketBuffer()

  /// - Parameter inContainer: parameter sets go once into the container's header instead of before
  ///   each key frame.
  init(
    _ format: Format, width: Int, height: Int, frameRate: Double, inContainer: Bool = false
  ) throws(MediaError) {
    LibAV.silence()
    guard width > 0, height > 0, width <= 16384, height <= 16384 else {
      throw .cannotEncode(reason: "\(width)×\(height) pixels; a side has 1 to 16384")
    }
    guard frameRate.isFinite, (0.01...1000).contains(frameRate) else {
      throw .cannotEncode(reason: "\(frameRate) frames a second; give 0.01 to 1000")
    }
    guard let encoder = avcodec_find_encoder_by_name(format.encoder),
      let codec = avcodec_alloc_context3(encoder)
    else { throw .cannotEncode(reason: "libavcodec has no \(format.encoder) encoder") }
    self.codec = codec
    self.width = width
    self.height = height
    configure(format, frameRate: frameRate, inContainer: inContainer)
    let options = OptionDictionary(format.options(isSmall: width <= 352 && height <= 288))
    let status = avcodec_open2(codec, encoder, &options.pointer)
    guard status >= 0 else { throw .cannotEncode(reason: LibAV.sentence(status)) }
  }

  deinit {
    var codec: UnsafeMutablePointer<AVCodecContext>? = codec
    avcodec_free_context(&codec)
  }

  func encode(_ pixels: [UInt8], frame: Int) throws(MediaError) -> [EncodedPicture] {
    let picture = try Picture(
      pixels, width: width, height: height,
      paddedTo: (Int(codec.pointee.width), Int(codec.pointee.height)),
      format: codec.pointee.pix_fmt)
    picture.pointer.pointee.pts = Int64(frame)
    picture.pointer.pointee.quality = codec.pointee.global_quality
    return try exchange(picture)
  }

  /// The pictures still inside. Nothing can be encoded afterwards.
  func finish() throws(MediaError) -> [EncodedPicture] { try exchange(nil) }

  private func exchange(_ picture: Picture?) throws(MediaError) -> [EncodedPicture] {
    var status = avcodec_send_frame(codec, picture?.pointer)
    var encoded: [EncodedPicture] = []
    while status >= 0 {
      status = avcodec_receive_packet(codec, packet.pointer)
      guard status >= 0 else { break }
      let bytes =
        codec.pointee.codec_id == AV_CODEC_ID_H264
        ? AnnexB.withoutRemarks(packet.bytes) : packet.bytes
      encoded.append(
        EncodedPicture(isKey: packet.isKey, frame: packet.pointer.pointee.pts, bytes: bytes))
      av_packet_unref(packet.pointer)
    }
    guard status == LibAV.tryAgain || status == CAVERROR_EOF else {
      throw .cannotEncode(reason: LibAV.sentence(status))
    }
    return encoded
  }

  private func configure(_ format: Format, frameRate: Double, inContainer: Bool) {
    let rate = av_d2q(frameRate, 1_000_000)
    codec.pointee.width = Int32(format.codedSide(width))
    codec.pointee.height = Int32(format.codedSide(height))
    codec.pointee.pix_fmt = format.pixels
    codec.pointee.color_range = AVCOL_RANGE_JPEG
    codec.pointee.time_base = AVRational(num: rate.den, den: rate.num)
    codec.pointee.framerate = rate
    // More threads would cut the picture differently on another machine.
    codec.pointee.thread_count = 1
    codec.pointee.flags |= AV_CODEC_FLAG_BITEXACT
    if inContainer { codec.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER }
    if case .jpeg(let quantiser) = format {
      codec.pointee.flags |= AV_CODEC_FLAG_QSCALE
      codec.pointee.qmin = 1
      codec.pointee.global_quality = FF_QP2LAMBDA * Int32(quantiser)
    }
  }
}

extension PictureEncoder.Format {
  fileprivate var encoder: String {
    switch self {
    case .h264: "libx264"
    case .ffv1: "ffv1"
    case .png: "png"
    case .jpeg: "mjpeg"
    }
  }

  fileprivate var pixels: AVPixelFormat {
    switch self {
    case .h264: AV_PIX_FMT_YUV420P
    case .ffv1, .png: AV_PIX_FMT_GRAY8
    case .jpeg: AV_PIX_FMT_YUVJ420P
    }
  }

  /// 4:2:0 halves the chroma planes, so H.264 has even sides.
  func codedSide(_ side: Int) -> Int {
    if case .h264 = self { side + side % 2 } else { side }
  }

  fileprivate func options(isSmall: Bool) -> KeyValuePairs<String, String> {
    switch self {
    // No B-frames and a key frame every 15: one packet in, one picture out, and a short way to
    // any frame of the loop.
    case .h264(let crf):
      [
        "preset": "medium", "profile": "high", "crf": "\(crf)", "g": "15", "bf": "0",
        "x264-params": "keyint=15:min-keyint=15:scenecut=0:open-gop=0",
      ]
    // FFV1 refuses to leave a picture above this size in one slice.
    case .ffv1: ["level": "3", "g": "1", "slicecrc": "1", "slices": isSmall ? "1" : "4"]
    case .png, .jpeg: [:]
    }
  }
}

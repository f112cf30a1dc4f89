import CLibAV

/// Turns a container's H.264 packets into byte streams, parameter sets before each key frame.
final class AnnexBConverter {
  private let filter: UnsafeMutablePointer<AVBSFContext>
  private let packet = PacketBuffer()

  init(_ demuxer: Demuxer) throws(MediaError) {
    var filter: UnsafeMutablePointer<AVBSFContext>?
    guard let kind = av_bsf_get_by_name("h264_mp4toannexb"), av_bsf_alloc(kind, &filter) >= 0,
      let filter
    else { throw .cannotEncode(reason: "libavcodec has no h264_mp4toannexb filter") }
    self.filter = filter
    avcodec_parameters_copy(filter.pointee.par_in, demuxer.parameters)
    filter.pointee.time_base_in = demuxer.rationalTimeBase
    let status = av_bsf_init(filter)
    guard status >= 0 else { throw demuxer.damage(at: 0, status) }
  }

  deinit {
    var filter: UnsafeMutablePointer<AVBSFContext>? = filter
    av_bsf_free(&filter)
  }

  /// The bytes of `input`, which is empty afterwards; nil if they are not one whole picture.
  func convert(_ input: PacketBuffer) throws(MediaError) -> [UInt8]? {
    guard av_bsf_send_packet(filter, input.pointer) >= 0,
      av_bsf_receive_packet(filter, packet.pointer) >= 0
    else { return nil }
    defer { av_packet_unref(packet.pointer) }
    return packet.bytes
  }
}

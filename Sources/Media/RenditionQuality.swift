import CLibAV
import Glibc
package import Sonography

/// Peak signal-to-noise ratio of the packets' pictures against the frames they stand for, in
/// decibels over the whole loop; infinite when they are equal.
package func quality(
  of packets: [Rendition.Packet], comparedWith frames: [Frame]
) throws(MediaError) -> Double {
  var parameters = avcodec_parameters_alloc()
  defer { avcodec_parameters_free(&parameters) }
  guard let parameters else { throw .cannotEncode(reason: "out of memory") }
  parameters.pointee.codec_type = AVMEDIA_TYPE_VIDEO
  parameters.pointee.codec_id = AV_CODEC_ID_H264
  let source = PacketList(packets)
  let decoder = try PictureDecoder(parameters, path: source.path)
  let luminance = Luminance()
  var (squares, count) = (0, 0)
  for frame in frames {
    guard let picture = try decoder.next(from: source, frame: frame.index) else {
      throw .cannotEncode(reason: "the encoder left out frame \(frame.index)")
    }
    squares += squaredError(
      try luminance.pixels(of: picture), stride: Int(picture.pointer.pointee.width), frame)
    count += frame.pixels.count
  }
  return 10 * log10(255 * 255 * Double(count) / Double(squares))
}

/// The decoded picture may be wider than the frame: its padding does not count.
private func squaredError(_ decoded: [UInt8], stride: Int, _ frame: Frame) -> Int {
  var sum = 0
  for y in 0..<frame.height {
    for x in 0..<frame.width {
      let difference = Int(decoded[y * stride + x]) - Int(frame.pixels[y * frame.width + x])
      sum += difference * difference
    }
  }
  return sum
}

/// Packets from memory.
private final class PacketList: PacketSource {
  let path = "streaming rendition"
  private let packets: [Rendition.Packet]
  private let packet = PacketBuffer()
  private var place = 0

  init(_ packets: [Rendition.Packet]) { self.packets = packets }

  func next(frame: Int) throws(MediaError) -> PacketBuffer? {
    guard place < packets.count else { return nil }
    av_packet_unref(packet.pointer)
    try packet.fill(packets[place].data)
    place += 1
    return packet
  }
}

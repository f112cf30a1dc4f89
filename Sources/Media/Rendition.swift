import CLibAV
import Glibc
import Sonography

/// A loop as it is streamed: H.264 packets, one a frame, in the order of the frames.
///
/// Full range 4:2:0, no B-frames, a key frame at least every 15. A loop with an odd side is coded
/// one column or row larger, its edge repeated: only the first `width` × `height` pixels are the
/// frame.
package struct Rendition: Hashable, Sendable {
  package struct Packet: Hashable, Sendable {
    package let isKey: Bool
    /// Annex B; a key frame begins with its parameter sets.
    package let data: [UInt8]
  }

  /// Such as `avc1.640028`, from the stream itself.
  package let codec: String
  package let width: Int
  package let height: Int
  /// Frames a second; nil for a still.
  package let frameRate: Double?
  package let packets: [Packet]
}

/// The recording at `path` made ready for streaming.
///
/// A recording that is already right keeps its packets; any other is decoded and encoded so that
/// its pictures come within 42 dB of the original (peak signal-to-noise ratio), as far as the
/// encoder's range goes.
///
/// - Parameter frameCount: How many frames there are; a recording that is already right then needs
///   no decoding. Counted by decoding when nil.
package func rendition(path: String, frameCount: Int? = nil) throws(MediaError) -> Rendition {
  let description = try CineReader(path: path).description
  var packets: [Rendition.Packet] = []
  if let frameCount { packets = try conformingPackets(path: path, frames: frameCount) }
  if packets.isEmpty {
    let frames = try readLoop(path: path)
    if frameCount == nil { packets = try conformingPackets(path: path, frames: frames.count) }
    if packets.isEmpty { packets = try encoded(frames, description) }
  }
  guard let codec = packets.first.flatMap({ AnnexB.codec(of: $0.data) }) else {
    throw .cannotEncode(reason: "the encoder gave no parameter set")
  }
  return Rendition(
    codec: codec, width: description.width, height: description.height,
    frameRate: description.frameRate, packets: packets)
}

private let keyDistance = 15
private let wantedQuality = 42.0

/// The packets as they are, if a browser can play them frame by frame; none if not.
private func conformingPackets(
  path: String, frames: Int
) throws(MediaError) -> [Rendition.Packet] {
  let demuxer = try Demuxer(path: path)
  guard isPlain(demuxer.parameters.pointee) else { return [] }
  let converter = try AnnexBConverter(demuxer)
  var packets: [Rendition.Packet] = []
  var sinceKey = keyDistance
  while let packet = try demuxer.next(frame: packets.count) {
    let (isKey, isInOrder) = (
      packet.isKey, packet.pointer.pointee.pts == packet.pointer.pointee.dts
    )
    guard let bytes = try converter.convert(packet) else { return [] }
    sinceKey = isKey ? 1 : sinceKey + 1
    guard isInOrder, sinceKey <= keyDistance, !isKey || AnnexB.isEntry(bytes) else { return [] }
    packets.append(Rendition.Packet(isKey: isKey, data: AnnexB.withoutRemarks(bytes)))
  }
  return packets.count == frames ? packets : []
}

private func isPlain(_ parameters: AVCodecParameters) -> Bool {
  parameters.codec_id == AV_CODEC_ID_H264 && parameters.video_delay == 0
    && (parameters.format == AV_PIX_FMT_YUVJ420P.rawValue
      || parameters.format == AV_PIX_FMT_YUV420P.rawValue
        && parameters.color_range == AVCOL_RANGE_JPEG)
}

private func encoded(
  _ frames: [Frame], _ description: CineDescription
) throws(MediaError) -> [Rendition.Packet] {
  var packets: [Rendition.Packet] = []
  for crf in stride(from: 20, through: 2, by: -3) {
    packets = try encoded(frames, description, crf: crf)
    if try quality(of: packets, comparedWith: frames) >= wantedQuality { break }
  }
  return packets
}

private func encoded(
  _ frames: [Frame], _ description: CineDescription, crf: Int
) throws(MediaError) -> [Rendition.Packet] {
  let encoder = try PictureEncoder(
    .h264(crf: crf), width: description.width, height: description.height,
    frameRate: description.frameRate ?? 25)
  var pictures: [EncodedPicture] = []
  for frame in frames { pictures += try encoder.encode(frame.pixels, frame: frame.index) }
  pictures += try encoder.finish()
  return pictures.map { Rendition.Packet(isKey: $0.isKey, data: $0.bytes) }
}

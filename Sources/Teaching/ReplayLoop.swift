package import Media

/// A loop as it goes to a viewer: every packet is one frame, in order.
package struct ReplayLoop: Sendable {
  /// `avc1.…` for H.264 access units, `jpeg` for pictures.
  package var codec: String
  package var width: Int
  package var height: Int
  package var frameRate: Double?
  package var packets: [Packet]

  package struct Packet: Sendable {
    package var isKey: Bool
    package var bytes: [UInt8]
  }

  package init(_ rendition: Rendition) {
    codec = rendition.codec
    width = rendition.width
    height = rendition.height
    frameRate = rendition.frameRate
    packets = rendition.packets.map { Packet(isKey: $0.isKey, bytes: $0.data) }
  }

  package init(pictures: [[UInt8]], width: Int, height: Int, frameRate: Double?) {
    codec = "jpeg"
    self.width = width
    self.height = height
    self.frameRate = frameRate
    packets = pictures.map { Packet(isKey: true, bytes: $0) }
  }

  package var byteCount: Int { packets.reduce(0) { $0 + $1.bytes.count } }

  /// The key frame at or before `frame`.
  package func keyFrame(before frame: Int) -> Int {
    guard !packets.isEmpty else { return 0 }
    var index = min(max(0, frame), packets.count - 1)
    while index > 0, !packets[index].isKey { index -= 1 }
    return index
  }

  /// Microseconds from the start of the loop to the start of `frame`; stills count as one second each.
  package func time(of frame: Int) -> UInt64 {
    UInt64((Double(frame) * 1_000_000 / (frameRate ?? 1)).rounded())
  }
}

/// One frame on the wire: a fixed little-endian header, the overlay, the video.
///
/// ```
/// 0 "DS"  2 version  3 type  4 flags u16  6 stream u16  8 frame u32  12 time µs u64
/// 20 overlay length u32  24 video length u32  28 overlay  … video
/// ```
/// `web/wire.js` is the other side; both are tested on one shared fixture.
package struct FrameMessage: Hashable, Sendable {
  package var stream: UInt16
  package var frame: Int
  /// Microseconds from the start of the loop.
  package var time: UInt64
  package var flags: Flags
  /// JSON of the AI's findings on exactly this frame; empty before the AI is released.
  package var overlay: [UInt8]
  package var video: [UInt8]

  package init(
    stream: UInt16, frame: Int, time: UInt64, flags: Flags, overlay: [UInt8], video: [UInt8]
  ) {
    self.stream = stream
    self.frame = frame
    self.time = time
    self.flags = flags
    self.overlay = overlay
    self.video = video
  }

  package struct Flags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let key = Flags(rawValue: 1)
    package static let last = Flags(rawValue: 2)
    package static let lossless = Flags(rawValue: 4)
    package static let discontinuity = Flags(rawValue: 8)
  }

  private static let headerLength = 28

  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.headerLength + overlay.count + video.count)
    bytes += [0x44, 0x53, 1, 1]
    append(flags.rawValue, to: &bytes)
    append(stream, to: &bytes)
    append(UInt32(frame), to: &bytes)
    append(time, to: &bytes)
    append(UInt32(overlay.count), to: &bytes)
    append(UInt32(video.count), to: &bytes)
    bytes += overlay
    bytes += video
    return bytes
  }

  /// Nil when the magic, version, type or any length does not fit.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.headerLength, bytes[0..<4].elementsEqual([0x44, 0x53, 1, 1]) else {
      return nil
    }
    let overlayLength = Int(number(bytes, at: 20, UInt32.self))
    let videoLength = Int(number(bytes, at: 24, UInt32.self))
    guard bytes.count == Self.headerLength + overlayLength + videoLength else { return nil }
    flags = Flags(rawValue: number(bytes, at: 4, UInt16.self))
    stream = number(bytes, at: 6, UInt16.self)
    frame = Int(number(bytes, at: 8, UInt32.self))
    time = number(bytes, at: 12, UInt64.self)
    overlay = Array(bytes[Self.headerLength..<(Self.headerLength + overlayLength)])
    video = Array(bytes[(Self.headerLength + overlayLength)...])
  }
}

private func append<Number: FixedWidthInteger>(_ value: Number, to bytes: inout [UInt8]) {
  for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
    bytes.append(UInt8(truncatingIfNeeded: value >> Number(shift)))
  }
}

private func number<Number: FixedWidthInteger>(
  _ bytes: [UInt8], at offset: Int, _ type: Number.Type
) -> Number {
  var value: Number = 0
  for index in stride(from: Number.bitWidth / 8 - 1, through: 0, by: -1) {
    value = (value << 8) | Number(bytes[offset + index])
  }
  return value
}

package import Sonography

/// The frame as a grey PNG, without loss.
package func png(_ frame: Frame) throws(MediaError) -> [UInt8] {
  try still(frame, as: .png)
}

/// The frame as a baseline JPEG.
///
/// - Parameter quality: 1...100; 100 divides by the smallest quantiser, each step of about three
///   by the next of 31.
package func jpeg(_ frame: Frame, quality: Int) throws(MediaError) -> [UInt8] {
  let quality = min(100, max(1, quality))
  return try still(frame, as: .jpeg(quantiser: 1 + (100 - quality) * 30 / 99))
}

private func still(
  _ frame: Frame, as format: PictureEncoder.Format
) throws(MediaError) -> [UInt8] {
  let encoder = try PictureEncoder(format, width: frame.width, height: frame.height, frameRate: 1)
  let pictures = try encoder.encode(frame.pixels, frame: 0) + encoder.finish()
  guard let picture = pictures.first else {
    throw .cannotEncode(reason: "the encoder gave nothing")
  }
  return picture.bytes
}

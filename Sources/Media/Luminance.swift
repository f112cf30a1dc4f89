import CLibAV

/// Turns decoded pictures of any pixel format into 8-bit grey, 0 black to 255 white.
///
/// - Grey and YUV: the luminance plane as it is; limited range (16...235) is spread to 0...255.
/// - RGB and palettes: the weights of ITU-R BT.601 in 16-bit fixed point, alpha ignored. Equal
///   red, green and blue give that very value, and the result is that of Pillow's `convert("L")`,
///   with which models are trained.
final class Luminance {
  private var scaler: OpaquePointer?

  deinit { sws_freeContext(scaler) }

  func pixels(of picture: Picture) throws(MediaError) -> [UInt8] {
    let frame = picture.pointer
    let format = AVPixelFormat(rawValue: frame.pointee.format)
    guard let layout = av_pix_fmt_desc_get(format)?.pointee else {
      throw .cannotEncode(reason: "the picture has no known pixel format")
    }
    let flags = Int32(truncatingIfNeeded: layout.flags)
    if flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL) != 0 {
      return try grey(from: converted(frame, to: AV_PIX_FMT_RGB24))
    }
    guard layout.comp.0.depth == 8, flags & AV_PIX_FMT_FLAG_HWACCEL == 0 else {
      return plane(of: try converted(frame, to: AV_PIX_FMT_GRAY8).pointer, offset: 0, step: 1)
    }
    let pixels = plane(
      of: frame, offset: Int(layout.comp.0.offset), step: Int(layout.comp.0.step))
    return layout.nb_components >= 3 && !isFullRange(frame, format)
      ? pixels.map { Self.spread[Int($0)] } : pixels
  }

  /// Limited to full range: `(y - 16) × 255 / 219`, rounded.
  private static let spread: [UInt8] = (0...255).map { (y: Int) -> UInt8 in
    let scaled = (max(0, y - 16) * 510 + 219) / 438
    return UInt8(min(255, scaled))
  }

  private func isFullRange(_ frame: UnsafePointer<AVFrame>, _ format: AVPixelFormat) -> Bool {
    frame.pointee.color_range == AVCOL_RANGE_JPEG
      || [
        AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ440P,
        AV_PIX_FMT_YUVJ411P,
      ].contains(format)
  }

  private func plane(of frame: UnsafePointer<AVFrame>, offset: Int, step: Int) -> [UInt8] {
    let width = Int(frame.pointee.width)
    let height = Int(frame.pointee.height)
    let stride = Int(frame.pointee.linesize.0)
    guard let start = frame.pointee.data.0 else {
      return [UInt8](repeating: 0, count: width * height)
    }
    return [UInt8](unsafeUninitializedCapacity: width * height) { out, count in
      for y in 0..<height {
        let row = start + y * stride + offset
        for x in 0..<width { out[y * width + x] = row[x * step] }
      }
      count = width * height
    }
  }

  private func grey(from picture: Picture) -> [UInt8] {
    let width = Int(picture.pointer.pointee.width)
    let height = Int(picture.pointer.pointee.height)
    let stride = Int(picture.pointer.pointee.linesize.0)
    guard let start = picture.pointer.pointee.data.0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: width * height) { out, count in
      for y in 0..<height {
        let row = start + y * stride
        for x in 0..<width {
          let (red, green, blue) = (Int(row[3 * x]), Int(row[3 * x + 1]), Int(row[3 * x + 2]))
          out[y * width + x] = UInt8((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16)
        }
      }
      count = width * height
    }
  }

  private func converted(
    _ source: UnsafeMutablePointer<AVFrame>, to format: AVPixelFormat
  ) throws(MediaError) -> Picture {
    let width = source.pointee.width
    let height = source.pointee.height
    scaler = sws_getCachedContext(
      scaler, width, height, AVPixelFormat(rawValue: source.pointee.format), width, height, format,
      SWS_POINT | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nil, nil, nil)
    let target = Picture()
    target.pointer.pointee.format = format.rawValue
    target.pointer.pointee.width = width
    target.pointer.pointee.height = height
    guard let scaler, av_frame_get_buffer(target.pointer, 0) >= 0,
      sws_scale_frame(scaler, target.pointer, source) >= 0
    else { throw .cannotEncode(reason: "its pixel format cannot be turned into grey") }
    return target
  }
}

/// How the numbers of an image lie in memory.
///
/// ONNX means (N, C, H, W), one channel after another. The kernels want the channels of a pixel next to each
/// other, and in reduced precision two of them in a word; a plan converts where the two worlds meet.
enum Layout: Hashable, Sendable {
  /// Row-major, as ONNX has it.
  case rows
  /// (N, H, W, C).
  case pixels
  /// (N, H, W, C) in bfloat16, an odd C filled up to an even one.
  case halves

  /// Floats of memory, a pair of halves counting as one.
  func words(_ shape: Shape) -> Int {
    guard self == .halves else { return shape.count }
    return shape.count / max(1, shape.channels) * ((shape.channels + 1) / 2)
  }

  /// The simplest layout with the same bytes: with one channel, or one pixel, there is nothing to reorder.
  func simplest(for shape: Shape) -> Layout {
    self == .pixels && (shape.channels == 1 || shape.pixels == 1) ? .rows : self
  }
}

extension Shape {
  /// Of an image (N, C, ...).
  var channels: Int { rank > 1 ? lengths[1] : 1 }
  var pixels: Int { rank > 2 ? count(of: 2..<rank) : 1 }
}

/// Copies an image from one layout to another.
struct Relayout {
  let shape: Shape
  let source: Layout
  let target: Layout

  func run(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>) {
    let (channels, pixels) = (shape.channels, shape.pixels)
    let samples = channels * pixels == 0 ? 0 : shape.count / (channels * pixels)
    let (sourceStep, targetStep) = (source.words(shape) / max(1, samples), target.words(shape) / max(1, samples))
    for sample in 0..<samples {
      let (image, result) = (from + sample * sourceStep, to + sample * targetStep)
      switch (source, target) {
      case (.rows, .pixels): Self.transpose(image, result, rows: channels, columns: pixels)
      case (.pixels, .rows): Self.transpose(image, result, rows: pixels, columns: channels)
      default: convert(image, result)
      }
    }
  }

  /// In tiles, so that neither side strides through more of the cache than it uses.
  private static func transpose(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    let side = 16
    for top in stride(from: 0, to: rows, by: side) {
      let bottom = min(rows, top &+ side)
      for left in stride(from: 0, to: columns, by: side) {
        for column in left..<min(columns, left &+ side) {
          for row in top..<bottom { target[column &* rows &+ row] = source[row &* columns &+ column] }
        }
      }
    }
  }

  private func convert(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
    let (channels, pixels) = (shape.channels, shape.pixels)
    let pitch = (channels + 1) / 2 * 2
    // Halves are stored two to a float; both views of the block are of plain numbers.
    let (words, halves) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(target))
    for channel in 0..<channels {
      let planar = channel * pixels
      for pixel in 0..<pixels {
        let packed = 2 &* (pixel &* pitch &+ channel)
        switch (self.source, self.target) {
        case (.halves, .rows):
          target[planar &+ pixel] = Self.widened(words.load(fromByteOffset: packed, as: UInt16.self))
        case (.halves, _):
          target[pixel &* channels &+ channel] = Self.widened(words.load(fromByteOffset: packed, as: UInt16.self))
        case (.rows, _):
          halves.storeBytes(of: Self.rounded(source[planar &+ pixel]), toByteOffset: packed, as: UInt16.self)
        default:
          halves.storeBytes(
            of: Self.rounded(source[pixel &* channels &+ channel]), toByteOffset: packed, as: UInt16.self)
        }
      }
    }
    guard self.target == .halves, pitch > channels else { return }
    for pixel in 0..<pixels { halves.storeBytes(of: 0, toByteOffset: 2 * (pixel * pitch + channels), as: UInt16.self) }
  }

  static func widened(_ half: UInt16) -> Float { Float(bitPattern: UInt32(half) << 16) }

  /// To the nearest bfloat16, ties to even; not-a-number stays one.
  static func rounded(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let rounded = value.isNaN ? bits | 0x40_0000 : bits &+ 0x7fff &+ (bits >> 16 & 1)
    return UInt16(truncatingIfNeeded: rounded >> 16)
  }
}

/// One greyscale image of a cine loop.
package struct Frame: Hashable, Sendable {
  /// Row-major 8-bit luminance, `height` × `width`; 0 is black.
  package let pixels: [UInt8]
  package let width: Int
  package let height: Int
  /// Position in the loop, from 0.
  package let index: Int
  /// Seconds from the start of the loop.
  package let time: Double
  /// Millimetres per pixel; nil when the recording says nothing about scale.
  package let spacing: PixelSpacing?

  package init(
    pixels: [UInt8], width: Int, height: Int, index: Int = 0, time: Double = 0,
    spacing: PixelSpacing? = nil
  ) {
    precondition(pixels.count == width * height, "a frame has width × height pixels")
    self.pixels = pixels
    self.width = width
    self.height = height
    self.index = index
    self.time = time
    self.spacing = spacing
  }
}

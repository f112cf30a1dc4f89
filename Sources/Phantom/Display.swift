internal import CPhantom
import Sonography

/// How a preset turns samples into pixels: everything that is the same for every frame.
struct Screen: Sendable {
  let width: Int
  let height: Int
  /// Whole row above each pixel row and the share of the one below; the same for lines.
  let rowAt: [Int32]
  let rowShare: [Float]
  let lineAt: [Int32]
  let lineShare: [Float]
  /// Grey = 253 · (a + b · level)^γ + 2.
  let map: [Float]
  let narrow: (down: [Float], across: [Float])
  let wide: (down: [Float], across: [Float])

  init(_ preset: ScannerPreset) {
    (width, height) = (preset.pixelWidth, preset.pixelHeight)
    let pixel = Float(preset.spacing)
    let margin = (preset.width - Float(width) * pixel) / 2
    let rows = (0..<height).map { (Float($0) + 0.5) * pixel / preset.rowSpacing - 0.5 }
    let lines = (0..<width).map {
      ((Float($0) + 0.5) * pixel + margin) / preset.lineSpacing - 0.5
    }
    (rowAt, rowShare) = Self.split(rows, count: preset.rowCount)
    (lineAt, lineShare) = Self.split(lines, count: ScannerPreset.lineCount)
    let fat = exp2(log2(preset.fatGrey / 255) / preset.gamma)
    map = [fat, 1 / preset.dynamicRange, preset.gamma]
    let strength = max(preset.speckleReduction, 0.01)
    let (z, x) = (0.072 * strength / preset.rowSpacing, 0.153 * strength / preset.lineSpacing)
    narrow = (Self.bellKernel(z), Self.bellKernel(x))
    wide = (Self.bellKernel(1.6 * z), Self.bellKernel(1.6 * x))
  }

  private static func split(_ places: [Float], count: Int) -> ([Int32], [Float]) {
    let inside = places.map { min(max($0, 0), Float(count) - 1.001) }
    return (inside.map { Int32($0) }, inside.map { $0 - Float(Int32($0)) })
  }

  private static func bellKernel(_ sigma: Float) -> [Float] {
    let reach = min(Int(2.5 * sigma) + 1, (Int(cp_most_taps) - 1) / 2)
    let kernel = (-reach...reach).map { bell(Float($0) / (1.414_214 * max(sigma, 0.05))) }
    let sum = kernel.reduce(0, +)
    return kernel.map { $0 / sum }
  }
}

/// From echo power to the picture on the screen.
extension Scanner {
  /// Log compression after time gain, with a mild gain at the focus. 0 dB is plain fat.
  static func lift(_ gainCurve: [Float], _ preset: ScannerPreset) -> [Float] {
    (0..<preset.rowCount).map { row in
      let z = preset.depth(ofRow: row)
      return gainCurve[row] + 1.5 * bell((z - preset.focus) / 9) + preset.gain
        + preset.gainSlope * z / 10
    }
  }

  func shown(_ power: [Float]) -> (picture: DecibelPicture, grey: [UInt8]) {
    var levels = power
    let (height, width) = (Int32(rows), Int32(lines))
    unsafe cp_levels(vectors.rawValue, &levels, lift, height, width)
    if preset.speckleReduction > 0 {
      var smooth = emptyPlane
      unsafe cp_smooth(
        vectors.rawValue, levels, screen.narrow.down, Int32(screen.narrow.down.count),
        screen.narrow.across, Int32(screen.narrow.across.count), screen.wide.down,
        Int32(screen.wide.down.count), screen.wide.across, Int32(screen.wide.across.count),
        preset.sharpening, height, width, &smooth)
      levels = smooth
    }
    var pixels = [Float](repeating: 0, count: screen.width * screen.height)
    var grey = [UInt8](repeating: 0, count: screen.width * screen.height)
    unsafe cp_picture(
      vectors.rawValue, levels, screen.rowAt, screen.rowShare, screen.lineAt, screen.lineShare,
      width, Int32(screen.width), Int32(screen.height), screen.map, &pixels, &grey)
    return (DecibelPicture(levels: pixels, width: screen.width, height: screen.height), grey)
  }
}

/// The picture before the grey map, dB against fat: what labels are checked on.
package struct DecibelPicture: Sendable {
  package let levels: [Float]
  package let width: Int
  package let height: Int

  /// The median level where `isInside` holds; nil when there are too few pixels.
  func median(in box: PixelBox, where isInside: (PixelPoint) -> Bool) -> Float? {
    levels(in: box, where: isInside).map { $0[$0.count / 2] }
  }

  /// The levels where `isInside` holds, of every fourth pixel, ascending; nil when fewer than 12 are there.
  func levels(in box: PixelBox, where isInside: (PixelPoint) -> Bool) -> [Float]? {
    var values: [Float] = []
    let columns = max(0, Int(box.x))..<max(0, min(width, Int(box.x + box.width) + 1))
    let rows = max(0, Int(box.y))..<max(0, min(height, Int(box.y + box.height) + 1))
    for y in rows where y % 2 == 0 {
      for x in columns where (x + y / 2) % 2 == 0 {
        let point = PixelPoint(x: Double(x) + 0.5, y: Double(y) + 0.5)
        if isInside(point) { values.append(levels[y * width + x]) }
      }
    }
    guard values.count >= 12 else { return nil }
    return values.sorted()
  }
}

import Sonography

/// What the quality rules measure on a letterboxed frame (0...1), within the part the frame fills.
struct PictureContent {
  private static let black: Float = 0.03
  private static let white: Float = 0.97

  private let square: [Float]
  private let side: Int
  private let width: Int
  private let height: Int
  /// Block means of 8 × 8.
  let thumbnail: [Float]
  private let levels: [Int]

  init(square: [Float], letterbox: Letterbox) {
    (self.square, side) = (square, letterbox.side)
    (width, height) = (letterbox.scaledWidth, letterbox.scaledHeight)
    thumbnail = averaged(square, side: letterbox.side, by: 8)
    var levels = [Int](repeating: 0, count: 256)
    for y in 0..<letterbox.scaledHeight {
      for x in 0..<letterbox.scaledWidth {
        levels[min(255, max(0, Int(square[y * letterbox.side + x] * 255)))] += 1
      }
    }
    self.levels = levels
  }

  private var area: Double { Double(width * height) }

  /// Median of the pixels that are not black: borders and shadows say nothing about gain.
  var median: Double {
    let floor = Int(Self.black * 255)
    let total = levels[floor...].reduce(0, +)
    var seen = 0
    for level in floor..<256 {
      seen += levels[level]
      if seen * 2 >= total { return Double(level) / 255 }
    }
    return 0
  }

  var saturated: Double { Double(levels[Int(Self.white * 255)...].reduce(0, +)) / area }

  /// Standard deviation in grey levels of 255.
  private var deviation: Double {
    let mean = levels.indices.reduce(0) { $0 + Double($1 * levels[$1]) } / area
    return (levels.indices.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) * Double(levels[$1]) } / area)
      .squareRoot()
  }

  private var blackShare: Double { Double(levels[..<Int(Self.black * 255)].reduce(0, +)) / area }

  /// Share of the columns, counted from the left and the right edge, that stay far darker than the others
  /// in the upper half, where a probe in contact always shows tissue.
  var darkColumns: Double {
    let means = (0..<width).map { x in
      (0..<max(1, height / 2)).reduce(0.0) { $0 + Double(square[$1 * side + x]) } / Double(max(1, height / 2))
    }
    let typical = means.sorted()[width * 3 / 4]
    let isDark = means.map { $0 < 0.3 * typical }
    let left = isDark.prefix { $0 }.count
    let right = isDark.reversed().prefix { $0 }.count
    return Double(min(width, left + right)) / Double(width)
  }

  /// Share of the depth, from the bottom up, where rows are nearly black.
  var emptyDepth: Double {
    let rows = (0..<height).map { y in
      (0..<width).reduce(0.0) { $0 + Double(square[y * side + $1]) } / Double(width)
    }
    let typical = rows.sorted()[height * 3 / 4]
    return Double(rows.reversed().prefix { $0 < 0.12 * typical }.count) / Double(height)
  }

  /// Mean step between neighbours over mean brightness, where there is tissue: small in a blurred picture.
  var detail: Double {
    var (steps, brightness) = (0.0, 0.0)
    for y in 0..<max(1, height - 1) {
      for x in 0..<max(1, width - 1) {
        let here = square[y * side + x]
        guard here > Self.black * 2 else { continue }
        steps += Double(abs(square[y * side + min(x + 1, side - 1)] - here))
        brightness += Double(here)
      }
    }
    return brightness > 0 ? steps / brightness : 1
  }

  /// Why nobody could read this; nil when one can.
  func unreadable(_ frame: Frame) -> String? {
    if blackShare > 0.985 { return "The picture is black." }
    if saturated > 0.9 { return "The picture is white." }
    if deviation < 1.5 { return "The picture is one even grey." }
    if neighbourLikeness(frame) < 0.3 { return "The picture is noise." }
    return nil
  }

  /// Correlation of pixels with their neighbours below and to the right: speckle is wider than one pixel,
  /// noise is not.
  private func neighbourLikeness(_ frame: Frame) -> Double {
    let rows = Swift.stride(from: 0, to: frame.height - 1, by: max(1, frame.height / 120))
    let places = rows.flatMap { y in
      Swift.stride(from: 0, to: frame.width - 1, by: max(1, frame.width / 160)).map { y * frame.width + $0 }
    }
    var (count, sum, square, right, down) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for place in places {
      let here = Double(frame.pixels[place])
      sum += here
      square += here * here
      right += here * Double(frame.pixels[place + 1])
      down += here * Double(frame.pixels[place + frame.width])
      count += 1
    }
    let mean = sum / count
    let variance = square / count - mean * mean
    return variance > 1e-6 ? max(right / count - mean * mean, down / count - mean * mean) / variance : 1
  }
}

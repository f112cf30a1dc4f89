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

  /// Share of the columns, counted from the left and the right edge, that are far darker than the others
  /// at middle depth though the probe's own echo is bright above them: there it has lost the skin. A border
  /// burnt into the picture is dark at the top as well.
  var darkColumns: Double {
    let middle = columnMeans(from: height / 4, to: height * 3 / 5)
    let top = columnMeans(from: 0, to: height / 10)
    let typical = middle.sorted()[width * 3 / 4]
    let isDark = zip(middle, top).map { $0 < 0.3 * typical && $1 > 0.06 }
    let left = isDark.prefix { $0 }.count
    let right = isDark.reversed().prefix { $0 }.count
    return Double(min(width, left + right)) / Double(width)
  }

  private func columnMeans(from first: Int, to last: Int) -> [Double] {
    let rows = first..<max(first + 1, last)
    var sums = [Float](repeating: 0, count: width)
    for y in rows { for x in 0..<width { sums[x] += square[y * side + x] } }
    return sums.map { Double($0) / Double(rows.count) }
  }

  /// Share of the depth, from the bottom up, where rows are nearly black.
  var emptyDepth: Double {
    let rows = (0..<height).map { y in
      var sum: Float = 0
      for x in 0..<width { sum += square[y * side + x] }
      return sum
    }
    let typical = rows.sorted()[height * 3 / 4]
    return Double(rows.reversed().prefix { $0 < 0.12 * typical }.count) / Double(height)
  }

  /// Mean step between horizontal neighbours over mean brightness, where there is tissue: small in a blurred picture.
  var detail: Double {
    var (steps, brightness) = (0.0, 0.0)
    for y in 0..<height {
      var (stepsInRow, brightnessInRow): (Float, Float) = (0, 0)
      for place in (y * side)..<(y * side + width - 1) {
        let here = square[place]
        let counts: Float = here > Self.black * 2 ? 1 : 0
        stepsInRow += counts * abs(square[place + 1] - here)
        brightnessInRow += counts * here
      }
      steps += Double(stepsInRow)
      brightness += Double(brightnessInRow)
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
    var (count, sum, square, right, down) = (0, 0, 0, 0, 0)
    for y in stride(from: 0, to: frame.height - 1, by: max(1, frame.height / 100)) {
      for x in stride(from: 0, to: frame.width - 1, by: max(1, frame.width / 100)) {
        let place = y * frame.width + x
        let here = Int(frame.pixels[place])
        sum += here
        square += here * here
        right += here * Int(frame.pixels[place + 1])
        down += here * Int(frame.pixels[place + frame.width])
        count += 1
      }
    }
    let mean = Double(sum) / Double(count)
    let variance = Double(square) / Double(count) - mean * mean
    let shared = Double(max(right, down)) / Double(count) - mean * mean
    return variance > 1e-6 ? shared / variance : 1
  }
}

import Sonography

/// From echo power to the picture on the screen.
extension Scanner {
  /// Log compression after time gain, with a mild gain at the focus. 0 dB is plain fat.
  func levels(_ power: [Float]) -> [Float] {
    var out = power
    for row in 0..<rows {
      let z = preset.depth(ofRow: row)
      let focus = (z - preset.focus) / 9
      let lift = gainCurve[row] + 1.5 * bell(focus) + preset.gain
      for line in 0..<lines {
        let at = row &* lines &+ line
        out[at] = decibels(ofPower: power[at]) + lift
      }
    }
    return out
  }

  /// Local-statistics filter: flat speckle is averaged, edges stay.
  func speckleReduced(_ levels: [Float]) -> [Float] {
    let strength = preset.speckleReduction
    guard strength > 0 else { return levels }
    let (z, x) = (0.072 * strength / preset.rowSpacing, 0.153 * strength / preset.lineSpacing)
    let mean = blurred(levels, down: z, across: x)
    let wide = blurred(levels, down: 1.6 * z, across: 1.6 * x)
    let square = blurred(levels.map { $0 * $0 }, down: 1.6 * z, across: 1.6 * x)
    var out = levels
    for at in 0..<out.count {
      let variance = square[at] - wide[at] * wide[at]
      let keep = min(max((variance - 4.5) / (variance + 1e-3), 0.12), 1)
      out[at] = mean[at] + keep * (levels[at] - mean[at])
    }
    return out
  }

  private func blurred(_ plane: [Float], down: Float, across: Float) -> [Float] {
    let rowKernel = Self.bellKernel(down)
    let lineKernel = Self.bellKernel(across)
    let (dr, dl) = (rowKernel.count / 2, lineKernel.count / 2)
    var tall = [Float](repeating: 0, count: plane.count)
    for row in 0..<rows {
      for (tap, weight) in rowKernel.enumerated() {
        let base = min(max(row &+ tap &- dr, 0), rows &- 1) &* lines
        for line in 0..<lines { tall[row &* lines &+ line] += weight * plane[base &+ line] }
      }
    }
    var out = [Float](repeating: 0, count: plane.count)
    for row in 0..<rows {
      let base = row &* lines
      for line in 0..<lines {
        var sum: Float = 0
        for tap in 0..<lineKernel.count {
          sum += lineKernel[tap] * tall[base &+ min(max(line &+ tap &- dl, 0), lines &- 1)]
        }
        out[base &+ line] = sum
      }
    }
    return out
  }

  private static func bellKernel(_ sigma: Float) -> [Float] {
    let reach = Int(2.5 * sigma) + 1
    let kernel = (-reach...reach).map { bell(Float($0) / (1.414_214 * max(sigma, 0.05))) }
    let sum = kernel.reduce(0, +)
    return kernel.map { $0 / sum }
  }

  /// Levels at the pixels, bilinear.
  func resampled(_ levels: [Float]) -> DecibelPicture {
    let (width, height) = (preset.pixelWidth, preset.pixelHeight)
    let pixel = Float(preset.spacing)
    let margin = (preset.width - Float(width) * pixel) / 2
    var out = [Float]()
    out.reserveCapacity(width * height)
    for y in 0..<height {
      let v = min(max((Float(y) + 0.5) * pixel / preset.rowSpacing - 0.5, 0), Float(rows) - 1.001)
      let (row, t) = (Int(v), v - Float(Int(v)))
      for x in 0..<width {
        let u = min(
          max(((Float(x) + 0.5) * pixel + margin) / preset.lineSpacing - 0.5, 0),
          Float(lines) - 1.001)
        let (line, s) = (Int(u), u - Float(Int(u)))
        let at = row &* lines &+ line
        let top = levels[at] * (1 - s) + levels[at &+ 1] * s
        let bottom = levels[at &+ lines] * (1 - s) + levels[at &+ lines &+ 1] * s
        out.append(top * (1 - t) + bottom * t)
      }
    }
    return DecibelPicture(levels: out, width: width, height: height)
  }

  /// Grey values: a power law over the dynamic range, fat at the preset's grey.
  func grey(_ picture: DecibelPicture) -> [UInt8] {
    let fat = exp2(log2(preset.fatGrey / 255) / preset.gamma)
    return picture.levels.map { level in
      let t = min(max(fat + level / preset.dynamicRange, 1e-4), 1)
      return UInt8(min(253 * exp2(preset.gamma * log2(t)) + 2, 255))
    }
  }
}

/// The picture before the grey map, dB against fat: what labels are checked on.
package struct DecibelPicture: Sendable {
  package let levels: [Float]
  package let width: Int
  package let height: Int

  /// The median level where `isInside` holds, of every third pixel; nil when fewer than 12 are there.
  func median(in box: PixelBox, where isInside: (PixelPoint) -> Bool) -> Float? {
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
    values.sort()
    return values[values.count / 2]
  }
}

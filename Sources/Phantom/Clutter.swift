/// What the picture shows that is not there: off-axis echoes, repeats of the near field, electronic noise.
///
/// Without these a fluid is impossibly black; they are part of the physics, not decoration.
extension Scanner {
  func addClutter(to power: inout [Float], _ pose: Pose, frame: Int) {
    let near = nearField(power)
    let blurred = boxed(boxed(power, across: 8, down: 4), across: 8, down: 3)
    let pedestal = Phantom.power(ofDecibels: preset.pedestal)
    let floor = Phantom.power(ofDecibels: preset.noise)
    let axes = pose.axes
    let step = axes.lateral * preset.lineSpacing
    for row in 0..<rows {
      let z = preset.depth(ofRow: row)
      var p = place(pose, axes.lateral, axes.depth, lateral: preset.lateral(ofLine: 0), depth: z)
      let haze = Phantom.power(ofDecibels: preset.reverberation - 2 - 1.1 * z)
      for line in 0..<lines {
        let at = row &* lines &+ line
        let speckle = scatterers.clutter(p)
        let ghost = scatterers.clutter(SIMD3(Float(line) * preset.lineSpacing, 40, z))
        power[at] +=
          blurred[at] * pedestal * speckle + (0.2 * near[at] + haze) * ghost
          + floor * noiseDeviate(row, line, frame) + mainBang[row]
        p += step
      }
    }
  }

  /// One draw of the averaged looks' noise power, mean 1.
  @inline(__always)
  private func noiseDeviate(_ row: Int, _ line: Int, _ frame: Int) -> Float {
    let h = hashed(
      Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: line),
      Int32(truncatingIfNeeded: frame), breast.tissue.anatomy.seed)
    return noiseTable[Int(h & 4095)]
  }

  /// Gamma-distributed with the number of independent looks as shape, by its quantiles' own recipe: a sum
  /// of exponential deviates.
  static func noiseTable(looks: Int) -> [Float] {
    var draw = Draw(seed: 5, stream: 5)
    let shape = min(max(looks / 2, 1), 3)
    return (0..<4096).map { _ in
      (0..<shape).reduce(Float(0)) { sum, _ in
        sum - 0.693_147 * log2(max(draw.unit(), 1e-6))
      } / Float(shape)
    }
  }

  /// The lens and the gel: a bright band at the very top.
  static func mainBang(_ preset: ScannerPreset) -> [Float] {
    (0..<preset.rowCount).map { row in
      let z = preset.depth(ofRow: row)
      return 60 * bell((z - 0.10) / 0.09) + 2.5 * bell((z - 0.62) / 0.07)
    }
  }

  /// Echoes of skin and gel that bounced once more, at fixed delays.
  private func nearField(_ power: [Float]) -> [Float] {
    let entry = min(rows, Int(3.2 / preset.rowSpacing))
    let source = boxed(
      boxed(Array(power[0..<entry * lines]), across: 9, down: 2), across: 9, down: 2)
    var out = [Float](repeating: 0, count: power.count)
    let repeats: [(delay: Float, loss: Float)] = [
      (2.1, 0), (3.9, -6), (6.1, -11), (8.6, -16), (11.6, -22),
    ]
    for (delay, loss) in repeats {
      let first = Int(delay / preset.rowSpacing) * lines
      let share = Phantom.power(ofDecibels: preset.reverberation + loss)
      for at in 0..<min(source.count, out.count - first) { out[first &+ at] += source[at] * share }
    }
    return boxed(out, across: 1, down: 9)
  }

  /// Mean over a box of (2 across + 1) × (2 down + 1), edges repeated.
  func boxed(_ plane: [Float], across: Int, down: Int) -> [Float] {
    let height = plane.count / lines
    var wide = plane
    let share = 1 / Float(2 * across + 1)
    for row in 0..<height {
      let base = row &* lines
      var sum = (-across...across).reduce(Float(0)) { $0 + plane[base + min(max($1, 0), lines - 1)] }
      for line in 0..<lines {
        wide[base &+ line] = sum * share
        sum +=
          plane[base &+ min(line &+ across &+ 1, lines &- 1)]
          - plane[base &+ max(line &- across, 0)]
      }
    }
    var sums = [Float](repeating: 0, count: lines)
    for shift in -down...down {
      let base = min(max(shift, 0), height - 1) * lines
      for line in 0..<lines { sums[line] += wide[base + line] }
    }
    var out = plane
    let part = 1 / Float(2 * down + 1)
    for row in 0..<height {
      let (add, drop) = (min(row &+ down &+ 1, height &- 1) &* lines, max(row &- down, 0) &* lines)
      for line in 0..<lines {
        out[row &* lines &+ line] = sums[line] * part
        sums[line] += wide[add &+ line] - wide[drop &+ line]
      }
    }
    return out
  }
}

import Sonography

/// What one pose sees before the beam blurs it: complex echo and attenuation on the grid of lines and rows.
struct EchoField {
  /// Row-major, `rows` × `lines`.
  var real: [Float]
  var imaginary: [Float]
  /// dB/cm/MHz.
  var attenuation: [Float]
  let rows: Int
  let lines: Int

  init(rows: Int, lines: Int) {
    self.rows = rows
    self.lines = lines
    real = [Float](repeating: 0, count: rows * lines)
    imaginary = real
    attenuation = real
  }
}

extension Scanner {
  /// The tissue under the probe, read in three planes across the slice.
  struct Slice {
    var amplitude: [Float]
    var attenuation: [Float]
    var interface: [Float]
    /// Change of the interface potential across the slice, per mm.
    var slope: [Float]
    var sheen: [Float]
  }

  func slice(_ pose: Pose) -> Slice {
    let empty = [Float](repeating: 0, count: rows * lines)
    var slice = Slice(
      amplitude: empty, attenuation: empty, interface: empty, slope: empty, sheen: empty)
    let axes = pose.axes
    let step = axes.lateral * preset.lineSpacing
    for row in 0..<rows {
      let half = 0.55 * elevation[row]
      let z = preset.depth(ofRow: row)
      var p = place(pose, axes.lateral, axes.depth, lateral: preset.lateral(ofLine: 0), depth: z)
      let across = axes.across * half
      for line in 0..<lines {
        let index = row &* lines &+ line
        let (a, b, c) = (
          volume.sample(p - across), volume.sample(p), volume.sample(p + across)
        )
        let power =
          0.25 * Phantom.power(ofDecibels: a.x) + 0.5 * Phantom.power(ofDecibels: b.x)
          + 0.25 * Phantom.power(ofDecibels: c.x)
        slice.amplitude[index] = power.squareRoot()
        slice.attenuation[index] = 0.25 * a.y + 0.5 * b.y + 0.25 * c.y
        slice.interface[index] = 0.25 * a.z + 0.5 * b.z + 0.25 * c.z
        slice.slope[index] = (c.z - a.z) / (2 * half)
        slice.sheen[index] = b.w
        p += step
      }
    }
    return slice
  }

  func place(
    _ pose: Pose, _ lateral: SIMD3<Float>, _ down: SIMD3<Float>, lateral x: Float, depth z: Float
  ) -> SIMD3<Float> {
    SIMD3(pose.x, pose.y, 0) + lateral * x + down * z
  }

  /// Scatterers weighted by the tissue, plus the mirror-like part of every interface.
  func echoes(_ slice: Slice, _ pose: Pose) -> EchoField {
    var field = EchoField(rows: rows, lines: lines)
    field.attenuation = slice.attenuation
    let axes = pose.axes
    let step = axes.lateral * preset.lineSpacing
    let (perRow, perLine) = (0.5 / preset.rowSpacing, 0.5 / preset.lineSpacing)
    for row in 0..<rows {
      let z = preset.depth(ofRow: row)
      var p = place(pose, axes.lateral, axes.depth, lateral: preset.lateral(ofLine: 0), depth: z)
      let blend = scatterers.blend(thickness: elevation[row])
      let (above, below) = (max(row - 1, 0) &* lines, min(row + 1, rows - 1) &* lines)
      // The tiles are demodulated along the tissue's depth; a tilted beam runs through phase.
      var phase = Turn(angle: waveNumber * (p.z - z))
      let advance = Turn(angle: waveNumber * step.z)
      for line in 0..<lines {
        let index = row &* lines &+ line
        var s = scatterers.sample(p, tile: blend.first) * blend.weights.x
        if blend.weights.y > 0.001 {
          s += scatterers.sample(p, tile: blend.first &+ 1) * blend.weights.y
        }
        s = phase.applied(to: s)
        let (left, right) = (max(line - 1, 0), min(line + 1, lines - 1))
        let gz = (slice.interface[below &+ line] - slice.interface[above &+ line]) * perRow
        let gx = (slice.interface[row &* lines &+ right] - slice.interface[row &* lines &+ left]) * perLine
        let gy = slice.slope[index]
        let square = gz * gz
        let facing = square / (square + gx * gx + gy * gy + 1e-4)
        let lobe = facing * facing
        let mirror = preset.specular * abs(gz) * lobe * lobe * (0.3 + slice.sheen[index])
        let loudness = slice.amplitude[index] + 0.45 * mirror
        field.real[index] = s.x * loudness + 0.9 * mirror * mirrorPhase[index].x
        field.imaginary[index] = s.y * loudness + 0.9 * mirror * mirrorPhase[index].y
        phase.advance(by: advance)
        p += step
      }
    }
    return field
  }

  /// Calcifications are smaller than the grid: each adds its echo to the nearest sample and its own
  /// small shadow.
  func addCalcifications(to field: inout EchoField, _ pose: Pose) {
    let axes = pose.axes
    for body in breast.tissue.lesions {
      for grain in body.calcifications {
        let offset = grain.place - SIMD3(pose.x, pose.y, 0)
        let line = ((offset * axes.lateral).sum() + preset.width / 2) / preset.lineSpacing - 0.5
        let row = (offset * axes.depth).sum() / preset.rowSpacing - 0.5
        guard line > 3, line < Float(lines - 4), row > 3, row < Float(rows - 9) else { continue }
        let thickness = elevation[Int(row)] / 2.355
        let near = bell((offset * axes.across).sum() / (1.414 * thickness))
        guard near > 0.02 else { continue }
        let centre = Int(line.rounded())
        let echo = Phantom.power(ofDecibels: grain.level / 2) * near * grain.size / 0.25
        for shift in -2...2 {
          let away = (Float(centre + shift) - line) * preset.lineSpacing
          let share = bell(away / max(grain.size * 0.7, 0.14))
          let index = Int(row) * lines + centre + shift
          field.real[index] += echo * share
          for deeper in 0..<6 {
            field.attenuation[index + deeper * lines] +=
              9 * near * share * (grain.size / 0.25) * (grain.size / 0.25)
          }
        }
      }
    }
  }
}

/// A rotation in the complex plane, advanced step by step along a row.
struct Turn {
  private var value: SIMD2<Float>

  init(angle: Float) {
    let turn = sineCosine(Double(angle))
    value = SIMD2(Float(turn.cosine), Float(turn.sine))
  }

  @inline(__always)
  mutating func advance(by step: Turn) { value = step.applied(to: value) }

  @inline(__always)
  func applied(to z: SIMD2<Float>) -> SIMD2<Float> {
    SIMD2(z.x * value.x - z.y * value.y, z.x * value.y + z.y * value.x)
  }
}

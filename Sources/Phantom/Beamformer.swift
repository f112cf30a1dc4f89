import Sonography

/// The pulse and the beam as convolutions at baseband, one kernel per depth.
///
/// Along the beam one Gaussian pulse per sub-band; across the lines a complex Gaussian whose width follows
/// the beam and whose phase steers it. Lines are kept eight to a vector for the first pass and rows eight
/// to a vector for the second, so every load is aligned and every row has its own kernel at no cost.
struct Beamformer: Sendable {
  typealias Lanes = SIMD8<Float>

  private let rows: Int
  private let lines: Int
  private let pulses: [[SIMD2<Float>]]
  /// Per angle: `taps` × `rows / 8`.
  private let beams: [[(real: Lanes, imaginary: Lanes)]]
  private let taps: Int

  init(_ preset: ScannerPreset) {
    rows = preset.rowCount
    lines = ScannerPreset.lineCount
    pulses = (preset.subBands == 1 ? [0] : [-0.2, 0.2]).map { Self.pulse(preset, shift: $0) }
    let widest = (0..<preset.rowCount).map { preset.lateralWidth(at: preset.depth(ofRow: $0)) }.max()
    let reach = min(max(Int(1.35 * (widest ?? 0.4) / preset.lineSpacing) + 1, 3), 12)
    taps = 2 * reach + 1
    beams = preset.angles.map { Self.beam(preset, degrees: $0, reach: reach) }
  }

  /// The looks that are averaged.
  var looks: Int { pulses.count * beams.count }

  private static func pulse(_ preset: ScannerPreset, shift: Float) -> [SIMD2<Float>] {
    let sigma = preset.axialWidth / (shift == 0 ? 1 : 0.72) / 2.355 / preset.rowSpacing
    let reach = Int(2.6 * sigma) + 1
    let envelope = (-reach...reach).map { bell(Float($0) / (1.414_214 * sigma)) }
    let scale = 1 / envelope.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let carrier =
      4 * Float.pi * shift * preset.bandwidth * preset.frequency / ScannerPreset.soundSpeed
    return zip(-reach...reach, envelope).map { step, height in
      let turn = sineCosine(Double(carrier * preset.rowSpacing * Float(step)))
      return SIMD2(Float(turn.cosine), Float(turn.sine)) * height * scale
    }
  }

  private static func beam(
    _ preset: ScannerPreset, degrees: Float, reach: Int
  ) -> [(real: Lanes, imaginary: Lanes)] {
    let blocks = preset.rowCount / 8
    var kernel = [(real: Lanes, imaginary: Lanes)](
      repeating: (.zero, .zero), count: (2 * reach + 1) * blocks)
    let lean = sine(degrees * .pi / 180) * 4 * .pi / preset.wavelength
    for row in 0..<preset.rowCount {
      let sigma = preset.lateralWidth(at: preset.depth(ofRow: row)) / 2.355 / preset.lineSpacing
      let weights = (-reach...reach).map { bell(Float($0) / (1.414_214 * sigma)) }
      let scale = 1 / weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (tap, weight) in weights.enumerated() {
        let turn = sineCosine(Double(lean * Float(tap - reach) * preset.lineSpacing))
        let at = tap * blocks + row / 8
        kernel[at].real[row % 8] = weight * scale * Float(turn.cosine)
        kernel[at].imaginary[row % 8] = weight * scale * Float(turn.sine)
      }
    }
    return kernel
  }

  /// Mean echo power of all looks, row-major; `transmitted[angle]` is what attenuation leaves of it.
  func power(_ field: EchoField, transmitted: [[Float]]) -> [Float] {
    var total = [Float](repeating: 0, count: rows * lines)
    let (real, imaginary) = (packed(field.real), packed(field.imaginary))
    for pulse in pulses {
      let (r, i) = axial(real, imaginary, pulse)
      for (beam, passed) in zip(beams, transmitted) {
        accumulate(lateral(r, i, beam), passed, into: &total)
      }
    }
    let share = 1 / Float(looks)
    for index in 0..<total.count { total[index] *= share }
    return total
  }

  /// Eight neighbouring lines to a vector.
  private func packed(_ plane: [Float]) -> [Lanes] {
    (0..<plane.count / 8).map { block in
      let at = block &* 8
      return Lanes(
        plane[at], plane[at &+ 1], plane[at &+ 2], plane[at &+ 3], plane[at &+ 4], plane[at &+ 5],
        plane[at &+ 6], plane[at &+ 7])
    }
  }

  /// The pulse along each line; the result has eight neighbouring rows of one line to a vector.
  private func axial(
    _ real: [Lanes], _ imaginary: [Lanes], _ pulse: [SIMD2<Float>]
  ) -> (real: [Lanes], imaginary: [Lanes]) {
    let (width, blocks, reach) = (lines / 8, rows / 8, pulse.count / 2)
    var outReal = [Lanes](repeating: .zero, count: lines * blocks)
    var outImaginary = outReal
    for row in 0..<rows {
      let first = max(0, reach &- row)
      let last = min(pulse.count, rows &- row &+ reach)
      for block in 0..<width {
        var r = Lanes.zero
        var i = Lanes.zero
        for tap in first..<last {
          let at = (row &+ tap &- reach) &* width &+ block
          let h = pulse[tap]
          r += real[at] * h.x - imaginary[at] * h.y
          i += imaginary[at] * h.x + real[at] * h.y
        }
        for lane in 0..<8 {
          let at = (block &* 8 &+ lane) &* blocks &+ row >> 3
          outReal[at][row & 7] = r[lane]
          outImaginary[at][row & 7] = i[lane]
        }
      }
    }
    return (outReal, outImaginary)
  }

  /// Beam across the lines, then power.
  private func lateral(
    _ real: [Lanes], _ imaginary: [Lanes], _ beam: [(real: Lanes, imaginary: Lanes)]
  ) -> [Lanes] {
    let (blocks, reach) = (rows / 8, taps / 2)
    var out = [Lanes](repeating: .zero, count: lines * blocks)
    for line in 0..<lines {
      let first = max(0, reach &- line)
      let last = min(taps, lines &- line &+ reach)
      for block in 0..<blocks {
        var r = Lanes.zero
        var i = Lanes.zero
        for tap in first..<last {
          let at = (line &+ tap &- reach) &* blocks &+ block
          let h = beam[tap &* blocks &+ block]
          r += real[at] * h.real - imaginary[at] * h.imaginary
          i += imaginary[at] * h.real + real[at] * h.imaginary
        }
        out[line &* blocks &+ block] = r * r + i * i
      }
    }
    return out
  }

  private func accumulate(_ power: [Lanes], _ passed: [Float], into total: inout [Float]) {
    let blocks = rows / 8
    for line in 0..<lines {
      for block in 0..<blocks {
        let lanes = power[line &* blocks &+ block]
        for lane in 0..<8 {
          let at = (block &* 8 &+ lane) &* lines &+ line
          total[at] += lanes[lane] * passed[at]
        }
      }
    }
  }
}

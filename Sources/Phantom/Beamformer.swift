internal import CPhantom
import Sonography

/// The pulse and the beam as convolutions at baseband, one kernel per depth.
///
/// Along the beam one Gaussian pulse per sub-band; across the lines a complex Gaussian whose width follows
/// the beam and whose phase steers it. A sub-band and its mirror in frequency share their sums, and so do
/// a beam and its mirror image: half the work.
struct Beamformer: Sendable {
  private let rows: Int
  private let lines = ScannerPreset.lineCount
  private let vectors: Vectors
  private let pulse: (cosine: [Float], sine: [Float])
  private let subBands: Int
  /// Steering angles 0 or more, each with `rows` × `taps` weights.
  private let beams: [(degrees: Float, cosine: [Float], sine: [Float])]
  private let taps: Int

  init(_ preset: ScannerPreset, vectors: Vectors) {
    self.vectors = vectors
    rows = preset.rowCount
    subBands = preset.subBands
    pulse = Self.pulse(preset, shift: preset.subBands == 1 ? 0 : 0.2)
    let widest = (0..<preset.rowCount).map { preset.lateralWidth(at: preset.depth(ofRow: $0)) }.max()
    let most = (Int(cp_most_taps) - 1) / 2
    let reach = min(max(Int(1.35 * (widest ?? 0.4) / preset.lineSpacing) + 1, 3), most)
    taps = 2 * reach + 1
    beams = preset.steering.map { degrees in
      let kernel = Self.beam(preset, degrees: degrees, reach: reach)
      return (degrees, kernel.cosine, kernel.sine)
    }
  }

  /// The looks that are averaged.
  var looks: Int { subBands * beams.reduce(0) { $0 + ($1.degrees == 0 ? 1 : 2) } }

  private static func pulse(
    _ preset: ScannerPreset, shift: Float
  ) -> (cosine: [Float], sine: [Float]) {
    let sigma = preset.axialWidth / (shift == 0 ? 1 : 0.72) / 2.355 / preset.rowSpacing
    let reach = Int(2.6 * sigma) + 1
    let envelope = (-reach...reach).map { bell(Float($0) / (1.414_214 * sigma)) }
    let scale = 1 / envelope.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let carrier =
      4 * Float.pi * shift * preset.bandwidth * preset.frequency / ScannerPreset.soundSpeed
    let turns = (-reach...reach).map {
      sineCosine(Double(carrier * preset.rowSpacing * Float($0)))
    }
    return (
      zip(turns, envelope).map { Float($0.cosine) * $1 * scale },
      zip(turns, envelope).map { Float($0.sine) * $1 * scale }
    )
  }

  private static func beam(
    _ preset: ScannerPreset, degrees: Float, reach: Int
  ) -> (cosine: [Float], sine: [Float]) {
    let lean = sine(degrees * .pi / 180) * 4 * .pi / preset.wavelength
    let turns = (-reach...reach).map { sineCosine(Double(lean * Float($0) * preset.lineSpacing)) }
    var cosine: [Float] = []
    var sine: [Float] = []
    for row in 0..<preset.rowCount {
      let sigma = preset.lateralWidth(at: preset.depth(ofRow: row)) / 2.355 / preset.lineSpacing
      let weights = (-reach...reach).map { bell(Float($0) / (1.414_214 * sigma)) }
      let scale = 1 / weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (turn, weight) in zip(turns, weights) {
        cosine.append(weight * scale * Float(turn.cosine))
        sine.append(weight * scale * Float(turn.sine))
      }
    }
    return (cosine, sine)
  }

  /// Mean echo power of all looks, row-major. `transmitted(degrees)` is what attenuation leaves of it.
  func power(_ field: EchoField, transmitted: (Float) -> [Float]) -> [Float] {
    let empty = [Float](repeating: 0, count: rows * lines)
    var total = empty
    var (upperReal, upperImaginary, lowerReal, lowerImaginary) = (empty, empty, empty, empty)
    let (height, width) = (Int32(rows), Int32(lines))
    unsafe cp_pulse(
      vectors.rawValue, field.real, field.imaginary, pulse.cosine, pulse.sine,
      Int32(pulse.cosine.count), height, width, &upperReal, &upperImaginary, &lowerReal,
      &lowerImaginary)
    for beam in beams {
      let left = transmitted(-beam.degrees)
      let right = beam.degrees == 0 ? left : transmitted(beam.degrees)
      let bands =
        subBands == 1
        ? [(upperReal, upperImaginary)]
        : [(upperReal, upperImaginary), (lowerReal, lowerImaginary)]
      for (real, imaginary) in bands {
        unsafe cp_beams(
          vectors.rawValue, real, imaginary, beam.cosine, beam.sine, Int32(taps),
          beam.degrees == 0 ? 0 : 1, left, right, height, width, &total)
      }
    }
    let share = 1 / Float(looks)
    for index in total.indices { total[index] *= share }
    return total
  }
}

internal import CPhantom
import Sonography

/// What the picture shows that is not there: off-axis echoes, repeats of the near field, electronic noise.
///
/// Without these a fluid is impossibly black; they are part of the physics, not decoration. Everything
/// broad is worked out on means over 4 × 4 samples.
extension Scanner {
  func addClutter(to power: inout [Float], _ pose: Pose, frame: Int) {
    var coarse = [Float](repeating: 0, count: rows / 4 * (lines / 4))
    unsafe cp_decimate(vectors.rawValue, power, Int32(rows), Int32(lines), &coarse)
    let pedestal = Phantom.power(ofDecibels: preset.pedestal)
    let offAxis = boxed(boxed(coarse, across: 2, down: 1), across: 2, down: 1).map { $0 * pedestal }
    let near = nearField(coarse).map { 0.2 * $0 }
    let axes = pose.axes
    let step = axes.lateral * preset.lineSpacing
    let runs = (0..<rows).map { Self.tileRun(from: rowStart(pose, axes, $0), step: step) }
    let seeds = [UInt32(truncatingIfNeeded: frame), breast.tissue.anatomy.seed]
    unsafe cp_clutter(
      vectors.rawValue, offAxis, near, Scatterers.standard.texture, runs, ghost, hazeAndBang,
      noiseTable, Phantom.power(ofDecibels: preset.noise), seeds, Int32(rows), Int32(lines), &power)
  }

  /// Gamma-distributed with the number of independent looks as shape: a sum of exponential deviates.
  static func noiseTable(looks: Int) -> [Float] {
    var draw = Draw(seed: 5, stream: 5)
    let shape = min(max(looks / 2, 1), 3)
    return (0..<4096).map { _ in
      (0..<shape).reduce(Float(0)) { sum, _ in
        sum - 0.693_147 * log2(max(draw.unit(), 1e-6))
      } / Float(shape)
    }
  }

  /// Diffuse haze per row, and the bright band of lens and gel at the very top.
  static func hazeAndBang(_ preset: ScannerPreset) -> [Float] {
    (0..<preset.rowCount).flatMap { row -> [Float] in
      let z = preset.depth(ofRow: row)
      return [
        Phantom.power(ofDecibels: preset.reverberation - 2 - 1.1 * z),
        60 * bell((z - 0.10) / 0.09) + 2.5 * bell((z - 0.62) / 0.07),
      ]
    }
  }

  /// Speckle that stands still in the picture: the texture of repeats and haze.
  static func ghost(_ preset: ScannerPreset) -> [Float] {
    let texture = Scatterers.standard.texture
    return (0..<preset.rowCount).flatMap { row -> [Float] in
      let z = Int(preset.depth(ofRow: row) / Scatterers.voxel.z)
      return (0..<ScannerPreset.lineCount).map { line in
        let x = Int(Float(line) * preset.lineSpacing / Scatterers.voxel.x)
        return texture[(8 * 256 + (z & 255)) * 128 + (x & 127)]
      }
    }
  }

  /// Echoes of skin and gel that bounced once more, at fixed delays; on the coarse grid.
  private func nearField(_ coarse: [Float]) -> [Float] {
    let (width, height) = (lines / 4, rows / 4)
    let spacing = 4 * preset.rowSpacing
    let entry = min(height, Int(3.2 / spacing))
    let source = boxed(
      boxed(Array(coarse[0..<entry * width]), across: 2, down: 0), across: 2, down: 1)
    var out = [Float](repeating: 0, count: coarse.count)
    let repeats: [(delay: Float, loss: Float)] = [
      (2.1, 0), (3.9, -6), (6.1, -11), (8.6, -16), (11.6, -22),
    ]
    for (delay, loss) in repeats {
      let first = Int((delay / spacing).rounded()) * width
      let share = Phantom.power(ofDecibels: preset.reverberation + loss)
      for at in 0..<max(0, min(source.count, out.count - first)) {
        out[first &+ at] += source[at] * share
      }
    }
    return boxed(out, across: 0, down: 2)
  }

  /// Mean over a box of (2 across + 1) × (2 down + 1) on the coarse grid, edges repeated.
  private func boxed(_ plane: [Float], across: Int, down: Int) -> [Float] {
    let width = lines / 4
    let height = plane.count / width
    var wide = plane
    if across > 0 {
      let share = 1 / Float(2 * across + 1)
      for row in 0..<height {
        let base = row &* width
        for line in 0..<width {
          var sum: Float = 0
          for shift in -across...across {
            sum += plane[base &+ min(max(line &+ shift, 0), width &- 1)]
          }
          wide[base &+ line] = sum * share
        }
      }
    }
    guard down > 0 else { return wide }
    let share = 1 / Float(2 * down + 1)
    var out = [Float](repeating: 0, count: plane.count)
    for row in 0..<height {
      for shift in -down...down {
        let from = min(max(row &+ shift, 0), height &- 1) &* width
        for line in 0..<width { out[row &* width &+ line] += wide[from &+ line] * share }
      }
    }
    return out
  }
}

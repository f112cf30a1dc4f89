internal import CPhantom
import Sonography

/// What absorption takes from the echo on its way down and back, in dB.
extension Scanner {
  /// The share of power that is left at every sample for one steering angle.
  ///
  /// The loss runs down with the beam, sideways by the steering and a little to both sides, because the
  /// aperture looks around small obstacles: shadows get softer edges with depth.
  func transmitted(_ attenuation: [Float], degrees: Float, skin: [Float]) -> [Float] {
    let lean = sineCosine(Double(degrees * .pi / 180))
    let s = Float(lean.sine / lean.cosine) * preset.rowSpacing / preset.lineSpacing
    let (dx, dz) = (preset.lineSpacing / 0.15, preset.rowSpacing / 0.039)
    let diffusion = 0.07 * dz / (dx * dx)
    let left = diffusion + (s * s + s) / 2
    let right = diffusion + (s * s - s) / 2
    let perStep = (0..<rows).map { 2 * preset.frequency(at: preset.depth(ofRow: $0)) * preset.rowSpacing / 10 }
    var out = emptyPlane
    unsafe cp_transmitted(
      vectors.rawValue, attenuation, [left, 1 - left - right, right], perStep, skin, Int32(rows),
      Int32(lines), &out)
    return out
  }

  /// Uneven contact and absorbing streaks in the skin: broad vertical shading that stays with the skin.
  func skinLosses(_ pose: Pose) -> [Float] {
    let lateral = pose.axes.lateral
    let tissue = breast.tissue
    guard tissue.anatomy.streaks > 0 else { return [Float](repeating: 0, count: lines) }
    return (0..<lines).map { line in
      let across = preset.lateral(ofLine: line)
      let p = tissue.tissuePlace(
        SIMD3(pose.x + across * lateral.x, pose.y + across * lateral.y, 0))
      let (x, y) = (p.x, p.y)
      return tissue.anatomy.streaks
        * (2.6 * tissue.noise(x / 6, y / 6, 0.5, 83) + 2 * tissue.noise(x / 1.7, y / 1.7, 0.5, 84)
          + 3 * tissue.noise(x / 14, y / 14, 0.5, 86))
    }
  }

  /// The time-gain curve a careful operator sets: it undoes the median loss of the whole region, so
  /// shadow and enhancement stay visible.
  static func gainCurve(_ tissue: Tissue, _ preset: ScannerPreset) -> [Float] {
    let places = (0..<60).map { index -> SIMD2<Float> in
      let lateral = (Float(index % 12) - 5.5) / 12.5 * preset.width
      let p = tissue.tissuePlace(SIMD3(lateral, Float(index / 12) * 4 - 8, 0))
      return SIMD2(p.x, p.y)
    }
    let layers = places.map { tissue.layers($0.x, $0.y) }
    let step = 8
    var level: Float = 0
    var curve: [Float] = []
    for block in 0..<preset.rowCount / step {
      let z = preset.depth(ofRow: block * step + step / 2)
      let values = zip(places, layers).map { place, layer -> Float in
        tissue.sample(SIMD3<Float>(place.x, place.y, z), above: layer).y
      }.sorted()
      let perRow = values[values.count / 2] * 2 * preset.frequency(at: z) * preset.rowSpacing / 10
      for row in 1...step { curve.append(min(level + perRow * Float(row), 54)) }
      level += perRow * Float(step)
    }
    return smoothed(curve, reach: 40)
  }

  /// The same for uniform matter.
  static func gainCurve(absorbing attenuation: Float, _ preset: ScannerPreset) -> [Float] {
    var level: Float = 0
    return (0..<preset.rowCount).map { row in
      level += 2 * attenuation * preset.frequency(at: preset.depth(ofRow: row)) * preset.rowSpacing / 10
      return min(level, 54)
    }
  }

  static func smoothed(_ values: [Float], reach: Int) -> [Float] {
    values.indices.map { index in
      let window = max(0, index - reach)...min(values.count - 1, index + reach)
      return values[window].reduce(0, +) / Float(window.count)
    }
  }
}

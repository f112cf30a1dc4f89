internal import CPhantom
import Sonography

/// Where the probe does not touch skin there is no echo, only the crystal ringing in its own front.
extension Scanner {
  /// The share of sound amplitude that enters the skin below every line; nil where all of it does.
  ///
  /// Lost at one edge of the footprint when the probe is not held flat, and wherever the footprint leaves
  /// the breast or is lifted off it. Neither border is straight: gel fills some of it.
  func contact(_ pose: Pose, frame: Int) -> [Float]? {
    let reach = preset.contactLoss * preset.width
    let lateral = pose.axes.lateral
    let limits = volume.limits
    let seed = breast.tissue.anatomy.seed
    let isRight = seed & 1 == 0
    let coupling = (0..<lines).map { line -> Float in
      let x = preset.lateral(ofLine: line)
      let edge = isRight ? preset.width / 2 - x : x + preset.width / 2
      let time = Float(frame) / 14
      let ragged =
        2.4 * gradientNoise(x / 4, time, 0.4, seed &+ 301)
        + 1.3 * gradientNoise(x / 0.9, 2 * time, 0.8, seed &+ 302)
      let lost = reach > 0 ? smoothStep((reach + ragged - edge) / 1.2) : 0
      let (px, py) = (pose.x + x * lateral.x, pose.y + x * lateral.y)
      let outside = max(limits.low.x - px, px - limits.high.x, limits.low.y - py, py - limits.high.y)
      let air = endsInAir ? smoothStep((outside + 0.5 * ragged - 0.5) / 1.2) : 0
      // A probe that is lifted lets go of the skin from -1 % to -3 % strain.
      let lifted = smoothStep((-pose.strain - 0.02 + 0.004 * ragged) / 0.01)
      return (1 - lost) * (1 - air) * (1 - lifted)
    }
    return coupling.allSatisfy { $0 > 0.999 } ? nil : coupling
  }

  /// The echo fades with the square of what goes in and comes out; the ringing takes its place.
  func loseContact(_ power: inout [Float], _ coupling: [Float], frame: Int) {
    let passed = coupling.map { $0 * $0 * $0 * $0 }
    let seed = breast.tissue.anatomy.seed
    var ring = emptyPlane
    for line in 0..<lines where coupling[line] < 0.999 {
      let element = 0.5 + gradientNoise(Float(line) / 1.5, Float(frame) / 30, 0.5, seed &+ 303)
      let phase = sineCosine(Double(0.6 * element))
      // Only the first millimetres ring above the noise.
      for row in 0..<min(rows, Int(16 / preset.rowSpacing)) {
        let z = preset.depth(ofRow: row)
        let beat = sineCosine(Double(2 * Float.pi * z / 1.25))
        let bands = Float(beat.cosine * phase.cosine - beat.sine * phase.sine)
        let level = 14 + 4 * element - 3.6 * z + 7 * bands - lift[row]
        ring[row * lines + line] = (1 - coupling[line]) * Phantom.power(ofDecibels: level)
      }
    }
    unsafe cp_contact(vectors.rawValue, passed, ring, Int32(rows), Int32(lines), &power)
  }
}

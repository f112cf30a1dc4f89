import Sonography

/// A sweep by hand across the region of interest: slower in the middle, with tremor, a little rocking,
/// and the patient's breath.
package struct HandSweep: Hashable, Sendable {
  package let poses: [Pose]
  package let frameRate: Double

  /// `travel` is the way of the probe in mm, symmetrical about the middle.
  package init(seed: UInt64, frames: Int, frameRate: Double, travel: Float) {
    self.frameRate = frameRate
    var draw = Draw(seed: seed, stream: 3)
    let tremor = (0..<5).map { _ in
      HandSweep.tremor(frames: frames, correlation: Float(0.11 * frameRate), &draw)
    }
    let (breath, drift) = (draw.within(0...6.28), draw.within(0...6.28))
    let (slow, squeeze) = (draw.within(0.06...0.11), draw.within(0.01...0.03))
    let direction: Float = draw.unit() < 0.5 ? 1 : -1
    poses = (0..<frames).map { frame in
      let u = frames > 1 ? Float(frame) / Float(frames - 1) : 0.5
      let t = Float(frame) / Float(frameRate)
      let eased = u + slow * sine(4 * .pi * u) / .pi
      return Pose(
        x: 0.7 * sine(t * 0.9 + drift) + 0.11 * tremor[0][frame],
        y: direction * ((eased - 0.5) * travel + 0.09 * tremor[1][frame]),
        tilt: 0.03 * sine(t * 0.7 + 2 * drift) + 0.006 * tremor[2][frame],
        rock: 0.004 * tremor[3][frame], yaw: 0.008 * tremor[4][frame],
        strain: squeeze + 0.010 * sine(1.7 * t + breath))
    }
  }

  /// Smoothed noise of unit deviation.
  private static func tremor(frames: Int, correlation: Float, _ draw: inout Draw) -> [Float] {
    let reach = max(1, Int(2.5 * correlation))
    let kernel = (-reach...reach).map { bell(Float($0) / (1.414 * correlation)) }
    let scale = 1 / kernel.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let raw = (0..<frames + 2 * reach).map { _ in draw.normal() }
    return (0..<frames).map { frame in
      scale * kernel.indices.reduce(Float(0)) { $0 + kernel[$1] * raw[frame + $1] }
    }
  }
}

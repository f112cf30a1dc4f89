import Sonography

/// A sweep by hand across the region of interest: slower in the middle, with tremor, a little rocking,
/// and the patient's breath.
package struct HandSweep: Hashable, Sendable {
  package let poses: [Pose]
  package let frameRate: Double

  /// How the probe goes over the breast; the array's direction in the tissue is `heading`.
  package enum Route: String, CaseIterable, Hashable, Sendable {
    /// The array points to the nipple and turns about it, as the hand of a clock.
    case radial
    /// The array lies across the ducts and moves along them.
    case antiradial
    /// Straight strips.
    case parallel

    /// Radians from the direction to the nipple.
    package var heading: Double { self == .antiradial ? Double.pi / 2 : 0 }
    /// Distance of the nipple from the middle of the image, mm; nil where the array does not turn.
    var pivot: Float? { self == .radial ? 45 : nil }
  }

  /// How steady the hand and the patient are: 0 still, 1 as usual.
  package struct Manner: Hashable, Sendable {
    package var tremor: Float
    package var breathing: Float
    /// Mean squeeze along the beam as a fraction; drawn when nil.
    package var compression: Float?

    package init(tremor: Float = 1, breathing: Float = 1, compression: Float? = nil) {
      self.tremor = tremor
      self.breathing = breathing
      self.compression = compression
    }
  }

  /// `travel` is the way of the probe in mm, symmetrical about the middle.
  package init(
    seed: UInt64, frames: Int, frameRate: Double, travel: Float, route: Route = .parallel,
    manner: Manner = Manner(), faults: [Fault] = []
  ) {
    self.frameRate = frameRate
    var draw = Draw(seed: seed, stream: 3)
    let tremor = (0..<5).map { _ in
      HandSweep.tremor(frames: frames, correlation: Float(0.11 * frameRate), &draw)
        .map { $0 * manner.tremor }
    }
    let (breath, drift) = (draw.within(0...6.28), draw.within(0...6.28))
    let (slow, squeeze) = (draw.within(0.06...0.11), draw.within(0.01...0.03))
    let direction: Float = draw.unit() < 0.5 ? 1 : -1
    let progress = HandSweep.progress(frames: frames, faults: faults)
    poses = (0..<frames).map { frame in
      let u = progress[frame]
      let t = Float(frame) / Float(frameRate)
      let eased = u + slow * sine(4 * .pi * u) / .pi
      let along = direction * ((eased - 0.5) * travel + 0.09 * tremor[1][frame])
      let turn = route.pivot.map { along / $0 } ?? 0
      return Pose(
        x: 0.7 * sine(t * 0.9 + drift) + 0.11 * tremor[0][frame] + 0.5 * turn * along, y: along,
        tilt: 0.03 * sine(t * 0.7 + 2 * drift) + 0.006 * tremor[2][frame],
        rock: 0.004 * tremor[3][frame], yaw: turn + 0.008 * tremor[4][frame],
        strain: (manner.compression ?? squeeze) + 0.010 * manner.breathing * sine(1.7 * t + breath))
    }
  }

  /// How much of the way is done at each frame, 0...1: even, unless the hand hurries or stops.
  private static func progress(frames: Int, faults: [Fault]) -> [Float] {
    guard frames > 1 else { return [0.5] }
    let step = 1 / Float(frames - 1)
    var at: Float = 0
    return (0..<frames).map { frame in
      let here = at
      let begun = faults.filter { $0.onset <= frame }
      let haste = begun.first { $0.name == .speed }?.severity
      let stop = begun.first { $0.name == .coverage }?.severity
      // Hurrying runs out of way: the hand turns round at the end and comes back.
      at += step * (1 + 5 * (haste ?? 0)) * (1 - 0.95 * (stop ?? 0))
      let lap = here - 2 * Float(Int(here / 2))
      return lap > 1 ? 2 - lap : lap
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

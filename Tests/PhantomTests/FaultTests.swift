import Phantom
import Sonography
import Testing

struct FaultTests {
  private static func plan(_ faults: [Fault]) -> SweepPlan {
    SweepPlan(
      seed: 31, composition: .scattered, lesions: [], depth: 24, frames: 12, frameRate: 20, travel: 4,
      look: .standard, faults: faults)
  }
  private static let clean = plan([]).rendered().frames

  private func mean(_ frame: Frame) -> Double {
    Double(frame.pixels.reduce(0) { $0 + Int($1) }) / Double(frame.pixels.count)
  }

  @Test(arguments: [
    (Fault(.overgain, onset: 6, severity: 0.5), 1.0), (Fault(.undergain, onset: 6, severity: 0.5), -1.0),
  ])
  func `a fault of gain begins at its onset and not before`(fault: Fault, sign: Double) {
    let frames = Self.plan([fault]).rendered().frames
    #expect(frames[5] == Self.clean[5])
    #expect(sign * (mean(frames[6]) - mean(Self.clean[6])) > 20)
  }

  @Test
  func `where contact is lost the picture is dark below the ringing`() {
    let frame = Self.plan([Fault(.contact, onset: 0, severity: 0.6)]).rendered().frames[4]
    func brightness(_ columns: Range<Int>) -> Double {
      let rows = frame.height / 2..<frame.height
      let sum = rows.reduce(0) { sum, y in
        columns.reduce(sum) { $0 + Int(frame.pixels[y * frame.width + $1]) }
      }
      return Double(sum) / Double(rows.count * columns.count)
    }
    let sides = [brightness(4..<60), brightness(frame.width - 60..<frame.width - 4)].sorted()
    #expect(sides[0] < 0.35 * sides[1])
  }

  @Test
  func `too fast a hand jumps further between frames, a stopped one hardly moves`() {
    let usual = Self.plan([]).sweep.poses
    let fast = Self.plan([Fault(.speed, onset: 4, severity: 1)]).sweep.poses
    let stopped = Self.plan([Fault(.coverage, onset: 4, severity: 1)]).sweep.poses
    func way(_ poses: [Pose]) -> Float {
      zip(poses[5...], poses[4...]).reduce(0) { $0 + abs($1.0.y - $1.1.y) }
    }
    #expect(way(fast) > 2.5 * way(usual))
    #expect(way(stopped) < 0.5 * way(usual))
    #expect(fast[0...4].elementsEqual(usual[0...4]))
  }

  @Test
  func `a wrong depth shows more millimetres in as many pixels`() {
    let frames = Self.plan([Fault(.depth, onset: 0, severity: 0.5)]).rendered().frames
    let (wrong, right) = (frames[0].spacing?.y ?? 0, Self.clean[0].spacing?.y ?? 0)
    #expect(wrong > 1.4 * right)
  }

  @Test
  func `a probe beside the breast or lifted off it rings in air`() async {
    let probe = await VirtualProbe(
      Breast(seed: 4, composition: .fatty), preset: ScannerPreset(.standard, depth: 22), workers: 2)
    let touching = mean(probe.frame(at: Pose(strain: 0.02), index: 0, time: 0))
    for pose in [Pose(x: 300, strain: 0.02), Pose(y: 60, strain: 0.02), Pose(strain: -0.1)] {
      let air = probe.frame(at: pose, index: 0, time: 0)
      #expect(mean(air) < 0.5 * touching)
      // The ringing is brightest at the crystal.
      let top = air.pixels[0..<air.width * 20].reduce(0) { $0 + Int($1) } / (air.width * 20)
      #expect(Double(top) > 2 * mean(air))
    }
  }
}

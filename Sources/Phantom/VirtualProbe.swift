package import Sonography

/// One breast under a probe somebody holds: a pose comes in, a frame goes out.
package struct VirtualProbe: Sendable {
  package let scanner: Scanner
  /// Half the rectangle of skin that is breast, mm; beyond it the probe is in air.
  package static let reach = SIMD2<Float>(30, 20)

  /// Bakes 60 × 40 mm of breast, about 45 MB, with so many tasks at once.
  package init(_ breast: Breast, preset: ScannerPreset, workers: Int = 1) async {
    let volume = await TissueVolume.baked(
      breast.tissue, x: -Self.reach.x...Self.reach.x, y: -Self.reach.y...Self.reach.y,
      depth: preset.depth * 1.06 + 0.5, workers: workers)
    scanner = Scanner(
      breast, preset, volume, gain: Scanner.gainCurve(breast.tissue, preset), vectors: .best,
      endsInAir: true)
  }

  /// Why nobody can hold a probe so; nil when one can.
  package static func problem(with pose: Pose) -> String? {
    let values = [pose.x, pose.y, pose.tilt, pose.rock, pose.yaw, pose.strain]
    if !values.allSatisfy(\.isFinite) { return "a pose is made of numbers" }
    if abs(pose.x) > 1000 || abs(pose.y) > 1000 { return "the place is within 1000 mm of the middle" }
    if abs(pose.tilt) > 1.2 || abs(pose.rock) > 1.2 { return "tilt and rock are within 1.2 radians" }
    if abs(pose.yaw) > 7 { return "yaw is within 7 radians" }
    if !(-0.2...0.2).contains(pose.strain) {
      return "pressure is -0.2 (lifted off) to 0.2 of the depth"
    }
    return nil
  }

  package func frame(at pose: Pose, index: Int, time: Double) -> Frame {
    scanner.look(pose, index: index, time: time)
  }
}

import CPhantom
import Phantom
import Sonography
import Testing

/// One seed gives the same bytes on every machine, so every kernel must give the same bytes on this one.
struct VectorTests {
  private static func loud(_ vectors: Vectors) -> (frame: Frame, levels: [Float]) {
    var preset = ScannerPreset()
    preset.depth = 26
    preset.frequency = 9
    let breast = Breast(
      seed: 21, composition: .heterogeneous,
      lesions: [LesionPlan(kind: .microlobulatedCarcinoma, size: 9, depth: 11)])
    let scanner = Scanner(breast, preset: preset, along: -1...1, vectors: vectors)
    let pose = Pose(x: 0.3, y: 0.4, tilt: 0.05, rock: 0.03, yaw: 0.1, strain: 0.02)
    return (
      scanner.render(pose, index: 3).frame, scanner.echoPower(pose)
    )
  }

  @Test
  func `plain, AVX2 and AVX-512 kernels give the same bits`() {
    let plain = Self.loud(.plain)
    for vectors in Vectors.available.dropFirst() {
      let other = Self.loud(vectors)
      #expect(other.frame == plain.frame, "\(vectors)")
      #expect(
        zip(other.levels, plain.levels).allSatisfy { $0.bitPattern == $1.bitPattern }, "\(vectors)")
    }
  }

  /// Known since the engine was settled: another digest means that shipped recipes give other pictures.
  @Test
  func `the frame of a seed has the bytes it has everywhere`() {
    for vectors in Vectors.available {
      let pixels = Self.loud(vectors).frame.pixels
      // FNV-1a, 64 bits.
      let digest = pixels.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      #expect(digest == 1_630_464_626_230_427_732, "\(vectors): \(digest)")
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `noise has the same bits in every kernel and stays within its range`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let p = (0..<3).map { _ in Float.random(in: -300...300, using: &generator) }
      let stream = UInt32(truncatingIfNeeded: generator.next())
      let plain = cp_noise_at(Vectors.plain.rawValue, p[0], p[1], p[2], stream)
      #expect(abs(plain) <= 1.2)
      for vectors in Vectors.available {
        let other = cp_noise_at(vectors.rawValue, p[0], p[1], p[2], stream)
        #expect(other.bitPattern == plain.bitPattern)
      }
    }
  }
}

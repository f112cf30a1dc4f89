import ArgumentParser
import Foundation
import Phantom
import Sonography

/// Times the phantom on one core: opening a breast, frames as a held probe asks for them, and truth.
struct BenchPhantom: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phantom",
    abstract: "Times simulated frames of 256 lines × 768 samples × 6 looks, per kind of vectors.")
  @Option(help: "How many frames per kind of vectors.") var frames = 300

  func validate() throws {
    guard (10...100_000).contains(frames) else { throw ValidationError("--frames is 10 to 100000") }
  }

  func run() async throws {
    var preset = ScannerPreset(.standard, depth: 40)
    (preset.angles, preset.subBands) = ([-8, 0, 8], 2)
    let lesion = LesionPlan(kind: .spiculatedCarcinoma, size: 14, depth: 13)
    let breast = Breast(seed: 5, composition: .heterogeneous, lesions: [lesion])
    let clock = ContinuousClock()
    let start = clock.now
    let workers = ProcessInfo.processInfo.activeProcessorCount
    let scanner = await VirtualProbe(breast, preset: preset, workers: workers).scanner
    _ = scanner.look(Pose())
    let opening = start.duration(to: clock.now)
    print(
      "open: 60 × 40 mm to the first frame, \(workers) tasks: \(Int(opening / .milliseconds(1))) ms, \(scanner.bytes / 1_000_000) MB"
    )
    for vectors in Vectors.available {
      let same = scanner.with(vectors)
      print(
        "\(vectors): look \(summary { _ = same.look($0, index: $1) }), with truth \(summary { _ = same.render($0, index: $1) })"
      )
    }
  }

  private func summary(_ work: (Pose, Int) -> Void) -> String {
    let clock = ContinuousClock()
    var times = (0..<frames).map { index in
      let turn = Float(index % 40) / 40
      let pose = Pose(y: 6 * turn - 3, tilt: 0.02, rock: 0.02 * turn, yaw: 0.03, strain: 0.02)
      return clock.measure { work(pose, index) } / .milliseconds(1)
    }
    times.sort()
    return "median \(milliseconds(times, 0.5)), p99 \(milliseconds(times, 0.99))"
  }
}

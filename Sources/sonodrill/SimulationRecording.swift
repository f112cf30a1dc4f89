import Foundation
import Phantom
import Sonography

/// One plain phantom on its way to an envelope and its geometry.
struct CheckRecording {
  private let phantom: CheckPhantom
  private let frames: Int

  init(_ phantom: CheckPhantom, frames: Int) {
    self.phantom = phantom
    self.frames = [.point, .cyst, .attenuation].contains(phantom) ? 1 : frames
  }

  func write(_ envelope: String?, _ json: String?) throws {
    let scanner = phantom.scanner()
    if let envelope {
      try writeEnvelope(of: scanner, at: (0..<frames).map(phantom.pose), to: envelope)
    }
    guard let json else { return }
    let poses = (0..<frames).map { index in
      SimulationMessage.FrameMessage(
        index: index, time: Double(index), phantom.pose(frame: index), [], faults: [],
        spacing: scanner.spacing)
    }
    try writeJSON(
      SimulationMessage(
        phantom: phantom.rawValue, geometry: .init(scanner.preset, frameRate: 1),
        probe: .init(scanner.preset), matter: matter, lesions: [], frames: poses), to: json)
  }

  /// Absorption in dB/cm/MHz, lengths in mm.
  private var matter: [String: [Double]] {
    switch phantom {
    case .speckle, .elevation: ["absorption": [0]]
    case .attenuation: ["absorption": [Double(CheckPhantom.absorption)]]
    case .point:
      Dictionary(
        uniqueKeysWithValues: CheckPhantom.points.enumerated().map {
          ("point\($0 + 1)", [Double($1.x), Double($1.y), Double($1.z)])
        })
    case .cyst:
      [
        "absorption": [Double(CheckPhantom.absorption)],
        "fluidAbsorption": [Double(CheckPhantom.fluidAbsorption)],
        "centre": [0, 0, Double(CheckPhantom.fluid.centre.z)],
        "halfAxes": (0..<3).map { Double(CheckPhantom.fluid.halfAxes[$0]) },
      ]
    }
  }
}

/// One ordered sweep on its way to an envelope and its truth.
struct SweepRecording {
  private let plan: SweepPlan

  init(_ plan: SweepPlan) { self.plan = plan }

  func write(_ envelope: String?, _ json: String?) throws {
    let scanner = plan.scanner()
    let sweep = plan.sweep
    if let envelope {
      var single = scanner.preset
      (single.angles, single.subBands) = ([0], 1)
      try writeEnvelope(of: scanner.set(to: single), at: sweep.poses, to: envelope)
    }
    guard let json else { return }
    let bar = ProgressBar("simulating", of: sweep.poses.count)
    let loop = SimulatedLoop(scanner, sweep: sweep, faults: plan.faults) { bar.show($0) }
    let frames = zip(sweep.poses, loop.truths).enumerated().map { index, entry in
      SimulationMessage.FrameMessage(
        index: index, time: Double(index) / sweep.frameRate, entry.0, entry.1, faults: plan.faults,
        spacing: scanner.spacing)
    }
    try writeJSON(
      SimulationMessage(
        phantom: "breast", seed: plan.seed, geometry: .init(scanner.preset, frameRate: plan.frameRate),
        probe: .init(scanner.preset), matter: [:], lesions: lesions(loop), frames: frames), to: json)
  }

  private func lesions(_ loop: SimulatedLoop) -> [SimulationMessage.LesionMessage] {
    zip(loop.lesions, plan.breast.bodies).map { lesion, body in
      SimulationMessage.LesionMessage(
        kind: lesion.plan.kind.rawValue, diagnosis: lesion.plan.kind.diagnosis,
        isMalignant: lesion.plan.kind.isMalignant, assessment: lesion.plan.kind.assessment,
        descriptors: lesion.descriptors, centre: (0..<3).map { body.centre[$0] },
        halfAxes: (0..<3).map { body.halfAxes[$0] }, volume: body.volume,
        largestCuts: (0..<3).map { body.largestCuts[$0] }, calcifications: body.calcifications,
        bestFrame: lesion.keyPlane?.best)
    }
  }
}

private func writeEnvelope(of scanner: Phantom.Scanner, at poses: [Pose], to path: String) throws {
  let file = try EnvelopeFile(
    path: path, shape: [poses.count, scanner.preset.sampleCount, ScannerPreset.lines])
  for (index, pose) in poses.enumerated() {
    try file.append(scanner.receivedPower(pose, frame: index).map { $0.squareRoot() })
  }
  try file.close()
}

private func writeJSON(_ message: SimulationMessage, to path: String) throws {
  do {
    try JSONEncoder.sorted.encode(message).write(to: URL(fileURLWithPath: path))
  } catch {
    throw Failure("\(path): \(error.localizedDescription)")
  }
}

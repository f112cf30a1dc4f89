import API
import Foundation
import Phantom
import Sonography

/// Brings the phantom to the server: an order becomes a breast, a pose a frame.
enum SimulatedProbe {
  static let desk = ProbeDesk(
    choices: ProbeChoices(
      compositions: Composition.allCases.map(\.rawValue),
      lesions: ["normal"] + LesionKind.allCases.map(\.rawValue),
      looks: MachineLook.allCases.map(\.rawValue)),
    open: { order throws(ProbeRefusal) in try await opened(order) })

  private static func opened(_ order: ProbeOrder) async throws(ProbeRefusal) -> ProbeDesk.Look {
    guard let composition = Composition(rawValue: order.composition),
      let look = MachineLook(rawValue: order.look), order.seed >= 0
    else { throw ProbeRefusal("Composition, look or seed is not one the phantom knows.") }
    let kind = LesionKind(rawValue: order.lesion)
    guard kind != nil || order.lesion == "normal" else {
      throw ProbeRefusal("The phantom grows no \"\(order.lesion)\".")
    }
    let lesions = kind.map { kind in
      let isInSkin = kind == .epidermalCyst
      return [LesionPlan(kind: kind, size: isInSkin ? 6 : 12, depth: isInSkin ? 4.2 : 12.5)]
    }
    let breast = Breast(
      seed: UInt64(order.seed), composition: composition, lesions: lesions ?? [])
    let probe = await VirtualProbe(
      breast, preset: ScannerPreset(look, depth: 36),
      workers: ProcessInfo.processInfo.activeProcessorCount)
    return { pose, index throws(ProbeRefusal) in
      let held = Pose(
        x: Float(pose.x), y: Float(pose.y), tilt: Float(pose.tilt), rock: Float(pose.rock),
        yaw: Float(pose.yaw), strain: Float(pose.pressure))
      if let problem = VirtualProbe.problem(with: held) { throw ProbeRefusal(problem + ".") }
      return probe.frame(at: held, index: index, time: 0)
    }
  }
}

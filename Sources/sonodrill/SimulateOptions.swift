import ArgumentParser
import Foundation
import Phantom

/// What grows in the breast.
struct LesionOptions: ParsableArguments {
  @Option(
    name: [.customLong("lesion"), .customLong("kind")],
    help: "normal, or one of: \(LesionKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var kind: String?
  @Option(help: "Longest extent in the picture, mm.") var size = 12.0
  @Option(help: "Depth of its centre, mm.") var lesionDepth = 12.5
  @Option(help: "Its place along the array, mm to the right of the middle.") var lateral = 0.0
  @Option(help: "0 faint ... 1 plain.") var conspicuity = 1.0
  @Option(help: "oval, round or irregular.") var shape: String?
  @Option(help: "parallel or not_parallel.") var orientation: String?
  @Option(help: "circumscribed, indistinct, angular, microlobulated or spiculated; may be repeated.")
  var margin: [String] = []
  @Option(help: "anechoic, hyperechoic, complex_cystic_solid, hypoechoic, isoechoic or heterogeneous.")
  var echo: String?
  @Option(help: "none, enhancement, shadowing or combined.") var posterior: String?
  @Option(help: "none, in_mass, outside_mass or intraductal; may be repeated.")
  var calcifications: [String] = []
  @Option(
    help: "architectural_distortion, duct_changes, skin_thickening or skin_retraction; may be repeated.")
  var associated: [String] = []

  /// The words of the lexicon that were given, by feature.
  var words: [String: [String]] {
    var words: [String: [String]] = [
      "shape": shape.map { [$0] } ?? [], "orientation": orientation.map { [$0] } ?? [],
      "echo": echo.map { [$0] } ?? [], "posterior": posterior.map { [$0] } ?? [],
      "calcifications": calcifications, "associated": associated,
    ]
    if margin.contains("circumscribed") { words["margin"] = ["circumscribed"] }
    let details = margin.filter { $0 != "circumscribed" }
    if !details.isEmpty { words["margin_detail"] = details }
    return words.filter { !$0.value.isEmpty }
  }

  /// None for a normal breast.
  func plans() throws -> [LesionPlan] {
    guard let kind, let known = try Self.kind(kind) else {
      guard words.isEmpty else {
        throw Failure("descriptors need a lesion: give --lesion KIND, not normal")
      }
      return []
    }
    return [
      LesionPlan(
        kind: known, size: Float(size), depth: Float(lesionDepth), lateral: Float(lateral),
        conspicuity: Float(conspicuity), wishes: LesionWishes(words))
    ]
  }

  /// Nil for `normal`.
  static func kind(_ name: String) throws -> LesionKind? {
    if name == "normal" { return nil }
    guard let kind = LesionKind(rawValue: name) else {
      let known = LesionKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure("kind '\(name)' is not known; the kinds are normal, \(known)")
    }
    return kind
  }
}

/// How the breast is scanned.
struct SweepOptions: ParsableArguments {
  @Option(help: "Composition of the breast: a (fatty) to d (dense).") var composition: String?
  @Option(help: "The seed of the first case.") var seed = 1
  @Option(help: "Frames in each loop.") var frames = 80
  @Option(help: "Frames per second.") var fps = 25.0
  @Option(help: "Millimetres shown below the skin.") var depth: Double?
  @Option(help: "Millimetres the probe travels.") var travel = 22.0
  @Option(help: "radial, antiradial or parallel.") var route = HandSweep.Route.parallel
  @Option(
    help: "Look of the machine: \(MachineLook.allCases.map(\.rawValue).joined(separator: ", ")); drawn when left out.")
  var preset: MachineLook?
  @Option(help: "The hand's tremor, 0 still, 1 as usual.") var tremor = 1.0
  @Option(help: "The patient's breathing, 0 held, 1 as usual.") var breathing = 1.0
  @Option(help: "Mean squeeze along the beam, a fraction of the depth; drawn when left out.")
  var compression: Double?
  @Option(
    help: ArgumentHelp(
      "NAME@FRAME:SEVERITY with severity 0 to 1, may be repeated; names are \(Fault.Name.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "fault"))
  var fault: [String] = []

  var manner: HandSweep.Manner {
    HandSweep.Manner(
      tremor: Float(tremor), breathing: Float(breathing), compression: compression.map { Float($0) })
  }

  func check() throws {
    guard (1...3000).contains(frames), (1...200).contains(fps), seed >= 0, (0...5).contains(tremor),
      (0...5).contains(breathing)
    else {
      throw ValidationError(
        "--frames is 1 to 3000, --fps 1 to 200, --seed 0 or more, --tremor and --breathing 0 to 5")
    }
    for text in fault where Fault(text) == nil {
      let names = Fault.Name.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--fault is NAME@FRAME:SEVERITY with a name of \(names), not '\(text)'")
    }
    if let composition, Composition(rawValue: composition) == nil {
      throw ValidationError("--composition is a, b, c or d, not '\(composition)'")
    }
  }

  func plan(lesions: [LesionPlan]) throws -> SweepPlan {
    SweepPlan(
      seed: UInt64(seed), composition: composition.flatMap(Composition.init(rawValue:)) ?? .scattered,
      lesions: lesions, depth: Float(depth ?? 34), frames: frames, frameRate: fps,
      travel: Float(travel), route: route, manner: manner, look: preset,
      faults: fault.compactMap { Fault($0) })
  }
}

extension HandSweep.Route: ExpressibleByArgument {}
extension MachineLook: ExpressibleByArgument {}

/// A batch: how many, and of what.
struct MixOptions: ParsableArguments {
  @Option(help: "How many cases, with drawn sizes and places.") var count: Int?
  @Option(help: "Share of cases with a lesion, 0 to 1.") var prevalence = 0.5
  @Option(help: "Kinds to draw from, each as likely; all when left out. May be repeated.")
  var kinds: [String] = []

  func check() throws {
    guard (0...1).contains(prevalence) else { throw ValidationError("--prevalence is 0 to 1") }
    if let count, !(1...10_000).contains(count) { throw ValidationError("--count is 1 to 10000") }
  }

  func sentence(kinds: [LesionKind], count: Int) -> String {
    let malignant = kinds.filter(\.isMalignant).count
    return
      "mix: \(count) cases, \(Int((prevalence * 100).rounded())) % with a lesion, of \(kinds.count) kinds "
      + "equally likely (\(malignant) malignant): \(kinds.map(\.rawValue).joined(separator: ", "))"
  }
}

import Catalog
import Foundation
import Media
import Phantom
import Sonography

/// One recipe on its way to a case bundle.
struct SimulationOrder {
  private let recipe: CaseRecipe
  private let plan: SweepPlan
  private let quality: Int

  /// All problems of a recipe at once.
  init(_ recipe: CaseRecipe, quality: Int, manner: HandSweep.Manner = HandSweep.Manner()) throws {
    self.recipe = recipe
    self.quality = quality
    var problems: [String] = []
    func word<Word: RawRepresentable<String> & CaseIterable>(
      _ text: String, _ name: String, _ type: Word.Type
    ) -> Word? {
      let value = Word(rawValue: text)
      if value == nil, !text.isEmpty {
        let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
        problems.append("\(name) '\(text)' is not one of \(known)")
      }
      return value
    }
    let composition = word(recipe.composition, "composition", Composition.self)
    let route = word(recipe.route, "route", HandSweep.Route.self)
    let look = word(recipe.look, "look", MachineLook.self)
    let kinds = recipe.lesions.map { word($0.kind, "kind", LesionKind.self) }
    let faults = recipe.faults.compactMap { text -> Fault? in
      if let fault = Fault(text) { return fault }
      problems.append("fault '\(text)' is not NAME@FRAME:SEVERITY")
      return nil
    }
    plan = SweepPlan(
      seed: UInt64(recipe.seed), composition: composition ?? .scattered,
      lesions: zip(recipe.lesions, kinds).compactMap { growth, kind in
        kind.map { Self.lesion(growth, $0) }
      },
      depth: Float(recipe.depth), frames: recipe.frames, frameRate: recipe.frameRate,
      travel: Float(recipe.travel), route: route ?? .parallel, manner: manner, look: look,
      faults: faults)
    problems += plan.problems
    guard problems.isEmpty else {
      throw Failure(problems.map { "\(recipe.id): \($0)" }.joined(separator: "\n"))
    }
  }

  private static func lesion(_ growth: CaseRecipe.Growth, _ kind: LesionKind) -> LesionPlan {
    LesionPlan(
      kind: kind, size: Float(growth.size), depth: Float(growth.depth),
      lateral: Float(growth.lateral), along: Float(growth.along),
      conspicuity: Float(growth.conspicuity), wishes: LesionWishes(growth.descriptors))
  }

  /// Renders the sweep; a seed whose pictures do not bear the labels is passed over.
  func bundle(progress: (Int) -> Void) throws -> NewCase {
    var plan = plan
    var refusals: [String] = []
    for _ in 0..<4 {
      plan = try plan.drawn()
      let loop = plan.rendered(progress: progress)
      if loop.problems.isEmpty { return try bundle(of: loop, plan) }
      refusals.append(contentsOf: loop.problems.map { "seed \(plan.seed): \($0)" })
      plan.seed += 1
    }
    throw PhantomError.labelsNotShown(refusals)
  }

  private func bundle(of loop: SimulatedLoop, _ plan: SweepPlan) throws -> NewCase {
    guard let first = loop.frames.first, let spacing = loop.spacing else {
      throw Failure("\(recipe.id): has no frames")
    }
    let view = Case.View(
      id: "sweep", label: recipe.label, file: "sweep.mp4", sha256: "", frames: loop.frames.count,
      width: first.width, height: first.height, frameRate: recipe.frameRate, spacing: spacing,
      technique: "\(recipe.label), linear probe, depth \(Int(recipe.depth)) mm")
    return NewCase(
      case: Case(
        id: recipe.id, title: recipe.title, vignette: recipe.vignette, views: [view],
        tags: recipe.tags, isSimulated: true,
        source: Case.Source(
          name: "Sonodrill phantom", licence: "CC0-1.0", credit: "Sonodrill, simulated")),
      truth: truth(of: loop), teaching: teaching(loop), simulation: origin(plan),
      recordings: [view.id: .written { [quality] in try Self.write(loop.frames, view, quality, to: $0) }])
  }

  private static func write(
    _ frames: [Frame], _ view: Case.View, _ quality: Int, to path: String
  ) throws {
    try EvenSize.write(to: path, quality: quality) { quality in
      var writer = try CineWriter(
        path: path, width: view.width, height: view.height, frameRate: view.frameRate ?? 25,
        codec: .h264(crf: quality))
      for frame in frames { try writer.write(frame) }
      try writer.finish()
    }
  }

  private func truth(of loop: SimulatedLoop) -> ReferenceStandard {
    let lesions = zip(loop.lesions, recipe.lesions).enumerated().map { index, pair in
      lesion(pair.0, name: pair.1.name, id: "l\(index + 1)")
    }
    let categories = loop.lesions.map(\.plan.kind.assessment).sorted()
    return ReferenceStandard(
      lesions: lesions,
      outcome: loop.lesions.isEmpty
        ? .normal : loop.lesions.contains { $0.plan.kind.isMalignant } ? .malignant : .benign,
      assessments: [Assessment(categories.last ?? "1")],
      qualityFaults: Set(plan.faults.map(\.name.quality)).sorted())
  }

  private func lesion(_ grown: SimulatedLoop.LoopLesion, name: String, id: String) -> Lesion {
    Lesion(
      id: id, name: name,
      pathology: Lesion.Pathology(
        diagnosis: grown.plan.kind.diagnosis, isMalignant: grown.plan.kind.isMalignant,
        evidence: .simulation),
      views: [
        Lesion.Appearance(view: "sweep", outlines: grown.outlines, keyPlane: grown.keyPlane)
      ],
      opinions: [
        Lesion.Opinion(
          expert: "phantom", descriptors: grown.descriptors,
          assessment: Assessment(grown.plan.kind.assessment),
          longAxis: grown.longAxis.map { Millimetres(Self.tenth($0.value)) })
      ])
  }

  private static func tenth(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  /// The author's words with the numbers of this rendering. Frames are counted from 1, as on screen.
  private func teaching(_ loop: SimulatedLoop) -> String {
    loop.lesions.enumerated().reduce(recipe.teaching) { text, entry in
      let suffix = entry.offset == 0 ? "" : "\(entry.offset + 1)"
      let lesion = entry.element
      let numbers = [
        "first": lesion.outlines.first.map { "\($0.frame + 1)" },
        "last": lesion.outlines.last.map { "\($0.frame + 1)" },
        "best": lesion.keyPlane.map { "\($0.best + 1)" },
        "axis": lesion.longAxis.map { "\(Self.tenth($0.value))" },
      ]
      return numbers.reduce(text) {
        $0.replacingOccurrences(of: "{\($1.key)\(suffix)}", with: $1.value ?? "?")
      }
    }
  }

  /// What renders the same pictures again.
  private func origin(_ plan: SweepPlan) -> FreeValue {
    let lesions = recipe.lesions.map { growth in
      FreeValue.mapping([
        .init(key: "kind", value: .text(growth.kind)), .init(key: "size", value: .number(growth.size)),
        .init(key: "depth", value: .number(growth.depth)),
        .init(key: "lateral", value: .number(growth.lateral)),
        .init(key: "along", value: .number(growth.along)),
        .init(key: "conspicuity", value: .number(growth.conspicuity)),
        .init(
          key: "descriptors",
          value: .mapping(
            growth.descriptors.sorted { $0.key < $1.key }.map {
              .init(key: $0.key, value: .list($0.value.map { .text($0) }))
            })),
      ])
    }
    return .mapping([
      .init(key: "seed", value: .integer(Int(plan.seed))),
      .init(key: "composition", value: .text(plan.composition.rawValue)),
      .init(key: "depth", value: .number(recipe.depth)),
      .init(key: "travel", value: .number(recipe.travel)),
      .init(key: "route", value: .text(plan.route.rawValue)),
      .init(key: "look", value: .text(plan.look?.rawValue ?? "drawn")),
      .init(key: "faults", value: .list(recipe.faults.map { .text($0) })),
      .init(key: "lesions", value: .list(lesions)),
    ])
  }
}

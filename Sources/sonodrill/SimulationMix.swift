import Catalog
import Foundation
import Phantom
import Sonography

/// Recipes from options: one as ordered, or many with drawn sizes and places.
struct SimulationMix {
  private let kinds: [LesionKind]
  private let mix: MixOptions
  private let sweep: SweepOptions
  private let lesion: LesionOptions

  init(kinds: [LesionKind], _ mix: MixOptions, _ sweep: SweepOptions, _ lesion: LesionOptions) throws {
    self.kinds = kinds
    self.mix = mix
    self.sweep = sweep
    self.lesion = lesion
  }

  /// The lesion that was ordered, or the normal breast.
  func single() throws -> CaseRecipe {
    let growths = try lesion.plans().map { plan in
      CaseRecipe.Growth(
        name: "Mass", kind: plan.kind.rawValue, size: lesion.size, depth: lesion.lesionDepth,
        lateral: lesion.lateral, along: 0, conspicuity: lesion.conspicuity, descriptors: lesion.words)
    }
    return recipe(
      seed: sweep.seed, composition: sweep.composition ?? "b", depth: sweep.depth ?? 34, growths)
  }

  /// Case `number` of a batch. The number decides the share of lesions, so a batch keeps its prevalence.
  func recipe(number: Int) throws -> CaseRecipe {
    let seed = sweep.seed + number
    var generator = SplitMix64(seed: UInt64(seed))
    func within(_ range: ClosedRange<Double>) -> Double {
      (Double.random(in: range, using: &generator) * 10).rounded() / 10
    }
    let before = Int((Double(number) * mix.prevalence).rounded())
    let hasLesion = Int((Double(number + 1) * mix.prevalence).rounded()) > before && !kinds.isEmpty
    let composition =
      sweep.composition ?? Composition.allCases[Int(generator.next() % 4)].rawValue
    let depth = sweep.depth ?? within(30...38)
    guard hasLesion else { return recipe(seed: seed, composition: composition, depth: depth, []) }
    let kind = kinds[before % kinds.count]
    let isInSkin = kind == .epidermalCyst
    let growth = CaseRecipe.Growth(
      name: "Mass", kind: kind.rawValue, size: within(isInSkin ? 5...8 : 6...18),
      depth: within(isInSkin ? 3.5...5 : 9.5...15), lateral: within(-8...8), along: within(-3...3),
      conspicuity: within(0.55...1), descriptors: lesion.words)
    return recipe(seed: seed, composition: composition, depth: depth, [growth])
  }

  private func recipe(
    seed: Int, composition: String, depth: Double, _ growths: [CaseRecipe.Growth]
  ) -> CaseRecipe {
    CaseRecipe(
      id: "simulated-\(seed)", title: "Simulated case \(seed)",
      vignette: Case.Vignette(text: "A simulated sweep for practice."), tags: ["cine", "simulated"],
      seed: seed, composition: composition, depth: depth, frames: sweep.frames, frameRate: sweep.fps,
      travel: sweep.travel, label: "\(sweep.route.rawValue.capitalized) sweep", lesions: growths,
      teaching: growths.isEmpty
        ? "This sweep is normal from the first frame to the last."
        : "The lesion can be seen from frame {first} to frame {last}, best in frame {best}; it measures {axis} mm.",
      route: sweep.route.rawValue, look: sweep.preset?.rawValue ?? "", faults: sweep.fault)
  }
}

import ArgumentParser
import Catalog
import Foundation
import Media
import Phantom
import Sonography

/// Renders simulated sweeps with exact truth, as case bundles.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Renders simulated breast sweeps with exact truth, as case bundles.",
    discussion: """
      Either from a file of recipes, or --count cases of one kind with drawn sizes and places. The same
      recipe gives the same pictures on every machine.
      """)

  @Option(help: "A file of recipes, such as cases/recipes.yaml.") var recipes: String?
  @Option(help: "Render only these ids of the file; may be repeated.") var only: [String] = []
  @Option(help: "normal, or one of: \(LesionKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var kind: String?
  @Option(help: "The seed of the first case.") var seed = 1
  @Option(help: "Frames in each loop.") var frames = 80
  @Option(help: "Frames per second.") var fps = 25.0
  @Option(help: "How many cases.") var count = 1
  @Option(help: "H.264 quality: lower is better and larger.") var quality = 23
  @Option(help: "Folder the cases are written to.") var out: String
  @Flag(help: "Write over cases with the same id.") var replace = false

  func validate() throws {
    guard (recipes == nil) != (kind == nil) else {
      throw ValidationError("give either --recipes FILE or --kind KIND")
    }
    guard (2...600).contains(frames), (5...60).contains(fps), (1...10_000).contains(count),
      seed >= 0, (0...40).contains(quality)
    else {
      throw ValidationError(
        "--frames is 2 to 600, --fps 5 to 60, --count 1 to 10000, --quality 0 to 40, --seed 0 or more")
    }
  }

  func run() async throws {
    let orders = try orders()
    let writer = CaseBundleWriter(root: out, replaces: replace)
    let bar = ProgressBar("simulating", of: orders.reduce(0) { $0 + $1.frames })
    var (done, failures) = (0, [String]())
    for recipe in orders {
      do {
        let order = try SimulationOrder(recipe, quality: quality)
        try writer.write(try order.bundle { bar.show(done + $0) })
      } catch let error as PhantomError {
        failures.append("\(recipe.id): \(error)")
      } catch let error as CatalogError {
        failures.append("\(error)")
      }
      done += recipe.frames
      bar.show(done)
    }
    print("\(orders.count - failures.count) of \(orders.count) cases written to \(out)")
    if !failures.isEmpty { throw Failure(failures.joined(separator: "\n")) }
  }

  private func orders() throws -> [CaseRecipe] {
    guard let recipes else { return try (0..<count).map { try drawn(seed: seed + $0) } }
    let all = try RecipeFile.load(recipes)
    for id in only where !all.contains(where: { $0.id == id }) {
      throw Failure("\(recipes): has no recipe '\(id)'")
    }
    return only.isEmpty ? all : all.filter { only.contains($0.id) }
  }

  /// A case of the wanted kind with a drawn size and place.
  private func drawn(seed: Int) throws -> CaseRecipe {
    var generator = SplitMix64(seed: UInt64(seed))
    func within(_ range: ClosedRange<Double>) -> Double {
      (Double.random(in: range, using: &generator) * 10).rounded() / 10
    }
    let growths =
      kind == "normal"
      ? []
      : [
        CaseRecipe.Growth(
          name: "Mass", kind: kind ?? "", size: within(7...16), depth: within(10...15),
          lateral: within(-8...8), along: within(-3...3), conspicuity: within(0.5...1))
      ]
    let composition = Composition.allCases[Int(generator.next() % 4)].rawValue
    return CaseRecipe(
      id: "simulated-\(seed)", title: "Simulated case \(seed)",
      vignette: Case.Vignette(text: "A simulated sweep for practice."), tags: ["cine", "simulated"],
      seed: seed, composition: composition, depth: within(30...36), frames: frames, frameRate: fps,
      travel: 22, label: "Sweep", lesions: growths,
      teaching: growths.isEmpty
        ? "This sweep is normal from the first frame to the last."
        : "The lesion can be seen from frame {first} to frame {last}, best in frame {best}; it measures {axis} mm.")
  }
}

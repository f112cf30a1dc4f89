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
      From a file of recipes; or one lesion of a kind, with the lexicon's words it has to show; or --count \
      cases of a drawn mix; or, with --check, a plain phantom the physics can be checked on. The same order \
      gives the same pictures on every machine.
      """)

  @Option(help: "A file of recipes, such as cases/recipes.yaml.") var recipes: String?
  @Option(help: "Render only these ids of the file; may be repeated.") var only: [String] = []
  @OptionGroup var lesion: LesionOptions
  @OptionGroup var sweep: SweepOptions
  @OptionGroup var mix: MixOptions
  @Option(
    help: "A plain phantom with one look: \(CheckPhantom.allCases.map(\.rawValue).joined(separator: ", ")).")
  var check: CheckPhantom?
  @Option(help: "H.264 quality: lower is better and larger.") var quality = 23
  @Option(help: "Folder the cases are written to.") var out: String?
  @Option(help: "File for the linear envelope: float32, frames × samples × lines, one unsteered look.")
  var envelope: String?
  @Option(help: "File for truth and geometry, JSON.") var json: String?
  @Flag(help: "Write over cases with the same id.") var replace = false

  func validate() throws {
    let sources = [recipes != nil, lesion.kind != nil, mix.count != nil, check != nil].filter { $0 }
    guard sources.count == 1 || (sources.count == 2 && lesion.kind != nil && mix.count != nil) else {
      throw ValidationError(
        "give one of --recipes FILE, --lesion KIND, --count N or --check PHANTOM (--lesion and --count go together)")
    }
    guard out != nil || envelope != nil || json != nil else {
      throw ValidationError("give --out DIR for case bundles, or --envelope FILE or --json FILE")
    }
    if check != nil, out != nil {
      throw ValidationError("--check has no lesion to teach with: it writes --envelope and --json, not --out")
    }
    if recipes != nil || mix.count ?? 1 > 1, envelope != nil || json != nil {
      throw ValidationError("--envelope and --json are for one sweep: use --lesion or --check")
    }
    guard (0...40).contains(quality) else { throw ValidationError("--quality is 0 to 40") }
    try sweep.check()
    try mix.check()
  }

  func run() async throws {
    if let check { return try CheckRecording(check, frames: sweep.frames).write(envelope, json) }
    if out == nil || envelope != nil || json != nil { try writeMeasurements() }
    if let out { try writeBundles(to: out) }
  }

  /// Envelope and truth of the one sweep that was ordered.
  private func writeMeasurements() throws {
    let plan = try sweep.plan(lesions: try lesion.plans())
    guard plan.problems.isEmpty else { throw Failure(plan.problems.joined(separator: "\n")) }
    try SweepRecording(try plan.drawn()).write(envelope, json)
  }

  private func writeBundles(to out: String) throws {
    let orders = try orders()
    let writer = CaseBundleWriter(root: out, replaces: replace)
    let bar = ProgressBar("simulating", of: orders.reduce(0) { $0 + $1.frames })
    var (done, failures) = (0, [String]())
    for recipe in orders {
      do {
        let order = try SimulationOrder(recipe, quality: quality, manner: sweep.manner)
        try writer.write(try order.bundle { bar.show(done + $0) })
      } catch let error as PhantomError {
        failures.append("\(recipe.id): \(error)")
      } catch let error as CatalogError {
        failures.append("\(error)")
      } catch let error as Failure {
        failures.append("\(error)")
      }
      done += recipe.frames
      bar.show(done)
    }
    print("\(orders.count - failures.count) of \(orders.count) cases written to \(out)")
    if !failures.isEmpty { throw Failure(failures.joined(separator: "\n")) }
  }

  private func orders() throws -> [CaseRecipe] {
    if let recipes {
      let all = try RecipeFile.load(recipes)
      for id in only where !all.contains(where: { $0.id == id }) {
        throw Failure("\(recipes): has no recipe '\(id)'")
      }
      return only.isEmpty ? all : all.filter { only.contains($0.id) }
    }
    if let count = mix.count {
      print(mix.sentence(kinds: try kinds(), count: count))
      return try (0..<count).map {
        try SimulationMix(kinds: try kinds(), mix, sweep, lesion).recipe(number: $0)
      }
    }
    return [try SimulationMix(kinds: [], mix, sweep, lesion).single()]
  }

  /// The kinds of a batch: the one of `--lesion`, those of `--kinds`, or all.
  private func kinds() throws -> [LesionKind] {
    if let kind = lesion.kind { return try LesionOptions.kind(kind).map { [$0] } ?? [] }
    return try mix.kinds.isEmpty
      ? LesionKind.allCases : mix.kinds.compactMap { try LesionOptions.kind($0) }
  }
}

extension CheckPhantom: ExpressibleByArgument {}

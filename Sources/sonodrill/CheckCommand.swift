import AICore
import ArgumentParser
import Catalog
import Foundation

/// Validates everything people wrote, and says every problem.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validates cases, curricula, lexicons and models; prints every problem with file and line.")

  @OptionGroup var settings: SettingsOptions

  func run() async throws {
    let settings = try Settings(settings)
    let folders = settings.cases.filter { FileManager.default.fileExists(atPath: $0) }
    let (catalog, loading) = Catalog.load(cases: folders, curricula: settings.curricula)
    let bar = ProgressBar("checking", of: catalog.bundles.count)
    let deep = catalog.check(deep: true) { done, _ in bar.show(done) }
    let problems = loading + deep + ModelCard.check(root: settings.models, deep: true)
    for problem in problems { print(problem) }
    let errors = problems.count { $0.severity == .error }
    print(
      "\(catalog.bundles.count) cases, \(catalog.curricula.count) curricula, \(errors) errors, \(problems.count - errors) warnings"
    )
    if errors > 0 { throw ExitCode.failure }
  }
}

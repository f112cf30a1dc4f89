import ArgumentParser
import Catalog
import Foundation
import Records
import Scoring
import Sonography
import Teaching

/// Scores stored reads again, or one read from a file.
struct ScoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Scores stored reads again and says whose result would change; or scores one read from a file.",
    discussion: """
      With --all, every stored read is scored by the rubrics, lexicons and truths of today and \
      compared with the score that counts now. Nothing is changed unless --write is given: then the \
      new scores are kept beside the old ones, which stay, and count from now on.
      """)

  @Flag(help: "Score every stored read again.")
  var all = false

  @Flag(help: "With --all: keep the scores that changed.")
  var write = false

  @Flag(help: "Print JSON.")
  var json = false

  @Argument(help: "A read as the protocol has it, in JSON; views by their ids in case.yaml.")
  var read: String?

  @Option(name: .customLong("case"), help: "The folder of the case that was read.")
  var caseFolder: String?

  @Option(help: "By which rubric of the curricula folder one read is scored.")
  var rubric = Rubric.standard.id

  @OptionGroup var settings: SettingsOptions

  func validate() throws {
    guard all != (read != nil) else {
      throw ValidationError("give either --all or a read with --case")
    }
    if read != nil, caseFolder == nil { throw ValidationError("a read needs the folder of its --case") }
    if write, !all { throw ValidationError("--write goes with --all") }
  }

  func run() async throws {
    let settings = try Settings(settings)
    if let read, let caseFolder { return try scoreOne(read, caseFolder, settings) }
    guard FileManager.default.fileExists(atPath: settings.database) else {
      throw Failure("\(settings.database): there are no records; give the folder of the data with --data")
    }
    let (catalog, problems) = Installation.catalog(settings)
    for problem in problems where problem.severity == .error { printError("\(problem)") }
    let store = try Installation.store(settings)
    let rescoring = Rescoring(store: store, catalog: catalog)
    let report = try await rescoring.report()
    if write { try await rescoring.keep(report, by: .commandLine, now: Date()) }
    try store.close()
    print(json ? try text(RescoreMessage(report, isWritten: write)) : words(report))
  }

  private func scoreOne(_ path: String, _ folder: String, _ settings: Settings) throws {
    let (catalog, problems) = Catalog.load(cases: [], curricula: settings.curricula)
    let bundle = try CaseBundle.open(folder: folder)
    let truth = try bundle.truth()
    guard let lexicon = catalog.lexicons[truth.lexicon] else {
      throw Failure(refusal("lexicon", truth.lexicon, problems))
    }
    guard let rubric = catalog.rubrics[rubric] else { throw Failure(refusal("rubric", rubric, problems)) }
    let answer = try answer(path)
    let faults = ReadChecker(views: bundle.case.views, lexicon: lexicon).problems(in: answer)
    guard faults.isEmpty else { throw Failure(faults.map { "\(path): \($0)" }.joined(separator: "\n")) }
    let score = ReadScorer(rubric: rubric, lexicon: lexicon)
      .score(answer, of: bundle.case, against: truth)
    print(json ? try text(score) : words(score))
  }

  private func refusal(_ kind: String, _ id: String, _ problems: [Problem]) -> String {
    (["there is no usable \(kind) '\(id)'; name a folder of curricula with --curricula"]
      + problems.filter { $0.severity == .error }.map(\.description)).joined(separator: "\n")
  }

  private func answer(_ path: String) throws -> Read {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path): cannot be read; name a JSON file with a read")
    }
    do {
      return try JSONDecoder().decode(Read.self, from: data)
    } catch {
      throw Failure("\(path): is no read as the protocol has it; \(error)")
    }
  }

  private func words(_ score: Score) -> String {
    let lines = score.measures.map { measure in
      "\(measure.name): \(measure.value.map { "\($0) \(measure.unit)" } ?? "–"): \(measure.sentence)"
    }
    return ([score.verdict] + lines).joined(separator: "\n")
  }

  private func words(_ report: RescoreReport) -> String {
    let changes = report.changes.map { change in
      let numbers = change.differences.map { "\($0.name) \(number($0.before)) → \(number($0.after))" }
      let truth = change.isOtherTruth ? ", the case has changed" : ""
      return "\(change.account.name), \(change.caseID) (\(change.stage.rawValue)\(truth)): "
        + numbers.joined(separator: ", ")
    }
    let refusals = report.refusals.map {
      "\($0.account.name), \($0.caseID) (\($0.stage.rawValue)): not scored: \($0.reason)"
    }
    let people = Set(report.changes.map(\.account.id)).count
    let verb = write ? "changed" : "would change"
    return
      (changes + refusals + [
        "\(report.reads) reads: \(report.unchanged) as before, \(report.changes.count) \(verb) (of \(people) people), \(report.refusals.count) not scored"
      ]).joined(separator: "\n")
  }

  private func number(_ value: Double?) -> String {
    value.map { "\(($0 * 1e4).rounded() / 1e4)" } ?? "–"
  }

  private func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

/// The report as JSON: every number in full.
private struct RescoreMessage: Encodable {
  var reads: Int
  var unchanged: Int
  var isWritten: Bool
  var changes: [Change]
  var refusals: [Refused]

  struct Change: Encodable {
    var account: String
    var attempt: String
    var stage: String
    var `case`: String
    var curriculum: String
    var isOtherTruth: Bool
    var rubricBefore: String
    var rubricAfter: String
    var verdictBefore: String
    var verdictAfter: String
    var differences: [Difference]
  }

  struct Difference: Encodable {
    var name: String
    var before: Double?
    var after: Double?
  }

  struct Refused: Encodable {
    var account: String
    var attempt: String
    var stage: String
    var `case`: String
    var reason: String
  }

  init(_ report: RescoreReport, isWritten: Bool) {
    reads = report.reads
    unchanged = report.unchanged
    self.isWritten = isWritten
    changes = report.changes.map { change in
      Change(
        account: change.account.name, attempt: change.attempt, stage: change.stage.rawValue,
        case: change.caseID, curriculum: change.curriculum, isOtherTruth: change.isOtherTruth,
        rubricBefore: change.before.rubric, rubricAfter: change.score.rubric,
        verdictBefore: change.before.verdict, verdictAfter: change.score.verdict,
        differences: change.differences.map {
          Difference(name: $0.name, before: $0.before, after: $0.after)
        })
    }
    refusals = report.refusals.map {
      Refused(
        account: $0.account.name, attempt: $0.attempt, stage: $0.stage.rawValue, case: $0.caseID,
        reason: $0.reason)
    }
  }
}

private func printError(_ line: String) {
  FileHandle.standardError.write(Data((line + "\n").utf8))
}

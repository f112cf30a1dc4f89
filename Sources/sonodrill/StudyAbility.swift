import ArgumentParser
import Catalog
import Learning
import Statistics

/// The ability filter, answer by answer.
struct StudyAbility: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ability",
    abstract: "Follows a Rasch ability over answers on a grid of 121 points, -6 to 6 logits.",
    discussion: """
      FILE has the columns b (difficulty in logits) and x (result, 0 to 1), one answer a row, in order; \
      a column days (since the answer before) is optional.

      Before each answer, the first too, belief spreads by the drift: a share a = Q / (2 · 0.1²) moves \
      to either neighbour, reflected at the ends; Q is --drift plus --drift-per-day times days. Then it \
      is weighed by P^x (1 - P)^(1 - x) with P = guess + (1 - guess) / (1 + exp(b - theta)).

      trace: mean, sd, low and high after each answer; competent with --threshold: P(theta >= it).
      """)
  @Argument(help: "The table of answers.") var file: String
  @Option(help: "Mean of the prior, in logits.") var priorMean = 0.0
  @Option(help: "Standard deviation of the prior, in logits.") var priorSd = 1.0
  @Option(help: "Variance added before each answer.") var drift = 0.004
  @Option(help: "Variance added for each day without an answer.") var driftPerDay = 0.002
  @Option(help: "Chance of success by guessing: 1/m for a choice among m.") var guess = 0.0
  @Option(help: "Ability asked for, in logits.") var threshold: Double?
  @Option(help: "Confidence of the intervals.") var confidence = 0.90

  private var settings: Ability.Settings {
    Ability.Settings(
      mean: priorMean, spread: priorSd, driftPerAnswer: drift, driftPerDay: driftPerDay)
  }

  func validate() throws {
    if let fault = settings.fault { throw ValidationError(fault) }
    guard (0..<1).contains(guess) else { throw ValidationError("--guess is 0 or more, below 1") }
    guard confidence > 0, confidence < 1 else {
      throw ValidationError("--confidence lies between 0 and 1")
    }
    if let threshold, !threshold.isFinite { throw ValidationError("--threshold is a number") }
  }

  func run() async throws {
    let table = try AnswersTable(StudyTable(path: file))
    var ability = Ability(settings)
    var report = StudyReport()
    report.add("answers", table.rows.count)
    report.add("confidence", confidence)
    report.add("before", belief(ability))
    report.add(
      "trace",
      table.rows.enumerated().map { index, row in
        ability.take(
          row.result, difficulty: row.difficulty, guess: guess, idleDays: row.idleDays, settings)
        return belief(ability, after: index + 1, row)
      })
    report.add("after", belief(ability))
    print(report.written(), terminator: "")
  }

  private func belief(_ ability: Ability, after answer: Int? = nil, _ row: AnswersTable.Row? = nil)
    -> StudyReport
  {
    var report = StudyReport()
    if let answer { report.add("answer", answer) }
    if let row {
      report.add("b", row.difficulty)
      report.add("x", row.result)
    }
    report.add("mean", ability.mean)
    report.add("sd", ability.deviation)
    report.add(ability.interval(confidence: confidence))
    if let threshold { report.add("competent", ability.probability(atLeast: threshold)) }
    return report
  }
}

import ArgumentParser
import Catalog
import Learning
import Statistics

/// A learning curve from blocks of trials.
struct StudyCurve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curve",
    abstract: "Fits p(n) = A - (A - s) exp(-n / tau) with and without a prior.",
    discussion: """
      FILE has the columns block, trials, midtrial, correct.

      ml: binomial maximum likelihood: asymptote (A), start (s), tau; profile intervals; standard \
      errors, or atBoundary with the reason why the answers alone do not fix the curve. An interval \
      that ends at 0 or 1 is open there. map: maximum a posteriori in logit A ~ N(2, 0.7), logit s ~ \
      N(0, 1), ln tau ~ N(ln 80, 0.8), with Laplace and profile intervals. logitLog: logit p = a + b ln \
      n, the fallback. AIC counts the binomial coefficients. plateau: probability that the next 50 \
      trials gain less than 2 points; reached above 0.8. trialsNeeded: with --target.
      """)
  @Argument(help: "The table of blocks.") var file: String
  @Option(help: "Chance of success asked for, 0 to 1.") var target: Double?
  @OptionGroup var options: StudyOptions

  func validate() throws {
    if let target, !(target > 0 && target < 1) {
      throw ValidationError("--target lies between 0 and 1")
    }
  }

  func run() async throws {
    let table = try BlocksTable(StudyTable(path: file))
    let blocks = table.rows.map {
      TrialBlock(midtrial: $0.midtrial, trials: $0.trials, successes: $0.correct)
    }
    let fit = CurveFit.of(blocks, target: target)
    var report = StudyReport()
    report.add("blocks", blocks.count)
    report.add("trials", blocks.reduce(0) { $0 + $1.trials })
    report.add("correct", blocks.reduce(0) { $0 + $1.successes })
    report.add("confidence", options.confidence)
    report.add("ml", fit.flatMap { likelihood($0.likelihood) })
    report.add("map", fit.map { posterior($0.posterior) })
    report.add("logitLog", fit.flatMap { logitLog($0.logitLog) })
    if let fit = fit.value { report.add("prefersLogitLog", fit.prefersLogitLog) }
    report.add("plateau", fit.map { plateau($0.plateau) })
    if target != nil { report.add("trialsNeeded", fit.flatMap { needed($0.needed) }) }
    report.add("windows", zip(table.rows, blocks).map { window($0.block, $1) })
    print(report.written(), terminator: "")
  }

  private func likelihood(_ fit: CurveLikelihood?) -> Figure<StudyReport> {
    guard let fit else { return .none("Three unknowns need three blocks at different trials.") }
    var report = parameters(fit.curve)
    report.add("logLikelihood", fit.logLikelihood)
    report.add("aic", fit.aic)
    report.add("atBoundary", fit.boundary != nil)
    if let reason = fit.boundary { report.add("boundaryReason", reason) }
    let none = "The maximum lies at a boundary, where the likelihood has no width."
    report.add(
      "standardErrors", fit.standardErrors.map { .success(parameters($0)) } ?? .none(none))
    report.add("profile", intervals(fit.profile(confidence: options.confidence)))
    return .success(report)
  }

  private func posterior(_ fit: CurvePosterior) -> StudyReport {
    var report = parameters(fit.curve)
    report.add("logPosterior", fit.logPosterior)
    report.add("laplace", intervals(fit.laplace(confidence: options.confidence)))
    report.add(
      "profile",
      fit.profile(confidence: options.confidence).map { .success(intervals($0)) }
        ?? .none("The profile does not settle."))
    return report
  }

  private func logitLog(_ fit: LogisticRegression?) -> Figure<StudyReport> {
    guard let fit else { return .none("All successes or all failures, or one block only.") }
    var report = StudyReport()
    report.add("a", fit.coefficients[0])
    report.add("b", fit.coefficients[1])
    report.add("aStandardError", fit.standardErrors[0])
    report.add("bStandardError", fit.standardErrors[1])
    report.add("logLikelihood", fit.logLikelihood)
    report.add("aic", fit.aic)
    return .success(report)
  }

  private func plateau(_ plateau: Plateau) -> StudyReport {
    var report = StudyReport()
    report.add("probability", plateau.probability)
    report.add("reached", plateau.isReached)
    report.add("advice", plateau.advice.rawValue)
    report.add("sentence", plateau.sentence)
    return report
  }

  private func needed(_ needed: TrialsNeeded?) -> Figure<StudyReport> {
    guard let needed else { return .none("No target was named.") }
    let never = "Not reachable at this pace."
    var report = StudyReport()
    report.add("expected", needed.expected.map { .success($0) } ?? .none(never))
    report.add("low", needed.low.map { .success($0) } ?? .none(never))
    report.add(
      "high", needed.high.map { .success($0) } ?? .none("The target may never be reached."))
    report.add("probabilityReachable", needed.reachable)
    report.add("sentence", needed.sentence)
    return .success(report)
  }

  private func window(_ name: String, _ block: TrialBlock) -> StudyReport {
    var report = StudyReport()
    report.add("block", name)
    report.add("midtrial", block.midtrial)
    report.add("value", block.successes / block.trials)
    let share = Proportion(successes: block.successes, trials: Int(block.trials.rounded()))
    if let interval = share.wilson(confidence: options.confidence) { report.add(interval) }
    return report
  }

  private func parameters(_ curve: ExponentialCurve) -> StudyReport {
    var report = StudyReport()
    report.add("asymptote", curve.asymptote)
    report.add("start", curve.start)
    report.add("tau", curve.trials)
    return report
  }

  private func intervals(_ intervals: CurveIntervals) -> StudyReport {
    var report = StudyReport()
    report.add(intervals.asymptote, of: "asymptote")
    report.add(intervals.start, of: "start")
    report.add(intervals.trials, of: "tau")
    return report
  }
}

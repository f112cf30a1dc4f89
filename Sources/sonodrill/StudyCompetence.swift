import ArgumentParser
import Learning
import Statistics

/// What a competence chart promises.
struct StudyCompetence: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lccusum",
    abstract: "Solves the learning-curve CUSUM's limit exactly and prints what it promises.",
    discussion: """
      The score starts at 0, gains ln((1-p1)/(1-p0)) with every success, loses ln(p0/p1) with every \
      failure, never falls below 0, and signals competence at h or above.

      h: the lowest limit whose false signals stay within --risk. falseSignal and trueSignal: \
      probability of a signal within --cases at failure rates p0 and p1. medianCases: cases until half \
      of the adequate trainees have a signal. signalByCase: falseSignal and trueSignal by case 1, 2, ... \
      monitoring: the chart that watches afterwards, for alarms at p0 against p1 with the same horizon \
      and risk; runLengthAcceptable and runLengthRelapsed are mean cases until an alarm.
      """)
  @Option(help: "Failure rate of an adequate trainee.") var p1 = 0.10
  @Option(help: "Failure rate of an inadequate trainee; above p1.") var p0 = 0.25
  @Option(help: "Cases within which the signal must come, 1 to 1000.") var cases = 100
  @Option(help: "Accepted probability of a signal for an inadequate trainee.") var risk = 0.05
  @Option(help: "Evaluates this limit h instead of solving for one.") var limit: Double?
  @Option(help: "A third failure rate at which to give the signal probability.") var rate: Double?

  func validate() throws {
    guard CompetenceChart.Design(adequate: p1, inadequate: p0, horizon: cases, risk: risk).isSound
    else {
      throw ValidationError(
        "needs 0 < p1 < p0 < 1, cases between 1 and 1000, and 0 < risk < 1")
    }
    if let limit, !(limit > 0 && limit.isFinite) { throw ValidationError("--limit lies above 0") }
    if let rate, !(0...1).contains(rate) { throw ValidationError("--rate lies between 0 and 1") }
  }

  func run() async throws {
    let design = CompetenceChart.Design(adequate: p1, inadequate: p0, horizon: cases, risk: risk)
    guard let chart = limit.map({ CompetenceChart(design, limit: $0) }) ?? CompetenceChart(design)
    else { return }
    let promised = chart.characteristics
    var report = StudyReport()
    report.add("p1", p1)
    report.add("p0", p0)
    report.add("cases", cases)
    report.add("risk", risk)
    report.add("h", chart.limit)
    report.add("falseSignal", promised.falseSignal)
    report.add("trueSignal", promised.trueSignal)
    report.add(
      "medianCases",
      promised.medianCases.map { Figure.success(Double($0)) }
        ?? .none("Fewer than half of the adequate trainees have a signal within the horizon."))
    if let rate {
      report.add("rate", rate)
      report.add("rateSignal", chart.signalProbability(failureRate: rate).last ?? 0)
    }
    report.add("signalByCase", byCase(chart))
    report.add("monitoring", monitoring())
    print(report.written(), terminator: "")
  }

  private func byCase(_ chart: CompetenceChart) -> [StudyReport] {
    zip(chart.signalProbability(failureRate: p0), chart.signalProbability(failureRate: p1))
      .enumerated().map { index, pair in
        var row = StudyReport()
        row.add("case", index + 1)
        row.add("falseSignal", pair.0)
        row.add("trueSignal", pair.1)
        return row
      }
  }

  private func monitoring() -> Figure<StudyReport> {
    let design = MonitoringChart.Design(
      acceptable: p1, relapsed: p0, horizon: cases, risk: risk)
    guard let chart = MonitoringChart(design) else { return .none("The design makes no sense.") }
    let promised = chart.characteristics
    var report = StudyReport()
    report.add("h", chart.limit)
    report.add("falseAlarm", promised.falseAlarm)
    report.add("trueAlarm", promised.trueAlarm)
    let long = "More than a million cases."
    report.add(
      "runLengthAcceptable", promised.casesInControl.map { .success($0) } ?? .none(long))
    report.add("runLengthRelapsed", promised.casesRelapsed.map { .success($0) } ?? .none(long))
    return .success(report)
  }
}

import ArgumentParser
import Catalog
import Foundation
import Statistics

/// Stated probabilities against what happened.
struct StudyCalibration: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibration",
    abstract: "Brier score, log score, calibration error and recalibration of stated probabilities.",
    discussion: """
      FILE has the columns y (0 or 1) and p (0...1).

      brier = reliability - resolution + uncertainty over distinct forecasts, exactly; binned: the \
      same over ten bins closed on the right, and withinBins is what varies inside them. logScore; \
      auc, se, low, high; ece and mce over the ten bins, hidden below \
      \(Calibration.answersForCalibrationError) answers; coxIntercept and coxSlope (below 1: \
      over-confident); spiegelhalterZ and P.
      """)
  @Argument(help: "The table of forecasts.") var file: String
  @Flag(
    name: .customLong("ece-of-few"),
    help: "Show ece and mce of a small set too, although they are biased upwards.")
  var showsFew = false
  @OptionGroup var options: StudyOptions

  func run() async throws {
    let table = try ForecastTable(StudyTable(path: file))
    let forecasts = zip(table.outcomes, table.probabilities).map {
      Forecast(outcome: $0, probability: $1)
    }
    let calibration = try Calibration(forecasts)
    var report = StudyReport()
    report.add("n", calibration.count)
    report.add("prevalence", calibration.prevalence)
    report.add("brier", calibration.brier)
    report.add(calibration.decomposition)
    var binned = StudyReport()
    binned.add("bins", calibration.bins.count)
    binned.add(calibration.binnedDecomposition)
    binned.add("withinBins", calibration.binnedDecomposition.withinBins)
    report.add("binned", binned)
    report.add("logScore", calibration.logScore)
    report.add("logScoreHeld", calibration.logScoreHeld)
    report.addArea("auc", calibration.area, options.confidence)
    addErrors(calibration, to: &report)
    addCox(forecasts, to: &report)
    report.add(["spiegelhalterZ", "spiegelhalterP"], calibration.spiegelhalter) { report, test in
      report.add("spiegelhalterZ", test.z)
      report.add("spiegelhalterP", test.p)
    }
    report.add("bins", calibration.bins.map(StudyReport.init))
    print(report.written(), terminator: "")
  }

  private func addErrors(_ calibration: Calibration, to report: inout StudyReport) {
    let shown = showsFew ? .success(calibration.calibrationError) : calibration.shownCalibrationError
    report.add("ece", shown)
    report.add("mce", shown.map { _ in calibration.largestCalibrationError })
  }

  private func addCox(_ forecasts: [Forecast], to report: inout StudyReport) {
    let fit = figure { () throws(Undefined) in
      try LogisticCalibration(forecasts, confidence: options.confidence)
    }
    report.add(["coxIntercept", "coxSlope"], fit) { report, fit in
      report.add("coxIntercept", fit.intercept)
      report.add("coxInterceptSe", fit.interceptError)
      report.add(fit.interceptInterval, of: "coxIntercept")
      report.add("coxSlope", fit.slope)
      report.add("coxSlopeSe", fit.slopeError)
      report.add(fit.slopeInterval, of: "coxSlope")
      if fit.held > 0 {
        report.add(
          "coxNote", "\(fit.held) forecasts of exactly 0 or 1 count as 0.001 and 0.999.")
      }
    }
  }
}

extension StudyReport {
  fileprivate mutating func add(_ decomposition: Calibration.Decomposition) {
    add("reliability", decomposition.reliability)
    add("resolution", decomposition.resolution)
    add("uncertainty", decomposition.uncertainty)
  }

  fileprivate init(_ bin: Calibration.Bin) {
    self.init()
    add("low", bin.low)
    add("high", bin.high)
    add("count", bin.count)
    add("meanForecast", bin.meanForecast)
    add("observed", bin.observed)
  }
}

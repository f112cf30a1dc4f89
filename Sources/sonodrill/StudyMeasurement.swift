import ArgumentParser
import Catalog
import Foundation
import Statistics

/// Agreement of measurements.
struct StudyMeasurement: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measurement",
    abstract: "Bland-Altman, intraclass correlations and Lin's concordance.",
    discussion: """
      FILE has a column of things measured, then one a rater or method; empty cells are allowed.

      pairs: first minus second column: bias, sd, lowerLimit, upperLimit with their intervals; lin with \
      its interval and pearson. icc: ICC1, ICC2, ICC3, ICC1k, ICC2k, ICC3k over the things that all \
      raters measured, each value, f, df1, df2, p, low, high. repeatability: the columns taken as \
      repeated measurements by one method.
      """)
  @Argument(help: "The table of measurements.") var file: String
  @Option(help: "Limits of agreement are so many standard deviations from the bias.")
  var multiplier = 1.96
  @OptionGroup var options: StudyOptions

  func validate() throws {
    guard multiplier > 0, multiplier.isFinite else {
      throw ValidationError("--multiplier lies above 0")
    }
  }

  func run() async throws {
    let table = try MeasurementTable(StudyTable(path: file))
    let complete = table.values.filter { $0.allSatisfy { $0 != nil } }.map { $0.compactMap(\.self) }
    var report = StudyReport()
    report.add("things", table.things.count)
    report.add("completeThings", complete.count)
    report.add("raters", table.raters)
    report.add("confidence", options.confidence)
    report.add("pairs", eachPair(of: table.raters).map { pair($0, table) })
    report.add("icc", correlations(complete))
    report.add("repeatability", repeatability(table))
    print(report.written(), terminator: "")
  }

  private func pair(_ places: (Int, Int), _ table: MeasurementTable) -> StudyReport {
    let both = table.values.compactMap { row in
      row[places.0].flatMap { a in row[places.1].map { (a, $0) } }
    }
    var report = StudyReport()
    report.add("first", table.raters[places.0])
    report.add("second", table.raters[places.1])
    report.add("n", both.count)
    let limits = figure { () throws(Undefined) in
      try BlandAltman(both, multiplier: multiplier, confidence: options.confidence)
    }
    report.add(["bias", "sd", "lowerLimit", "upperLimit"], limits) { report, limits in
      report.add("bias", limits.bias)
      report.add("sd", limits.standardDeviation)
      report.add(limits.biasInterval, of: "bias")
      report.add("lowerLimit", limits.limits.low)
      report.add(limits.lowerLimitInterval, of: "lowerLimit")
      report.add("upperLimit", limits.limits.high)
      report.add(limits.upperLimitInterval, of: "upperLimit")
    }
    let lin = figure { () throws(Undefined) in
      try Concordance(both, confidence: options.confidence)
    }
    report.add(["lin"], lin) { report, lin in
      report.add("lin", lin.value)
      if let interval = lin.interval { report.add(interval, of: "lin") }
      report.add("pearson", lin.correlation)
      report.add("biasCorrection", lin.biasCorrection)
    }
    return report
  }

  private func correlations(_ rows: [[Double]]) -> Figure<StudyReport> {
    figure { () throws(Undefined) in
      let variance = try RaterVariance(rows)
      var report = StudyReport()
      for form in IntraclassCorrelation.Form.allCases {
        let correlation = figure { () throws(Undefined) in
          try variance.correlation(form, confidence: options.confidence)
        }
        report.add(form.rawValue, correlation.map(StudyReport.init))
      }
      return report
    }
  }

  private func repeatability(_ table: MeasurementTable) -> Figure<StudyReport> {
    figure { () throws(Undefined) in
      let repeated = try Repeatability(
        table.values.map { $0.compactMap(\.self) }, multiplier: multiplier)
      var report = StudyReport()
      report.add("withinSd", repeated.withinDeviation)
      report.add("coefficient", repeated.coefficient)
      return report
    }
  }
}

extension StudyReport {
  fileprivate init(_ correlation: IntraclassCorrelation) {
    self.init()
    add("value", correlation.value)
    add("f", correlation.f)
    add("df1", correlation.df1)
    add("df2", correlation.df2)
    add("p", correlation.p)
    add(correlation.interval)
  }
}

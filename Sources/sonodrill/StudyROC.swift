import ArgumentParser
import Catalog
import Foundation
import Statistics

/// Areas under the curve of one or many readers.
struct StudyROC: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roc",
    abstract: "Areas under the ROC curve, and whether modalities differ.",
    discussion: """
      FILE has the columns modality, reader, case, truth (0 or 1), rating; one row a reading.

      readings: per modality and reader auc, se, low, high (DeLong). pairs: per reader, the paired \
      DeLong test between modalities. obuchowskiRockette: varR, varTR, cov1, cov2, cov3, var, f, ddf, \
      p, difference, low, high for randomReadersAndCases (also at the top), fixedReaders and \
      fixedCases; differences are first minus second modality. uStatistics: the same question without \
      assuming that every reader read every case; the only answer for an unbalanced table; biased: with \
      the variance that cannot be negative. readerAI: \
      the readers' mean minus the AI, for random readers and cases.
      """)
  @Argument(help: "The table of ratings.") var file: String
  @Option(name: .customLong("reader-ai"), help: "The reader who is an AI: compared with all others.")
  var ai: String?
  @OptionGroup var options: StudyOptions

  func run() async throws {
    let table = try RatingsTable(StudyTable(path: file))
    let study = try ROCStudy(table, ai: ai, confidence: options.confidence)
    print(study.report.written(), terminator: "")
  }
}

/// A table of ratings as areas and their analyses.
private struct ROCStudy {
  let table: RatingsTable
  let confidence: Double
  /// Modality × reader.
  let curves: [[Figure<ReceiverCurve>]]
  let people: [Int]
  let ai: Int?

  init(_ table: RatingsTable, ai name: String?, confidence: Double) throws {
    self.table = table
    self.confidence = confidence
    ai = try name.map { try place(ofReader: $0, among: table.readers) }
    people = table.readers.indices.filter { [ai] in $0 != ai }
    curves = table.ratings.map { $0.map { curve($0, of: table.cases) } }
  }

  var report: StudyReport {
    let diseased = table.cases.count(where: \.isDiseased)
    var report = StudyReport()
    report.add("modalities", table.modalities)
    report.add("readers", table.readers)
    report.add("diseasedCases", diseased)
    report.add("nonDiseasedCases", table.cases.count - diseased)
    report.add("design", table.isComplete ? "fully crossed" : "unbalanced")
    report.add("missingReadings", table.missingReadings)
    report.add(
      "method", table.isComplete ? "Obuchowski-Rockette with Hillis' degrees of freedom" : "U-statistics")
    report.add("confidence", confidence)
    report.add("readings", readings)
    report.add("pairs", pairs)
    report.addManyReaders(
      figures, modalities: table.modalities, people: people, ai: ai, confidence: confidence)
    report.add("uStatistics", uStatistics)
    return report
  }

  /// Figures for analyses that need every reading.
  private var figures: Figure<[[CaseFigure]]> {
    guard table.isComplete else {
      return .none(
        "Not every reader read every case in every modality (\(table.missingReadings) readings are "
          + "missing); see uStatistics.")
    }
    return figure { () throws(Undefined) in
      var figures: [[CaseFigure]] = []
      for row in curves {
        var values: [CaseFigure] = []
        for curve in row { values.append(CaseFigure(try curve.get())) }
        figures.append(values)
      }
      return figures
    }
  }

  private var readings: [StudyReport] {
    table.modalities.indices.flatMap { modality in
      table.readers.indices.map { reader in
        var report = StudyReport()
        report.add("modality", table.modalities[modality])
        report.add("reader", table.readers[reader])
        report.addArea("auc", curves[modality][reader], confidence)
        return report
      }
    }
  }

  private var pairs: [StudyReport] {
    table.readers.indices.flatMap { reader in
      eachPair(of: table.modalities).map { first, second in
        var report = StudyReport()
        report.add("reader", table.readers[reader])
        report.add("first", table.modalities[first])
        report.add("second", table.modalities[second])
        report.addPaired(
          table.ratings[first][reader], table.ratings[second][reader], table.cases, confidence)
        return report
      }
    }
  }

  private var uStatistics: Figure<StudyReport> {
    let readings = table.ratings.map { row in
      people.map { UStatistics.Reading(row[$0], of: table.cases) }
    }
    return figure { () throws(Undefined) in
      let analysis = try UStatistics(readings, confidence: confidence)
      return StudyReport(analysis, modalities: table.modalities)
    }
  }
}

/// The pairs of different modalities, in order.
func eachPair(of names: [String]) -> [(Int, Int)] {
  names.indices.flatMap { first in names.indices.dropFirst(first + 1).map { (first, $0) } }
}

func place(ofReader name: String, among readers: [String]) throws -> Int {
  guard let place = readers.firstIndex(of: name) else {
    throw Failure("--reader-ai: there is no reader '\(name)'; there are \(readers.joined(separator: ", "))")
  }
  return place
}

/// The curve of one reader, or why there is none.
private func curve(
  _ ratings: [Double?], of cases: [RatingsTable.StudyCase]
) -> Figure<ReceiverCurve> {
  let read = zip(cases, ratings).compactMap { one, rating in rating.map { (one.isDiseased, $0) } }
  let curve = ReceiverCurve(
    positive: read.filter(\.0).map(\.1), negative: read.filter { !$0.0 }.map(\.1))
  let positives = read.count(where: \.0)
  return curve.map { .success($0) }
    ?? .none(
      "Needs diseased and other cases; this reader read \(positives) and \(read.count - positives).")
}

extension UStatistics.Reading {
  fileprivate init(_ ratings: [Double?], of cases: [RatingsTable.StudyCase]) {
    let both = Array(zip(cases, ratings))
    self.init(
      negative: both.filter { !$0.0.isDiseased }.map(\.1),
      positive: both.filter(\.0.isDiseased).map(\.1))
  }
}

extension StudyReport {
  /// An area with its DeLong standard error and interval.
  mutating func addArea(_ name: String, _ curve: Figure<ReceiverCurve>, _ confidence: Double) {
    guard let curve = curve.value else {
      return addNone([name, "se", "low", "high"], curve.reason ?? "")
    }
    add(name, curve.area)
    guard let variance = curve.variance, let interval = curve.interval(confidence: confidence) else {
      let reason =
        curve.area == 0 || curve.area == 1
        ? "The ratings separate the cases completely, which says nothing about uncertainty."
        : "Needs at least two cases of each kind, with ratings that vary."
      return addNone(["se", "low", "high"], reason)
    }
    add("se", variance.squareRoot())
    add(interval)
  }

  /// The paired test of two modalities on the cases that a reader read in both.
  fileprivate mutating func addPaired(
    _ first: [Double?], _ second: [Double?], _ cases: [RatingsTable.StudyCase], _ confidence: Double
  ) {
    let shared = cases.indices.filter { first[$0] != nil && second[$0] != nil }
    let chosen = shared.map { cases[$0] }
    let a = curve(shared.map { first[$0] }, of: chosen)
    let b = curve(shared.map { second[$0] }, of: chosen)
    add("cases", shared.count)
    guard let a = a.value, let b = b.value else {
      return addNone(
        ["difference", "se", "low", "high", "z", "p"],
        "Needs diseased and other cases read in both modalities.")
    }
    let difference = a.area - b.area
    add("difference", difference)
    guard let test = a.difference(from: b) else {
      return addNone(
        ["se", "low", "high", "z", "p"], "The difference does not vary, or an area has no variance.")
    }
    let reach = normalQuantile(0.5 + confidence / 2) * test.standardError
    add("se", test.standardError)
    add(Interval(low: difference - reach, high: difference + reach))
    add("z", test.z)
    add("p", test.p)
  }
}

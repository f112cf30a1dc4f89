import ArgumentParser
import Catalog
import Foundation
import Statistics

extension FreeResponseFigure: ExpressibleByArgument {
  package init?(argument: String) {
    let found = Self.allCases.first { $0.rawValue.lowercased() == argument.lowercased() }
    guard let found else { return nil }
    self = found
  }
  package static var allValueStrings: [String] { allCases.map(\.rawValue) }
  package var defaultValueDescription: String { rawValue }
}

/// Figures of merit of a free-response study.
struct StudyFROC: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "froc",
    abstract: "wAFROC and its relatives, and whether modalities differ.",
    discussion: """
      Marks have the columns modality, reader, case, mark (NL or LL), lesion, rating. Truth has case, \
      lesion, weight; one row a lesion, and one with lesion 0 for a normal case; the weights of a case \
      add up to 1, or are all 0 to be made equal.

      readings: per modality and reader \
      \(FreeResponseFigure.allCases.map(\.rawValue).joined(separator: ", ")). obuchowskiRockette and \
      readerAI on --figure, as in `study roc`.
      """)
  @Option(help: "The table of marks.") var marks: String
  @Option(help: "The table of cases and lesions.") var truth: String
  @Option(help: "The figure of merit that modalities are compared on.")
  var figure = FreeResponseFigure.wafroc
  @Option(name: .customLong("reader-ai"), help: "The reader who is an AI: compared with all others.")
  var ai: String?
  @Flag(help: "Add the points of every FROC curve.") var curves = false
  @OptionGroup var options: StudyOptions

  func run() async throws {
    let table = try MarksTable(marks: StudyTable(path: marks), truth: StudyTable(path: truth))
    let readings = table.readings
    let place = try ai.map { try sonodrill.place(ofReader: $0, among: table.readers) }
    var report = StudyReport()
    let diseased = table.cases.count { !$0.lesions.isEmpty }
    report.add("modalities", table.modalities)
    report.add("readers", table.readers)
    report.add("diseasedCases", diseased)
    report.add("normalCases", table.cases.count - diseased)
    report.add("lesions", table.cases.reduce(0) { $0 + $1.lesions.count })
    report.add("confidence", options.confidence)
    report.add("readings", self.readings(table, readings))
    report.add("figure", figure.rawValue)
    report.addManyReaders(
      figures(readings), modalities: table.modalities,
      people: table.readers.indices.filter { $0 != place }, ai: place,
      confidence: options.confidence)
    print(report.written(), terminator: "")
  }

  private func figures(_ readings: [[Figure<FreeResponse>]]) -> Figure<[[CaseFigure]]> {
    sonodrill.figure { () throws(Undefined) in
      var figures: [[CaseFigure]] = []
      for row in readings {
        var values: [CaseFigure] = []
        for reading in row { values.append(try reading.get().figure(figure)) }
        figures.append(values)
      }
      return figures
    }
  }

  private func readings(
    _ table: MarksTable, _ readings: [[Figure<FreeResponse>]]
  ) -> [StudyReport] {
    table.modalities.indices.flatMap { modality in
      table.readers.indices.map { reader in
        let reading = readings[modality][reader]
        var report = StudyReport()
        report.add("modality", table.modalities[modality])
        report.add("reader", table.readers[reader])
        for one in FreeResponseFigure.allCases {
          report.add(
            one.rawValue,
            reading.flatMap { reading in
              sonodrill.figure { () throws(Undefined) in try reading.figure(one).value }
            })
        }
        if curves { report.addCurve(reading) }
        return report
      }
    }
  }
}

extension StudyReport {
  fileprivate mutating func addCurve(_ reading: Figure<FreeResponse>) {
    let curve = reading.flatMap { reading in
      figure { () throws(Undefined) in try FreeResponseCurve(reading) }
    }
    add(["curve"], curve) { report, curve in
      report.add("competitionPerformance", curve.competitionPerformance)
      report.add(
        "curve",
        curve.points.map { point in
          var report = StudyReport()
          report.add("threshold", point.threshold)
          report.add("nlf", point.nonLesionFraction)
          report.add("llf", point.lesionLocalizationFraction)
          return report
        })
    }
  }
}

extension MarksTable {
  /// Modality × reader. A reader without any mark in a modality is not known to have read in it.
  fileprivate var readings: [[Figure<FreeResponse>]] {
    let unmarked = cases.map { one in
      FreeResponse.Case(
        lesions: one.lesions.map { FreeResponse.Lesion(weight: $0.weight, rating: nil) },
        nonLesions: [])
    }
    var marked = [[[FreeResponse.Case]?]](
      repeating: .init(repeating: nil, count: readers.count), count: modalities.count)
    for mark in marks {
      var cases = marked[mark.modality][mark.reader] ?? unmarked
      // Taken out while it changes, so that the list is not copied for every mark.
      marked[mark.modality][mark.reader] = nil
      if let lesion = mark.lesion {
        cases[mark.studyCase].lesions[lesion].rating = mark.rating
      } else {
        cases[mark.studyCase].nonLesions.append(mark.rating)
      }
      marked[mark.modality][mark.reader] = cases
    }
    return marked.enumerated().map { modality, row in
      row.enumerated().map { reader, cases in
        cases.map { .success(FreeResponse($0)) }
          ?? .none(
            "Reader \(readers[reader]) has no mark in modality \(modalities[modality]), and may not "
              + "have read in it.")
      }
    }
  }
}

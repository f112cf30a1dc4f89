import ArgumentParser
import Catalog
import Foundation
import Statistics

/// Agreement of raters on labels.
struct StudyAgreement: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Kappa, Fleiss, Krippendorff and Gwet of several raters.",
    discussion: """
      FILE has a column of items, then one a rater; empty cells are allowed. Name the full scale with \
      --levels, in its order: leaving out a level nobody used changes the weighted figures.

      pairs: kappa, weightedLinear, weightedQuadratic, each with Se, Low, High, and Z and P against \
      chance. fleiss: kappa over the items that all raters rated. krippendorff: nominal, ordinal, \
      interval (numbers as they are, words by rank). gwet: ac1, ac2Linear, ac2Quadratic.
      """)
  @Argument(help: "The table of labels.") var file: String
  @Option(help: "The scale in its order, separated by commas: 1,2,3,4A,4B,4C,5.") var levels: String?
  @OptionGroup var options: StudyOptions

  func run() async throws {
    let source = try StudyTable(path: file)
    let table = try LabelTable(source, levels: sonodrill.levels(levels))
    let ratings = RatingTable(table.labels, levels: table.levels.count)
    var report = StudyReport()
    report.add("items", table.items.count)
    report.add("raters", table.raters)
    report.add("levels", table.levels)
    if levels == nil {
      report.add("levelsNote", "Taken from the labels that occur; name the full scale with --levels.")
    }
    report.add("confidence", options.confidence)
    let pairs = eachPair(of: table.raters).map {
      StudyReport(pair: $0, table, ratings, options.confidence)
    }
    report.add("pairs", pairs)
    report.add("fleiss", fleiss(ratings))
    report.add("krippendorff", StudyReport(krippendorff: ratings, table.levels))
    report.add("gwet", StudyReport(gwet: ratings, options.confidence))
    print(report.written(), terminator: "")
  }

  private func fleiss(_ ratings: RatingTable) -> Figure<StudyReport> {
    figure { () throws(Undefined) in
      let fleiss = try ratings.fleiss()
      var report = StudyReport()
      report.add("kappa", fleiss.value)
      report.add("items", fleiss.items)
      report.add("se", fleiss.standardError)
      report.add("z", fleiss.z)
      report.add("p", fleiss.p)
      return report
    }
  }
}

extension StudyReport {
  fileprivate init(
    pair: (Int, Int), _ table: LabelTable, _ ratings: RatingTable, _ confidence: Double
  ) {
    self.init()
    let labels = ratings.pairs(pair.0, pair.1)
    add("first", table.raters[pair.0])
    add("second", table.raters[pair.1])
    add("items", labels.count)
    for (name, weights) in [
      ("kappa", Disagreement.unweighted), ("weightedLinear", .linear),
      ("weightedQuadratic", .quadratic),
    ] {
      let kappa = figure { () throws(Undefined) in
        try Kappa(labels, levels: table.levels.count, weights: weights, confidence: confidence)
      }
      add(["", "Se", "Low", "High"].map { name + $0 }, kappa) { report, kappa in
        report.add(name, kappa.value)
        report.add(name + "Se", kappa.standardError)
        report.add(kappa.interval, of: name)
        guard let test = kappa.test else { return }
        report.add(name + "SeByChance", test.standardError)
        report.add(name + "Z", test.z)
        report.add(name + "P", test.p)
      }
    }
  }

  fileprivate init(krippendorff ratings: RatingTable, _ levels: [String]) {
    self.init()
    let numbers = levels.compactMap(Double.init)
    let values = numbers.count == levels.count ? numbers : levels.indices.map { Double($0 + 1) }
    for (name, kind) in [
      ("nominal", ScaleKind.nominal), ("ordinal", .ordinal), ("interval", .interval(values)),
    ] {
      add(name, figure { () throws(Undefined) in try ratings.krippendorff(kind) })
    }
  }

  fileprivate init(gwet ratings: RatingTable, _ confidence: Double) {
    self.init()
    for (name, weights) in [
      ("ac1", Disagreement.unweighted), ("ac2Linear", .linear), ("ac2Quadratic", .quadratic),
    ] {
      let coefficient = figure { () throws(Undefined) in
        try ratings.gwet(weights, confidence: confidence)
      }
      add(["", "Se", "Low", "High"].map { name + $0 }, coefficient) { report, coefficient in
        report.add(name, coefficient.value)
        report.add(name + "Se", coefficient.standardError)
        report.add(coefficient.interval, of: name)
      }
    }
  }
}

import ArgumentParser
import Catalog
import Foundation
import Statistics

/// The likely truth behind several raters.
struct StudyConsensus: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consensus",
    abstract: "Dawid and Skene's model: likely labels, and how each rater errs.",
    discussion: """
      FILE has the columns item, rater, label; a rater may label an item more than once.

      prevalence: share per label. raters: confusion, true label → label given → share. items: \
      posterior, label → probability, and the likeliest label.
      """)
  @Argument(help: "The table of labels.") var file: String
  @Option(help: "The labels there are, separated by commas; those that occur otherwise.")
  var levels: String?
  @Option(help: "Pseudo-counts added to every cell of a confusion, twice as many on the diagonal.")
  var smoothing = 0.0

  func validate() throws {
    guard smoothing >= 0, smoothing.isFinite else {
      throw ValidationError("--smoothing is not below 0")
    }
  }

  func run() async throws {
    let table = try ConsensusTable(StudyTable(path: file), levels: sonodrill.levels(levels))
    let model = try DawidSkene(
      table.counts, classes: table.labels.count, smoothing: smoothing)
    var report = StudyReport()
    report.add("labels", table.labels)
    report.add("smoothing", smoothing)
    report.add("prevalence", named(model.prevalence, table.labels))
    report.add("raters", raters(table, model))
    report.add("items", items(table, model))
    report.add("logLikelihood", model.logLikelihood)
    report.add("iterations", model.iterations)
    report.add("hasConverged", model.hasConverged)
    print(report.written(), terminator: "")
  }

  private func raters(_ table: ConsensusTable, _ model: DawidSkene) -> [StudyReport] {
    zip(table.raters, model.confusion).map { rater, rows in
      var confusion = StudyReport()
      for (label, row) in zip(table.labels, rows) {
        confusion.add(
          label,
          row.map { .success(named($0, table.labels)) }
            ?? .none("This rater saw no item that may be '\(label)'."))
      }
      var report = StudyReport()
      report.add("rater", rater)
      report.add("confusion", confusion)
      return report
    }
  }

  private func items(_ table: ConsensusTable, _ model: DawidSkene) -> [StudyReport] {
    table.items.indices.map { item in
      let belief = model.posterior[item]
      let likeliest = belief.indices.max { belief[$0] < belief[$1] } ?? 0
      var report = StudyReport()
      report.add("item", table.items[item])
      report.add("label", table.labels[likeliest])
      report.add("posterior", named(belief, table.labels))
      return report
    }
  }
}

private func named(_ values: [Double], _ names: [String]) -> StudyReport {
  var report = StudyReport()
  for (name, value) in zip(names, values) { report.add(name, value) }
  return report
}

import ArgumentParser
import Catalog
import Foundation
import Statistics

/// How readers use an AI's advice.
struct StudyReliance: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reliance",
    abstract: "Appropriate and harmful reliance on an AI, from sequential reads.",
    discussion: """
      FILE has the columns case, truth, unaided, ai, aided. Answers are right when they equal truth. \
      Where truth is 0 or 1 and answers are ratings, an answer stands for 1 from --threshold on.

      rair, rsr, overReliance (1 - rsr), underReliance (1 - rair), switchFraction, agreement and \
      accuracies: each value, successes, trials, low, high (Wilson). beneficialSwitches, \
      harmfulSwitches, netBenefit, mcNemar; discrimination: follow when right less follow when wrong; \
      weightOfAdvice for ratings.
      """)
  @Argument(help: "The table of sequential reads.") var file: String
  @Option(help: "The rating from which on an answer stands for 1.") var threshold = 0.5
  @OptionGroup var options: StudyOptions

  func run() async throws {
    let table = try SequentialTable(StudyTable(path: file))
    let answers = Answers(table.rows, threshold: threshold)
    let reliance = Reliance(answers.cases)
    var report = StudyReport()
    report.add("cases", reliance.cases)
    report.add("cells", StudyReport(cellsOf: answers.cases))
    for (name, share, empty) in shares(reliance) {
      report.add(name, StudyReport(share, confidence: options.confidence, empty: empty))
    }
    report.add("beneficialSwitches", reliance.beneficialSwitches)
    report.add("harmfulSwitches", reliance.harmfulSwitches)
    report.add("netBenefit", reliance.netBenefit)
    report.add("selfInflictedChanges", reliance.selfInflictedChanges)
    report.add("mcNemar", StudyReport(reliance.mcNemar))
    report.add("sensitivityGain", reliance.sensitivityGain)
    report.add("specificityGain", reliance.specificityGain)
    report.add("discrimination", discrimination(reliance))
    report.add("weightOfAdvice", weightOfAdvice(answers))
    report.add("isEnoughEvidence", reliance.judgedSelfReliance.value != nil)
    if let reason = reliance.judgedSelfReliance.reason { report.add("evidenceNote", reason) }
    print(report.written(), terminator: "")
  }

  private func shares(_ reliance: Reliance) -> [(String, Proportion, String)] {
    let right = "The AI was never right where the first answer was wrong."
    let wrong = "The AI was never wrong where the first answer was right."
    let differs = "The AI never differed from the first answer."
    let none = "There are no cases."
    return [
      ("unaidedAccuracy", reliance.unaidedAccuracy, none),
      ("aidedAccuracy", reliance.aidedAccuracy, none),
      ("aiAccuracy", reliance.aiAccuracy, none),
      ("rair", reliance.rair, right), ("rsr", reliance.rsr, wrong),
      ("overReliance", reliance.overReliance, wrong),
      ("underReliance", reliance.underReliance, right),
      ("switchFraction", reliance.switchFraction, differs),
      ("agreement", reliance.agreement, none),
      ("followedRight", reliance.followedRight, "Right advice never differed from the first answer."),
      ("followedWrong", reliance.followedWrong, "Wrong advice never differed from the first answer."),
    ]
  }

  private func discrimination(_ reliance: Reliance) -> Figure<StudyReport> {
    figure { () throws(Undefined) in
      let discrimination = try reliance.discrimination(confidence: options.confidence)
      var report = StudyReport()
      report.add("value", discrimination.value)
      report.add(discrimination.interval)
      return report
    }
  }

  private func weightOfAdvice(_ answers: Answers) -> Figure<StudyReport> {
    guard let ratings = answers.ratings else {
      return .none("Needs answers that are ratings, not labels.")
    }
    return figure { () throws(Undefined) in
      let weight = try WeightOfAdvice(ratings, confidence: options.confidence)
      var report = StudyReport()
      report.add("mean", weight.mean)
      report.add("count", weight.count)
      if let interval = weight.interval { report.add(interval) }
      return report
    }
  }
}

/// Rows as cases, with ratings turned into answers where truth has two values.
private struct Answers {
  let cases: [RelianceCase]
  /// Nil where an answer is a word, or where they are 0 and 1 only.
  let ratings: [(unaided: Double, ai: Double, aided: Double)]?

  init(_ rows: [SequentialTable.Row], threshold: Double) {
    let numbers = rows.compactMap(\.ratings)
    let isGraded =
      numbers.count == rows.count
      && numbers.contains { [$0.unaided, $0.ai, $0.aided].contains { $0 != 0 && $0 != 1 } }
    let truths = rows.map { SequentialTable.isPositive($0.truth) }
    let isBinary = truths.allSatisfy { $0 != nil }
    ratings = isGraded ? numbers : nil
    cases = zip(rows, truths).enumerated().map { index, pair in
      let (row, truth) = pair
      guard isGraded, isBinary, let truth else {
        return RelianceCase(
          truth: row.truth, unaided: row.unaided, ai: row.ai, aided: row.aided,
          isPositive: isBinary ? truth : nil)
      }
      let rating = numbers[index]
      return RelianceCase(
        truth: truth, unaided: rating.unaided >= threshold, ai: rating.ai >= threshold,
        aided: rating.aided >= threshold, isPositive: truth)
    }
  }
}

extension StudyReport {
  /// How often each combination of right (1) and wrong (0) occurs: unaided, AI, aided.
  fileprivate init(cellsOf cases: [RelianceCase]) {
    self.init()
    for unaided in [false, true] {
      for ai in [false, true] {
        for aided in [false, true] {
          let count = cases.count {
            $0.unaidedIsRight == unaided && $0.aiIsRight == ai && $0.aidedIsRight == aided
          }
          func digit(_ isRight: Bool) -> Int { isRight ? 1 : 0 }
          add("unaided\(digit(unaided))ai\(digit(ai))aided\(digit(aided))", count)
        }
      }
    }
  }

  fileprivate init(_ test: McNemar) {
    self.init()
    add("b", test.secondOnly)
    add("c", test.firstOnly)
    add("exactP", test.exactP)
    if let chiSquare = test.chiSquare(corrected: false) {
      add("chiSquare", chiSquare.statistic)
      add("p", chiSquare.p)
    }
  }
}

import Statistics

extension StudyReport {
  /// What the readers show together: means, the test between modalities, and the AI's place.
  mutating func addManyReaders(
    _ figures: Figure<[[CaseFigure]]>, modalities: [String], people: [Int], ai: Int?,
    confidence: Double
  ) {
    let ofPeople = figures.map { $0.map { row in people.map { row[$0] } } }
    let analysis = ofPeople.flatMap { figures in
      figure { () throws(Undefined) in try ObuchowskiRockette(figures, confidence: confidence) }
    }
    add(["modalityMeans"], analysis) { report, analysis in
      report.add("modalityMeans", means(analysis, modalities))
    }
    let test = analysis.flatMap { analysis -> Figure<StudyReport> in
      modalities.count > 1
        ? .success(StudyReport(analysis, modalities)) : .none("There is one modality only.")
    }
    add("obuchowskiRockette", test)
    guard let ai else { return }
    add("readerAI", figures.flatMap { againstAI($0, modalities, people, ai, confidence) })
  }
}

private func means(_ analysis: ObuchowskiRockette, _ modalities: [String]) -> [StudyReport] {
  zip(modalities, analysis.means).map { modality, mean in
    var report = StudyReport()
    report.add("modality", modality)
    report.add("mean", mean.mean)
    for (name, estimate) in [
      ("randomReadersAndCases", mean.randomReadersAndCases), ("fixedReaders", mean.fixedReaders),
      ("fixedCases", mean.fixedCases),
    ] {
      report.add(
        name,
        estimate.map { estimate in
          var report = StudyReport()
          report.add("se", estimate.standardError)
          report.add("df", estimate.df)
          report.add(estimate.interval)
          return report
        })
    }
    return report
  }
}

extension StudyReport {
  /// The fields of random readers and cases at the top, then all three analyses.
  fileprivate init(_ analysis: ObuchowskiRockette, _ modalities: [String]) {
    self.init()
    add(analysis.components, analysis.randomReadersAndCases, modalities)
    for (name, test) in [
      ("randomReadersAndCases", analysis.randomReadersAndCases),
      ("fixedReaders", analysis.fixedReaders), ("fixedCases", analysis.fixedCases),
    ] {
      var report = StudyReport()
      report.add(analysis.components, test, modalities)
      add(name, report)
    }
  }

  fileprivate mutating func add(
    _ components: ObuchowskiRockette.Components, _ test: Figure<ModalityTest>,
    _ modalities: [String]
  ) {
    add("varR", components.varR)
    add("varTR", components.varTR)
    add("cov1", components.cov1)
    add("cov2", components.cov2)
    add("cov3", components.cov3)
    add("var", components.variance)
    add(["f", "ddf", "p", "difference", "low", "high"], test) { report, test in
      report.add("f", test.f)
      report.add("df", test.df)
      report.add("ddf", test.ddf)
      report.add("p", test.p)
      report.addDifferences(test.differences, modalities)
    }
  }

  private mutating func addDifferences(
    _ differences: [ModalityTest.Difference], _ modalities: [String]
  ) {
    if differences.count == 1 {
      add(differences[0])
    } else {
      addNone(
        ["difference", "low", "high"], "There are \(modalities.count) modalities; see differences.")
    }
    add(
      "differences",
      differences.map { difference in
        var report = StudyReport()
        report.add("first", modalities[difference.first])
        report.add("second", modalities[difference.second])
        report.add(difference)
        return report
      })
  }

  private mutating func add(_ difference: ModalityTest.Difference) {
    add("difference", difference.difference)
    add("se", difference.standardError)
    add(difference.interval)
    add("t", difference.t)
    add("tP", difference.p)
  }

  fileprivate init(_ comparison: ReadersAgainstOne) {
    self.init()
    add("ai", comparison.one)
    add("readersMean", comparison.readersMean)
    add("difference", comparison.difference)
    add(["low", "high", "t", "df", "p"], comparison.randomReadersAndCases) { $0.add($1) }
    add(
      "fixedCases",
      comparison.fixedCases.map { test in
        var report = StudyReport()
        report.add(test)
        return report
      })
  }

  private mutating func add(_ test: ReadersAgainstOne.Test) {
    add(test.interval)
    add("se", test.standardError)
    add("t", test.t)
    add("df", test.df)
    add("p", test.p)
  }

  /// Areas and differences by U-statistics, with the moments of each modality.
  init(_ analysis: UStatistics, modalities: [String]) {
    self.init()
    let areas = modalities.indices.map { index in
      var report = StudyReport()
      report.add("modality", modalities[index])
      report.add("auc", analysis.areas[index].value)
      report.add(analysis.areas[index])
      report.add("moments", StudyReport(analysis.moments[index]))
      return report
    }
    add("modalities", areas)
    let differences = analysis.differences.map { difference in
      var report = StudyReport()
      report.add("first", modalities[difference.first])
      report.add("second", modalities[difference.second])
      report.add("difference", difference.tested.value)
      report.add(difference.tested)
      return report
    }
    add("differences", differences)
  }

  private mutating func add(_ tested: UStatistics.Tested) {
    let names = ["var", "se", "low", "high", "df", "p"]
    add(names, tested.unbiased) { $0.add($1) }
    var biased = StudyReport()
    biased.add(names, tested.biased) { $0.add($1) }
    add("biased", biased)
  }

  private mutating func add(_ estimate: UStatistics.Estimate) {
    add("var", estimate.variance)
    add("se", estimate.variance.squareRoot())
    add(estimate.interval)
    add("df", estimate.df)
    add("p", estimate.p)
    add("lowNormal", estimate.intervalNormal.low)
    add("highNormal", estimate.intervalNormal.high)
    add("pNormal", estimate.pNormal)
  }

  private init(_ moments: MomentPair) {
    self.init()
    for (index, name) in MomentPair.names.enumerated() {
      var report = StudyReport()
      report.add("moment", moments.unbiased[index])
      report.add("biased", moments.biased[index])
      report.add("coefficient", moments.coefficients[index])
      add(name, report)
    }
  }
}

/// One comparison, or one a modality where there are several.
private func againstAI(
  _ figures: [[CaseFigure]], _ modalities: [String], _ people: [Int], _ ai: Int,
  _ confidence: Double
) -> Figure<StudyReport> {
  let comparisons = figures.map { row in
    figure { () throws(Undefined) in
      StudyReport(
        try ReadersAgainstOne(people.map { row[$0] }, against: row[ai], confidence: confidence))
    }
  }
  if comparisons.count == 1 { return comparisons[0] }
  var report = StudyReport()
  report.add(
    "byModality",
    zip(modalities, comparisons).map { modality, comparison in
      var one = StudyReport()
      one.add("modality", modality)
      one.add("comparison", comparison)
      return one
    })
  return .success(report)
}

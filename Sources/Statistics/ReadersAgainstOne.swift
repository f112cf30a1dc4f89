/// Several readers against one that does not vary, an AI, on the same cases.
///
/// The differences reader minus AI are analysed as one modality of random readers and cases (Hillis,
/// *Stat. Med.*, 2007, section 5.3; Hupse et al., *Eur. Radiol.*, 2013). A t-test over readers alone
/// answers another question, because it takes the cases as fixed: it is kept as `fixedCases`.
package struct ReadersAgainstOne: Hashable, Sendable {
  package let one: Double
  package let readersMean: Double
  /// Readers' mean minus the one.
  package let difference: Double
  package let randomReadersAndCases: Figure<Test>
  package let fixedCases: Figure<Test>

  package struct Test: Hashable, Sendable {
    package let standardError: Double
    package let t: Double
    package let df: Double
    package let p: Double
    package let interval: Interval
  }

  /// - Parameter readers: two or more, over the same cases in the same order as `one`.
  package init(_ readers: [CaseFigure], against one: CaseFigure, confidence: Double = 0.95)
    throws(Undefined)
  {
    guard readers.count > 1 else { throw Undefined("Needs at least two readers beside the AI.") }
    guard let alone = one.withoutCase else {
      throw Undefined("Needs at least two cases of each kind.")
    }
    let differences = readers.map { reader in
      CaseFigure(
        value: reader.value - one.value,
        withoutCase: reader.withoutCase.flatMap {
          $0.count == alone.count ? zip($0, alone).map { $0 - $1 } : nil
        })
    }
    let analysis = try ObuchowskiRockette([differences], confidence: confidence)
    self.one = one.value
    readersMean = readers.reduce(0) { $0 + $1.value } / Double(readers.count)
    let difference = analysis.means[0].mean
    self.difference = difference
    func test(_ estimate: Figure<ModalityMean.Estimate>) -> Figure<Test> {
      estimate.map {
        let t = difference / $0.standardError
        return Test(
          standardError: $0.standardError, t: t, df: $0.df, p: studentTwoSided(t, df: $0.df),
          interval: $0.interval)
      }
    }
    randomReadersAndCases = test(analysis.means[0].randomReadersAndCases)
    fixedCases = test(analysis.means[0].fixedCases)
  }
}

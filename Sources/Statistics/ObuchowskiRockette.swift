/// Many readers read the same cases in one or more modalities: do the modalities differ?
///
/// Obuchowski and Rockette's analysis (*Commun. Stat. Simul. Comput.*, 1995) of any figure of merit,
/// with error covariances from the jackknife and Hillis' degrees of freedom (*Stat. Med.*, 2007), for
/// random readers and cases, fixed readers, and fixed cases. O(modalities × readers × cases).
package struct ObuchowskiRockette: Hashable, Sendable {
  /// Modality × reader.
  package let values: [[Double]]
  package let components: Components
  package let randomReadersAndCases: Figure<ModalityTest>
  package let fixedReaders: Figure<ModalityTest>
  package let fixedCases: Figure<ModalityTest>
  /// Per modality, the readers' mean under the same three views.
  package let means: [ModalityMean]

  /// Variances and covariances of the error of one reader's figure, from leaving out cases.
  package struct Components: Hashable, Sendable {
    /// Readers, and readers by modalities; undefined with one reader or modality.
    package let varR: Figure<Double>
    package let varTR: Figure<Double>
    /// Same reader, other modality.
    package let cov1: Figure<Double>
    /// Other reader, same modality.
    package let cov2: Figure<Double>
    /// Other reader, other modality.
    package let cov3: Figure<Double>
    package let variance: Double
  }

  /// - Parameter figures: modality × reader, all over the same cases in the same order.
  package init(_ figures: [[CaseFigure]], confidence: Double = 0.95) throws(Undefined) {
    let readers = figures.first?.count ?? 0
    guard readers > 0 else { throw Undefined("There are no readers.") }
    guard figures.allSatisfy({ $0.count == readers }) else {
      throw Undefined("Not every reader read in every modality.")
    }
    let covariances = try JackknifeCovariances(figures)
    values = figures.map { $0.map(\.value) }
    let squares = MeanSquares(values)
    components = Components(squares, covariances)
    let testing = ModalityTesting(squares, covariances, confidence)
    randomReadersAndCases = testing.test(.randomReadersAndCases)
    fixedReaders = testing.test(.fixedReaders)
    fixedCases = testing.test(.fixedCases)
    means = figures.indices.map { ModalityMean(squares, covariances, modality: $0, confidence) }
  }
}

extension ObuchowskiRockette.Components {
  fileprivate init(_ squares: MeanSquares, _ covariances: JackknifeCovariances) {
    let one = "There is one modality only."
    let alone = "There is one reader only."
    let (i, j) = (squares.modalities, squares.readers)
    variance = covariances.variance
    cov1 = i > 1 ? .success(covariances.sameReader) : .none(one)
    cov2 = j > 1 ? .success(covariances.sameModality) : .none(alone)
    cov3 = i > 1 && j > 1 ? .success(covariances.neither) : .none(i > 1 ? alone : one)
    guard i > 1, j > 1 else {
      varTR = .none(i > 1 ? alone : one)
      varR =
        j > 1
        ? .success(squares.readersIn[0] - covariances.variance + covariances.sameModality)
        : .none(alone)
      return
    }
    // Hillis, *Acad. Radiol.*, 2006, table 1; a negative estimate is left as it comes.
    let interaction =
      squares.interaction - variance + covariances.sameReader + covariances.excessWithinModality
    let sharedByReader = Double(i - 1) * (covariances.sameReader - covariances.neither)
    varTR = .success(interaction)
    varR = .success(
      (squares.reader - interaction - variance + covariances.sameModality - sharedByReader)
        / Double(i))
  }
}

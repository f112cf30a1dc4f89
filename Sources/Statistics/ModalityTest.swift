/// Whether modalities differ: the test over all, and the interval of each difference.
package struct ModalityTest: Hashable, Sendable {
  /// The statistic, on `df` and `ddf` degrees of freedom; for fixed readers a chi-square divided by
  /// its degrees of freedom, and `ddf` is infinite.
  package let f: Double
  package let df: Int
  package let ddf: Double
  package let p: Double
  /// Of the first and second modality, first and third, ..., second and third, ...
  package let differences: [Difference]

  package struct Difference: Hashable, Sendable {
    /// Indices of the two modalities.
    package let first: Int
    package let second: Int
    /// First minus second.
    package let difference: Double
    package let standardError: Double
    package let t: Double
    package let p: Double
    package let interval: Interval
  }
}

/// What is a sample of something larger, and what is taken as it is.
enum RandomFactors { case randomReadersAndCases, fixedReaders, fixedCases }

/// What the three tests have in common.
struct ModalityTesting {
  private let squares: MeanSquares
  private let covariances: JackknifeCovariances
  private let confidence: Double

  init(_ squares: MeanSquares, _ covariances: JackknifeCovariances, _ confidence: Double) {
    (self.squares, self.covariances, self.confidence) = (squares, covariances, confidence)
  }

  func test(_ factors: RandomFactors) -> Figure<ModalityTest> {
    guard squares.modalities > 1 else { return .none("There is one modality only.") }
    guard squares.readers > 1 || factors == .fixedReaders else {
      return .none("Needs at least two readers; with one, see fixed readers.")
    }
    let error = self.error(factors)
    // Of identical modalities only rounding is left.
    guard error.meanSquare > 1e-14 * max(covariances.variance, 1e-30) else {
      return .none("The differences between modalities do not vary.")
    }
    let df = squares.modalities - 1
    let f = squares.modality / error.meanSquare
    return .success(
      ModalityTest(
        f: f, df: df, ddf: error.df, p: fisherTail(f, Double(df), error.df),
        differences: differences(error)))
  }

  private func error(_ factors: RandomFactors) -> (meanSquare: Double, df: Double) {
    let (i, j) = (Double(squares.modalities), Double(squares.readers))
    let interactionDF = (i - 1) * (j - 1)
    switch factors {
    case .randomReadersAndCases:
      let error = squares.interaction + j * covariances.excessWithinModality
      return (error, interactionDF * error * error / (squares.interaction * squares.interaction))
    case .fixedReaders:
      let error =
        covariances.variance - covariances.sameReader + (j - 1) * covariances.excessWithinModality
      return (error, .infinity)
    case .fixedCases:
      return (squares.interaction, interactionDF)
    }
  }

  private func differences(_ error: (meanSquare: Double, df: Double)) -> [ModalityTest.Difference] {
    let standardError = (2 * error.meanSquare / Double(squares.readers)).squareRoot()
    let reach = studentQuantile(0.5 + confidence / 2, df: error.df) * standardError
    let means = squares.modalityMeans
    return means.indices.flatMap { first in
      means.indices.dropFirst(first + 1).map { second in
        let difference = means[first] - means[second]
        let t = difference / standardError
        return ModalityTest.Difference(
          first: first, second: second, difference: difference, standardError: standardError, t: t,
          p: studentTwoSided(t, df: error.df),
          interval: Interval(low: difference - reach, high: difference + reach))
      }
    }
  }
}

/// The readers' mean in one modality, from that modality's readings alone.
package struct ModalityMean: Hashable, Sendable {
  package let mean: Double
  package let randomReadersAndCases: Figure<Estimate>
  package let fixedReaders: Figure<Estimate>
  package let fixedCases: Figure<Estimate>

  package struct Estimate: Hashable, Sendable {
    package let standardError: Double
    /// Infinite for the normal distribution.
    package let df: Double
    package let interval: Interval
  }

  init(
    _ squares: MeanSquares, _ covariances: JackknifeCovariances, modality: Int, _ confidence: Double
  ) {
    let mean = squares.modalityMeans[modality]
    let j = Double(squares.readers)
    let own = covariances.perModality[modality]
    let between = squares.readersIn[modality]
    func estimate(_ meanSquare: Double, _ df: Double) -> Figure<Estimate> {
      guard meanSquare > 1e-20 else { return .none("The figures do not vary.") }
      let standardError = (meanSquare / j).squareRoot()
      let reach = studentQuantile(0.5 + confidence / 2, df: df) * standardError
      return .success(
        Estimate(
          standardError: standardError, df: df,
          interval: Interval(low: mean - reach, high: mean + reach)))
    }
    self.mean = mean
    fixedReaders = estimate(own.variance + (j - 1) * max(own.betweenReaders, 0), .infinity)
    guard j > 1 else {
      randomReadersAndCases = .none("There is one reader only.")
      fixedCases = .none("There is one reader only.")
      return
    }
    let error = between + max(j * own.betweenReaders, 0)
    randomReadersAndCases = estimate(error, (j - 1) * error * error / (between * between))
    fixedCases = estimate(between, j - 1)
  }
}

/// The figures of merit of free-response studies, named as in the literature.
///
/// Localizations are marks on lesions; `NL` marks hit none. An unmarked lesion, and a case without an
/// NL, rate minus infinity. NLs on diseased cases do not enter AFROC and wAFROC: that is intended.
/// wAFROC is the one to report; the forms that end in 1 are for sets without normal cases.
///
/// Reference: Chakraborty, *Observer Performance Methods for Diagnostic Imaging* (CRC Press, 2017).
package enum FreeResponseFigure: String, CaseIterable, Hashable, Sendable {
  /// Normal cases' highest NL against lesions; the weights of a case's lesions add up to 1.
  case wafroc = "wAFROC"
  /// The same, each lesion counting 1.
  case afroc = "AFROC"
  /// As the two above, with the highest NL of all cases.
  case wafroc1 = "wAFROC1"
  case afroc1 = "AFROC1"
  /// The area under the ROC curve of the highest rating on each case.
  case highestRatingArea = "HrAuc"
  /// Lesions marked, of all lesions.
  case lesionLocalizationFraction = "MaxLLF"
  /// NLs a normal case; NLs a case.
  case nonLesionFraction = "MaxNLF"
  case nonLesionFractionAllCases = "MaxNLFAllCases"
  /// Diseased cases with any mark; normal cases with none.
  case highestRatingSensitivity = "HrSe"
  case highestRatingSpecificity = "HrSp"
}

/// All marks of one reader in one modality.
package struct FreeResponse: Hashable, Sendable {
  package struct Case: Hashable, Sendable {
    /// Weight and, when marked, rating of each lesion; a case without lesions is normal.
    package var lesions: [Lesion]
    /// Ratings of the marks that hit no lesion.
    package var nonLesions: [Double]

    package init(lesions: [Lesion], nonLesions: [Double]) {
      self.lesions = lesions
      self.nonLesions = nonLesions
    }

    package var isDiseased: Bool { !lesions.isEmpty }
    fileprivate var highestNonLesion: Double { nonLesions.max() ?? -.infinity }
    fileprivate var highest: Double {
      max(highestNonLesion, lesions.compactMap(\.rating).max() ?? -.infinity)
    }
    fileprivate var isMarked: Bool { highest > -.infinity }
  }

  package struct Lesion: Hashable, Sendable {
    /// The weights of a case's lesions add up to 1.
    package var weight: Double
    /// Nil when not marked.
    package var rating: Double?

    package init(weight: Double, rating: Double?) {
      self.weight = weight
      self.rating = rating
    }
  }

  package let cases: [Case]

  package init(_ cases: [Case]) { self.cases = cases }

  package func figure(_ figure: FreeResponseFigure) throws(Undefined) -> CaseFigure {
    let needsNormal = ![
      .wafroc1, .afroc1, .lesionLocalizationFraction, .nonLesionFractionAllCases,
      .highestRatingSensitivity,
    ].contains(figure)
    let needsDiseased = ![.nonLesionFraction, .nonLesionFractionAllCases, .highestRatingSpecificity]
      .contains(figure)
    guard !cases.isEmpty else { throw Undefined("There are no cases.") }
    if needsNormal, cases.allSatisfy(\.isDiseased) {
      throw Undefined(
        "\(figure.rawValue) needs normal cases, and there are none"
          + (figure == .wafroc || figure == .afroc ? "; \(figure.rawValue)1 does without." : "."))
    }
    if needsDiseased, !cases.contains(where: \.isDiseased) {
      throw Undefined("\(figure.rawValue) needs cases with lesions, and there are none.")
    }
    return self[figure]
  }

  private subscript(figure: FreeResponseFigure) -> CaseFigure {
    switch figure {
    case .wafroc: pairs(of: { !$0.isDiseased }, weight: \.weight)
    case .afroc: pairs(of: { !$0.isDiseased }, weight: { _ in 1 })
    case .wafroc1: pairs(of: { _ in true }, weight: \.weight)
    case .afroc1: pairs(of: { _ in true }, weight: { _ in 1 })
    case .highestRatingArea: highestRatings
    case .lesionLocalizationFraction:
      ratio(of: \.isDiseased) { ($0.lesions.count { $0.rating != nil }, $0.lesions.count) }
    case .nonLesionFraction: ratio(of: { !$0.isDiseased }) { ($0.nonLesions.count, 1) }
    case .nonLesionFractionAllCases: ratio(of: { _ in true }) { ($0.nonLesions.count, 1) }
    case .highestRatingSensitivity: ratio(of: \.isDiseased) { ($0.isMarked ? 1 : 0, 1) }
    case .highestRatingSpecificity: ratio(of: { !$0.isDiseased }) { ($0.isMarked ? 0 : 1, 1) }
    }
  }

  /// Highest NL of the chosen cases against every lesion.
  private func pairs(
    of isNegative: (Case) -> Bool, weight: (Lesion) -> Double
  ) -> CaseFigure {
    var negatives: [WeightedPairs.Negative] = []
    var positives: [WeightedPairs.Positive] = []
    for (index, one) in cases.enumerated() {
      if isNegative(one) { negatives.append(.init(caseIndex: index, rating: one.highestNonLesion)) }
      for lesion in one.lesions {
        positives.append(
          .init(caseIndex: index, rating: lesion.rating ?? -.infinity, weight: weight(lesion)))
      }
    }
    // A case is worth its lesions' weights, which add up to 1 but for the rounding of thirds.
    let units = cases.map { $0.lesions.reduce(0) { $0 + weight($1) } }
    return WeightedPairs.figure(negatives, positives, units: units)
  }

  private var highestRatings: CaseFigure {
    var negatives: [WeightedPairs.Negative] = []
    var positives: [WeightedPairs.Positive] = []
    for (index, one) in cases.enumerated() {
      if one.isDiseased {
        positives.append(.init(caseIndex: index, rating: one.highest, weight: 1))
      } else {
        negatives.append(.init(caseIndex: index, rating: one.highest))
      }
    }
    return WeightedPairs.figure(negatives, positives, units: cases.map { $0.isDiseased ? 1 : 0 })
  }

  private func ratio(
    of counts: (Case) -> Bool, _ share: (Case) -> (Int, Int)
  ) -> CaseFigure {
    CaseFigure(
      ratioOf: cases.filter(counts).map {
        let (numerator, denominator) = share($0)
        return (Double(numerator), Double(denominator))
      })
  }
}

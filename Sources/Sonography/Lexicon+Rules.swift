/// What follows from words and sizes under one lexicon.
extension Lexicon {
  /// The same description in the words of this edition: older terms replaced, retired features left
  /// out. Words it does not know stay as they are.
  package func current(_ descriptors: Descriptors) -> Descriptors {
    guard !aliases.isEmpty || !retired.isEmpty else { return descriptors }
    let kept = descriptors.terms.filter { !retired.contains($0.key) }
    return Descriptors(
      Dictionary(
        uniqueKeysWithValues: kept.map { feature, terms in
          (feature, terms.map { aliases[feature]?[$0] ?? $0 })
        }))
  }

  /// Whether a feature is known, now or from an older edition.
  package func knows(feature id: String) -> Bool { feature(id) != nil || retired.contains(id) }

  package func knows(term: String, of id: String) -> Bool {
    retired.contains(id) || aliases[id]?[term] != nil
      || feature(id)?.terms.contains { $0.id == term } == true
  }

  /// The points of a description and the category they lead to; nil where the lexicon has no such
  /// rule, or a feature that carries points is not described yet.
  package func derived(from descriptors: Descriptors) -> (points: Int, category: Assessment)? {
    guard let rule = assessment.derivation else { return nil }
    let words = current(descriptors)
    if let stop = rule.stop, words[stop.feature].contains(stop.term) { return (0, stop.category) }
    var points = 0
    for feature in features where feature.terms.contains(where: { $0.points != nil }) {
      let chosen = feature.terms.filter { words[feature.id].contains($0.id) }
      guard !chosen.isEmpty else { return nil }
      points += chosen.reduce(0) { $0 + ($1.points ?? 0) }
    }
    return assessment.category(ofPoints: points).map { (points, $0) }
  }
}

extension AssessmentScale {
  /// The category with the highest threshold that `points` reach.
  func category(ofPoints points: Int) -> Assessment? {
    let reached = categories.filter { $0.pointsFrom.map { $0 <= points } ?? false }
    return reached.max { ($0.pointsFrom ?? 0) < ($1.pointsFrom ?? 0) }?.id
  }

  /// Whether what to do depends on how large the lesion is.
  package func needsSize(_ assessment: Assessment) -> Bool {
    self[assessment]?.managementBySize?.isEmpty == false
  }

  /// What a category leads to; nil for an unknown category, or without a size where one is needed.
  ///
  /// - Parameter size: The largest diameter.
  package func management(of assessment: Assessment, size: Millimetres?) -> String? {
    guard let category = self[assessment] else { return nil }
    guard needsSize(assessment) else { return category.management }
    guard let size, size.value.isFinite, size.value >= 0 else { return nil }
    let reached = category.managementBySize?.filter { $0.from <= size.value }
    return reached?.max { $0.from < $1.from }?.management ?? category.management
  }

  package func management(_ id: String) -> Management? { managements.first { $0.id == id } }

  /// Whether a call is positive; nil where that needs a management that is not known. An unsplit
  /// category is positive when all its parts are.
  package func isPositive(
    _ assessment: Assessment, management: String?, in test: PositiveTest
  ) -> Bool? {
    if test.categories.contains(assessment) { return true }
    let parts = categories.filter { $0.parent == assessment }.map(\.id)
    if !parts.isEmpty, parts.allSatisfy(test.categories.contains) { return true }
    guard !test.managements.isEmpty else { return false }
    return management.map(test.managements.contains)
  }
}

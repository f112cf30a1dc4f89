import Sonography

/// How the lesions found were described. Against the panel.
extension Comparison {
  /// One measure per drilled feature and their mean.
  var descriptorMeasures: [Measure] {
    let credits = foundLesions.map { descriptorCredit($0.lesion) }
    let features = lexicon.features.filter(\.isDrilled)
    let perFeature = features.compactMap { feature -> Measure? in
      guard let credit = mean(credits.compactMap { $0[feature.id] }) else { return nil }
      return Measure(
        name: "descriptorCredit.\(feature.id)", value: credit, unit: "fraction",
        sentence: descriptorSentence(feature, credit))
    }
    return [descriptorMean(perFeature)] + perFeature
  }

  private func descriptorMean(_ perFeature: [Measure]) -> Measure {
    let values = perFeature.compactMap(\.value)
    guard let credit = mean(values) else {
      let reason =
        foundLesions.isEmpty
        ? "No lesion was found, so none could be described."
        : "You described no lesion, or the panel gave no words for it."
      return .unknown("descriptorCredit", "fraction", because: reason)
    }
    let full = values.count { $0 >= 1 }
    return Measure(
      name: "descriptorCredit", value: credit, unit: "fraction",
      sentence: "\(full) of \(counted(values.count, "descriptor")) as most of the panel.")
  }

  private func descriptorSentence(_ feature: Lexicon.Feature, _ credit: Double) -> String {
    let label = feature.label["en"] ?? feature.id
    if credit >= 1 { return "\(label): as most of the panel." }
    if credit > 0 { return "\(label): inside the panel's spread; part of the panel chose it." }
    return "\(label): outside the panel's spread; no expert chose it."
  }

  /// Credit per drilled feature, 0...1, for features that both the panel and the trainee were asked.
  ///
  /// Empty when the lesion was not described at all; a feature left blank beside others earns 0.
  func descriptorCredit(_ lesion: Lesion) -> [String: Double] {
    guard let answer = descriptors(of: lesion) else { return [:] }
    var credits: [String: Double] = [:]
    for feature in lexicon.features where feature.isDrilled && isAsked(feature, after: answer) {
      let panel = Panel(lesion.opinions.map { $0.descriptors[feature.id] })
      let terms = answer[feature.id]
      if feature.isMultiple {
        credits[feature.id] =
          terms.isEmpty ? (panel.isEmpty ? nil : 0) : panel.credit(choosing: terms)
      } else {
        credits[feature.id] = panel.isEmpty ? nil : terms.first.flatMap(panel.credit) ?? 0
      }
    }
    return credits
  }

  /// The first description among the marks on the lesion: the mark that counts, then duplicates.
  private func descriptors(of lesion: Lesion) -> Descriptors? {
    matching.marks(on: lesion.id).map(\.descriptors).first { !$0.isEmpty }
  }

  private func isAsked(_ feature: Lexicon.Feature, after answer: Descriptors) -> Bool {
    guard let requirement = feature.requires else { return true }
    return answer[requirement.feature].contains { requirement.terms.contains($0) }
  }
}

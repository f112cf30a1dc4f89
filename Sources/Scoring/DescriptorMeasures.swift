import Sonography

/// How the lesions found were described. Against the panel.
extension Comparison {
  /// The mean, what the experts reach themselves, and one measure per drilled feature.
  var descriptorMeasures: [Measure] {
    let credits = foundLesions.map { descriptorCredits($0.lesion) }
    let features = lexicon.features.filter(\.isDrilled)
    let perFeature = features.compactMap { feature -> Measure? in
      let found = credits.compactMap { $0[feature.id] }
      guard let credit = mean(found.map(\.value)) else { return nil }
      return Measure(
        name: "descriptorCredit.\(feature.id)", value: credit, unit: "fraction",
        sentence: descriptorSentence(feature, found))
    }
    return [descriptorMean(perFeature), descriptorCeiling(credits.flatMap(\.values))] + perFeature
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
      sentence: "\(full) of \(counted(values.count, "descriptor")) as well as an expert.")
  }

  private func descriptorCeiling(_ credits: [DescriptorCredit]) -> Measure {
    let name = "descriptorCeiling"
    guard let ceiling = mean(credits.compactMap(\.ceiling)) else {
      return .unknown(
        name, "fraction", because: "Fewer than two experts described it, so none can be held against the others.")
    }
    return Measure(
      name: name, value: ceiling, unit: "fraction",
      sentence: "Each expert, judged by the others, earns \(percent(ceiling)) on these descriptors; "
        + "your credit is relative to that.")
  }

  private func descriptorSentence(_ feature: Lexicon.Feature, _ credits: [DescriptorCredit]) -> String {
    let label = feature.label["en"] ?? feature.id
    guard credits.count == 1, let credit = credits.first else {
      let full = credits.count { $0.value >= 1 }
      return "\(label): \(full) of \(credits.count) lesions as well as an expert."
    }
    let votes = credit.experts > 1 ? " (\(credit.votes) of \(credit.experts))" : ""
    let split = credit.isSplit ? " Experts disagree here." : ""
    if credit.earned >= 1 { return "\(label): as most of the panel\(votes).\(split)" }
    if credit.earned > 0 {
      return "\(label): inside the panel's spread; part of the panel chose it\(votes).\(split)"
    }
    return "\(label): outside the panel's spread; no expert chose it.\(split)"
  }

  func descriptorCredit(_ lesion: Lesion) -> [String: Double] {
    descriptorCredits(lesion).mapValues(\.value)
  }

  /// Credit per drilled feature, for features that both the panel and the trainee were asked.
  ///
  /// Empty when the lesion was not described at all; a feature left blank beside others earns 0.
  private func descriptorCredits(_ lesion: Lesion) -> [String: DescriptorCredit] {
    guard let answer = descriptors(of: lesion) else { return [:] }
    let opinions = lesion.opinions.map { lexicon.current($0.descriptors) }
    var credits: [String: DescriptorCredit] = [:]
    for feature in lexicon.features where feature.isDrilled && isAsked(feature, after: answer) {
      let panel = Panel(opinions.map { $0[feature.id] })
      credits[feature.id] = DescriptorCredit(answer[feature.id], panel, isMultiple: feature.isMultiple)
    }
    return credits
  }

  /// The first description among the marks on the lesion: the mark that counts, then duplicates.
  private func descriptors(of lesion: Lesion) -> Descriptors? {
    matching.marks(on: lesion.id).map { lexicon.current($0.descriptors) }.first { !$0.isEmpty }
  }

  private func isAsked(_ feature: Lexicon.Feature, after answer: Descriptors) -> Bool {
    guard let requirement = feature.requires else { return true }
    return answer[requirement.feature].contains { requirement.terms.contains($0) }
  }
}

/// One feature of one lesion against the panel.
private struct DescriptorCredit {
  /// Relative to the experts' ceiling, 0...1.
  let value: Double
  /// Before that: the share of the panel over its most frequent answer, or the weighted overlap.
  let earned: Double
  let ceiling: Double?
  let votes: Int
  let experts: Int
  let isSplit: Bool

  /// Nil when no expert said anything about the feature.
  init?(_ terms: [String], _ panel: Panel<String>, isMultiple: Bool) {
    guard let value = panel.relativeCredit(terms, isMultiple: isMultiple),
      let earned = isMultiple ? panel.credit(choosing: terms) : terms.first.map({ panel.credit($0) }) ?? 0
    else { return nil }
    self.value = value
    self.earned = terms.isEmpty ? 0 : earned
    ceiling = panel.ceiling(isMultiple: isMultiple)
    votes = panel.mostVotes(for: terms)
    experts = panel.experts
    isSplit = panel.isSplit
  }
}

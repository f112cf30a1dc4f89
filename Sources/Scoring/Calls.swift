import Sonography

/// A category and what it leads to for a lesion of that size.
struct Call: Hashable {
  let assessment: Assessment
  /// Nil where the lexicon needs a size to say it and there is none.
  let management: String?
}

/// The calls of the reader and of the panel.
extension Comparison {
  private var scale: AssessmentScale { lexicon.assessment }

  func call(_ assessment: Assessment, size: Millimetres?) -> Call {
    Call(assessment: assessment, management: scale.management(of: assessment, size: size))
  }

  /// The mark's category: as picked, else as it follows from the descriptors.
  func category(of mark: Mark) -> Assessment? {
    mark.assessment ?? lexicon.derived(from: mark.descriptors)?.category
  }

  /// The category that counts: the case's own, else the most suspicious mark's, else the least
  /// suspicious of the lexicon (BI-RADS 1) when the reader said "no finding".
  var assessment: Assessment? {
    if let assessment = read.assessment { return assessment }
    let marked = read.marks.sorted { $0.id < $1.id }.compactMap(category)
    if let first = marked.first {
      return marked.dropFirst().reduce(first) { rank($1) > rank($0) ? $1 : $0 }
    }
    return read.noFinding ? leastSuspicious : nil
  }

  /// The reader's call for the case. Where the size matters it is the reader's own; the experts'
  /// where the reader measured none.
  var answer: Call? {
    assessment.map { assessment in
      let own = read.marks.filter { category(of: $0) == assessment }
      return call(assessment, size: own.compactMap(measuredSize).max() ?? caseSize)
    }
  }

  /// Whether the experts' size stands in for one the reader did not measure.
  var usesExpertSize: Bool {
    guard let assessment, scale.needsSize(assessment) else { return false }
    return read.marks.filter { category(of: $0) == assessment }.allSatisfy { measuredSize($0) == nil }
  }

  /// One call per expert for the case; the least suspicious when the case is normal and nobody
  /// wrote one; else each expert's most suspicious lesion.
  var panelCalls: [Call] {
    if !truth.assessments.isEmpty { return truth.assessments.map { call($0, size: caseSize) } }
    if truth.outcome == .normal { return leastSuspicious.map { [call($0, size: nil)] } ?? [] }
    let experts = Set(truth.lesions.flatMap(\.opinions).map(\.expert)).sorted()
    return experts.compactMap { expert in
      lesions.flatMap { lesion in panelCalls(of: lesion, by: expert) }
        .max { rank($0.assessment) < rank($1.assessment) }
    }
  }

  /// One call per expert for the lesion; the case's where it is the only lesion and the experts
  /// wrote none for it alone.
  func panelCalls(of lesion: Lesion) -> [Call] {
    let own = panelCalls(of: lesion, by: nil)
    return own.isEmpty && lesions.count == 1 ? panelCalls : own
  }

  private func panelCalls(of lesion: Lesion, by expert: String?) -> [Call] {
    lesion.opinions.filter { expert == nil || $0.expert == expert }.compactMap { opinion in
      let category = opinion.assessment ?? lexicon.derived(from: opinion.descriptors)?.category
      return category.map { call($0, size: opinion.longAxis ?? referenceSize(lesion)) }
    }
  }

  /// Whether an answer leads to less than every expert's call does.
  func isUnderCalled(_ answer: Call, against panel: [Call]) -> Bool {
    isOff(answer, against: panel) { $0 > $1 }
  }

  /// Whether it leads to more than every expert's.
  func isOverCalled(_ answer: Call, against panel: [Call]) -> Bool {
    isOff(answer, against: panel) { $0 < $1 }
  }

  private func isOff(
    _ answer: Call, against panel: [Call], _ isBeyond: (Int, Int) -> Bool
  ) -> Bool {
    let ranked = panel.compactMap { call in
      scale[call.assessment]?.rank.map { (rank: $0, management: call.management) }
    }
    guard let mine = scale[answer.assessment]?.rank, !ranked.isEmpty, answer.management != nil else {
      return false
    }
    return ranked.allSatisfy { isBeyond($0.rank, mine) && $0.management != answer.management }
  }

  /// Categories that are no degree of suspicion rank below all others.
  func rank(_ assessment: Assessment) -> Int { scale[assessment]?.rank ?? -1 }

  /// Of the lesion that decides the case: the largest of the malignant ones, else of all.
  private var caseSize: Millimetres? {
    let malignant = lesions.filter(\.pathology.isMalignant)
    return (malignant.isEmpty ? lesions : malignant).compactMap(referenceSize).max()
  }

  private var leastSuspicious: Assessment? {
    scale.categories.filter { $0.rank != nil }.min { ($0.rank ?? 0) < ($1.rank ?? 0) }?.id
  }
}

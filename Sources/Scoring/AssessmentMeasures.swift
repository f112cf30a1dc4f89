import Sonography

/// The category and what follows from it. Against the panel, and apart from that against pathology.
extension Comparison {
  /// The category that counts: the case's own, else the most suspicious mark's, else the least
  /// suspicious of the lexicon (BI-RADS 1) when the reader said "no finding".
  var assessment: Assessment? {
    if let assessment = read.assessment { return assessment }
    let marked = read.marks.compactMap(\.assessment)
    if let first = marked.first {
      return marked.dropFirst().reduce(first) { rank($1) > rank($0) ? $1 : $0 }
    }
    return read.noFinding ? leastSuspicious : nil
  }

  /// One category per expert for the case; the least suspicious when the case is normal and nobody
  /// wrote one; else each expert's most suspicious lesion.
  var panelAssessments: [Assessment] {
    if !truth.assessments.isEmpty { return truth.assessments }
    if truth.outcome == .normal { return leastSuspicious.map { [$0] } ?? [] }
    let experts = Set(truth.lesions.flatMap(\.opinions).map(\.expert)).sorted()
    return experts.compactMap { expert in
      truth.lesions.flatMap(\.opinions).filter { $0.expert == expert }
        .compactMap(\.assessment).max { rank($0) < rank($1) }
    }
  }

  var assessmentCredit: Measure {
    let name = "assessmentCredit"
    guard let assessment else {
      return .unknown(name, "fraction", because: "You gave no category.")
    }
    guard let credit = credit(of: assessment, against: panelAssessments) else {
      return .unknown(
        name, "fraction", because: "The panel gave no category that the lexicon grades.")
    }
    return Measure(
      name: name, value: credit, unit: "fraction",
      sentence: "You said \(assessment.rawValue), the panel \(panelWords(panelAssessments)).")
  }

  /// Share of the panel whose category leads to the same management, over its most frequent one.
  var managementConcordance: Measure {
    let name = "managementConcordance"
    guard let mine = assessment.flatMap(management) else {
      return .unknown(name, "fraction", because: "You gave no category, so no management follows.")
    }
    let panel = Panel(panelAssessments.map { management($0).map { [$0] } ?? [] })
    guard let value = panel.credit(mine) else {
      return .unknown(name, "fraction", because: "The panel gave no category to compare with.")
    }
    let label = assessment.flatMap { lexicon.assessment[$0]?.managementLabel["en"] } ?? mine
    return Measure(
      name: name, value: value, unit: "fraction",
      sentence: "Your category leads to: \(label.lowercased()). "
        + "\(panel.votes(for: mine)) of \(panel.experts) on the panel say the same.")
  }

  var calledPositive: Bool {
    assessment.flatMap(management).map(rubric.grading.positiveManagement.contains) ?? false
  }

  var pathologyConcordance: Measure {
    let name = "pathologyConcordance"
    guard assessment != nil else {
      return .unknown(name, "fraction", because: "You gave no category to hold against pathology.")
    }
    let isMalignant = truth.outcome == .malignant
    let outcome =
      truth.outcome == .normal ? "there is no lesion" : "the lesion is \(truth.outcome.rawValue)"
    return Measure(
      name: name, value: calledPositive == isMalignant ? 1 : 0, unit: "fraction",
      sentence: "You \(calledPositive ? "called" : "did not call") for tissue; \(outcome)"
        + "\(evidenceWords).")
  }

  private var evidenceWords: String {
    let lesion = lesions.first { $0.pathology.isMalignant } ?? lesions.first
    switch lesion?.pathology.evidence {
    case .histology: return ", by histology"
    case .followUp: return ", by follow-up"
    case .panel: return ", by the panel"
    case .simulation: return ", as simulated"
    case nil: return ""
    }
  }

  /// The lexicon's credit averaged over the panel, relative to the best answer there is.
  func credit(of answer: Assessment, against panel: [Assessment]) -> Double? {
    let table = lexicon.assessment.credit
    let rows = panel.compactMap { table[$0.rawValue] }
    guard !rows.isEmpty else { return nil }
    let best = Set(rows.flatMap(\.keys)).map { total(rows, $0) }.max() ?? 0
    guard best > 0 else { return nil }
    return total(rows, answer.rawValue) / best
  }

  private func total(_ rows: [[String: Double]], _ answer: String) -> Double {
    rows.reduce(0) { $0 + ($1[answer] ?? 0) }
  }

  /// Whether an answer leads to less than every expert's category does.
  func isUnderCalled(_ answer: Assessment, against panel: [Assessment]) -> Bool {
    let reference = panel.filter { lexicon.assessment[$0]?.rank != nil }
    guard let rank = lexicon.assessment[answer]?.rank, !reference.isEmpty else { return false }
    return reference.allSatisfy {
      self.rank($0) > rank && management($0) != management(answer)
    }
  }

  /// Steps from the nearest category of the panel: negative is low; nil when there is no scale.
  func stepsFromPanel(_ answer: Assessment, _ panel: [Assessment]) -> Int? {
    guard let mine = lexicon.assessment[answer]?.rank else { return nil }
    let steps = panel.compactMap { lexicon.assessment[$0]?.rank }.map { mine - $0 }
    return steps.min { (abs($0), $0) < (abs($1), $1) }
  }

  func management(_ assessment: Assessment) -> String? {
    lexicon.assessment[assessment]?.management
  }

  /// Categories that are no degree of suspicion rank below all others.
  private func rank(_ assessment: Assessment) -> Int { lexicon.assessment[assessment]?.rank ?? -1 }

  private var leastSuspicious: Assessment? {
    lexicon.assessment.categories.filter { $0.rank != nil }.min { ($0.rank ?? 0) < ($1.rank ?? 0) }?
      .id
  }

  /// `4C by 2 and 5 by 1`, or just `4C` when all agree.
  private func panelWords(_ panel: [Assessment]) -> String {
    let kinds = Set(panel).sorted { (rank($0), $0.rawValue) < (rank($1), $1.rawValue) }
    if kinds.count == 1 { return kinds[0].rawValue }
    return kinds.map { kind in "\(kind.rawValue) by \(panel.count { $0 == kind })" }
      .joined(separator: " and ")
  }
}

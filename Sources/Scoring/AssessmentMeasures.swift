import Sonography

/// The category and what follows from it. Against the panel, and apart from that against pathology.
extension Comparison {
  var assessmentCredit: Measure {
    let name = "assessmentCredit"
    guard let assessment else {
      return .unknown(name, "fraction", because: "You gave no category.")
    }
    let panel = panelCalls.map(\.assessment)
    guard lexicon.assessment.credit.values.contains(where: { $0[assessment.rawValue] != nil }) else {
      return .unknown(
        name, "fraction", because: "\(lexicon.title) gives no credit for category \(assessment.rawValue).")
    }
    guard let credit = credit(of: assessment, against: panel) else {
      return .unknown(
        name, "fraction", because: "The panel gave no category that the lexicon grades.")
    }
    let split = Panel(panel.map { [$0] }).isSplit ? " Experts disagree here." : ""
    return Measure(
      name: name, value: credit, unit: "fraction",
      sentence: "You said \(assessment.rawValue), the panel \(panelWords(panel)).\(split)")
  }

  /// The category on its scale alone, beside the credit: by squared steps, signed steps, and signed
  /// steps of what follows. Never graded.
  var scaleMeasures: [Measure] {
    let names = [("ordinalCredit", "fraction"), ("categorySteps", "steps"), ("managementSteps", "steps")]
    guard let answer, let steps = stepsFromPanel(answer.assessment, panelCalls.map(\.assessment)),
      let quadratic = quadraticCredit(answer.assessment)
    else {
      let reason = assessment == nil ? "You gave no category." : "One of the two categories is no degree of suspicion."
      return names.map { .unknown($0, $1, because: reason) }
    }
    let words =
      steps == 0 ? "as the nearest expert" : "\(abs(steps)) \(steps < 0 ? "below" : "above") the nearest expert"
    return [
      Measure(
        name: "ordinalCredit", value: quadratic, unit: "fraction",
        sentence: "By squared steps on the scale alone: \(decimals(quadratic, 2))."),
      Measure(
        name: "categorySteps", value: Double(steps), unit: "steps",
        sentence: "Your category is \(words)."),
      managementSteps(answer),
    ]
  }

  /// 1 − (steps / all steps of the scale)², averaged over the panel.
  private func quadraticCredit(_ answer: Assessment) -> Double? {
    let ranks = lexicon.assessment.categories.compactMap(\.rank)
    guard let mine = lexicon.assessment[answer]?.rank, let low = ranks.min(), let high = ranks.max(),
      high > low
    else { return nil }
    return mean(
      panelCalls.compactMap { lexicon.assessment[$0.assessment]?.rank }.map { rank in
        let share = Double(mine - rank) / Double(high - low)
        return 1 - share * share
      })
  }

  private func managementSteps(_ answer: Call) -> Measure {
    let name = "managementSteps"
    let step = { (call: Call) in
      call.management.flatMap { self.lexicon.assessment.management($0)?.step }
    }
    let theirs = panelCalls.compactMap(step)
    guard let mine = step(answer), let steps = nearest(theirs.map { mine - $0 }) else {
      return .unknown(name, "steps", because: "One of the two next steps has no place in the order of steps.")
    }
    let words =
      steps == 0 ? "is as the nearest expert's" : "does \(steps < 0 ? "less" : "more") than the nearest expert's"
    return Measure(
      name: name, value: Double(steps), unit: "steps", sentence: "What follows from your category \(words).")
  }

  /// The smallest difference; of two as small, the negative one.
  private func nearest(_ differences: [Int]) -> Int? {
    differences.min { (abs($0), $0) < (abs($1), $1) }
  }

  /// Share of the panel whose category leads to the same management, over its most frequent one.
  var managementConcordance: Measure {
    let name = "managementConcordance"
    guard let answer else {
      return .unknown(name, "fraction", because: "You gave no category, so no management follows.")
    }
    guard let mine = answer.management else {
      return .unknown(
        name, "fraction",
        because: "What to do depends on the size here, and nobody measured it in millimetres.")
    }
    let panel = Panel(panelCalls.map { $0.management.map { [$0] } ?? [] })
    guard let value = panel.credit(mine) else {
      return .unknown(name, "fraction", because: "The panel gave no category to compare with.")
    }
    let label = lexicon.assessment.management(mine)?.label["en"] ?? mine
    let size = usesExpertSize ? " You measured no size, so the experts' was taken." : ""
    return Measure(
      name: name, value: value, unit: "fraction",
      sentence: "Your category leads to: \(label.lowercased()). "
        + "\(panel.votes(for: mine)) of \(panel.experts) on the panel say the same.\(size)")
  }

  /// Whether the answer is a positive call; nil when it cannot be said.
  private var positiveCall: Bool? {
    guard let answer, lexicon.assessment[answer.assessment] != nil,
      let test = lexicon.assessment.positiveTests[rubric.grading.positiveTest]
    else { return nil }
    return lexicon.assessment.isPositive(answer.assessment, management: answer.management, in: test)
  }

  var calledPositive: Bool { positiveCall ?? false }

  var pathologyConcordance: Measure {
    let name = "pathologyConcordance"
    guard assessment != nil else {
      return .unknown(name, "fraction", because: "You gave no category to hold against pathology.")
    }
    guard let positiveCall else {
      return .unknown(
        name, "fraction",
        because: "\(lexicon.title) does not say whether this category calls for tissue.")
    }
    let isMalignant = truth.outcome == .malignant
    let outcome =
      truth.outcome == .normal ? "there is no lesion" : "the lesion is \(truth.outcome.rawValue)"
    return Measure(
      name: name, value: positiveCall == isMalignant ? 1 : 0, unit: "fraction",
      sentence: "You \(positiveCall ? "called" : "did not call") for tissue; \(outcome)"
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

  /// The lexicon's credit averaged over the panel, relative to the best answer on the scale.
  func credit(of answer: Assessment, against panel: [Assessment]) -> Double? {
    let table = lexicon.assessment.credit
    let rows = panel.compactMap { table[$0.rawValue] }
    guard !rows.isEmpty else { return nil }
    let scale = lexicon.assessment.categories.filter { $0.rank != nil }.map(\.id.rawValue)
    let best = scale.map { total(rows, $0) }.max() ?? 0
    guard best > 0 else { return nil }
    return min(1, total(rows, answer.rawValue) / best)
  }

  private func total(_ rows: [[String: Double]], _ answer: String) -> Double {
    rows.reduce(0) { $0 + ($1[answer] ?? 0) }
  }

  /// Steps from the nearest category of the panel: negative is low; nil when there is no scale.
  func stepsFromPanel(_ answer: Assessment, _ panel: [Assessment]) -> Int? {
    guard let mine = lexicon.assessment[answer]?.rank else { return nil }
    return nearest(panel.compactMap { lexicon.assessment[$0]?.rank }.map { mine - $0 })
  }

  /// `4C by 2 and 5 by 1`, or just `4C` when all agree.
  private func panelWords(_ panel: [Assessment]) -> String {
    let kinds = Set(panel).sorted { (rank($0), $0.rawValue) < (rank($1), $1.rawValue) }
    if kinds.count == 1 { return kinds[0].rawValue }
    return kinds.map { kind in "\(kind.rawValue) by \(panel.count { $0 == kind })" }
      .joined(separator: " and ")
  }
}

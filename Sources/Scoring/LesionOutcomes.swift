import Sonography

/// What became of each lesion that counts, and what that is evidence of.
extension Comparison {
  var lesionOutcomes: [LesionOutcome] {
    zip(lesions, outlines).map { lesion, outline in
      let mark = matching.found[lesion.id]
      let error = errorKind(lesion)
      return LesionOutcome(
        lesion: lesion.id, mark: mark?.id, errorKind: error?.rawValue,
        descriptorCredit: mark == nil ? [:] : descriptorCredit(lesion),
        timeToMark: mark.flatMap { timeToMark(lesion, $0) },
        visibleTime: visibleSeconds(of: lesion), outlineOverlap: outline?.iou,
        sentence: sentence(for: error, lesion))
    }
  }

  /// Why a lesion was missed, or that a found one was taken for something that leads elsewhere than
  /// any expert's call.
  func errorKind(_ lesion: Lesion) -> ErrorKind? {
    guard matching.found[lesion.id] == nil else { return isMisjudged(lesion) == nil ? nil : .decision }
    let seconds = visibleSeconds(of: lesion)
    if seconds <= 0 { return .coverage }
    return seconds < rubric.grading.missWhileVisible ? .search : .missWhileVisible
  }

  /// `less` or `more` than the panel, when that changes the next step.
  private func isMisjudged(_ lesion: Lesion) -> String? {
    let marks = matching.marks(on: lesion.id)
    let sizes = marks.compactMap(measuredSize)
    guard let category = marks.compactMap(category).first ?? assessment else { return nil }
    let answer = call(category, size: sizes.first ?? referenceSize(lesion))
    let panel = panelCalls(of: lesion)
    if isUnderCalled(answer, against: panel) { return "less" }
    return isOverCalled(answer, against: panel) ? "more" : nil
  }

  private func sentence(for error: ErrorKind?, _ lesion: Lesion) -> String {
    let shown = quantity(visibleSeconds(of: lesion), "s")
    switch error {
    case .coverage: return "\(lesion.name): not marked; its frames were never on screen."
    case .search: return "\(lesion.name): not marked; on screen for only \(shown)."
    case .missWhileVisible:
      return "\(lesion.name): not marked, though it was on screen for \(shown). Displayed is not "
        + "the same as looked at."
    case .decision:
      return "\(lesion.name): marked, but taken for \(isMisjudged(lesion) ?? "less") than the panel "
        + "did, which changes the next step."
    case nil: return "\(lesion.name): marked."
    }
  }

  /// Skill → graded result, 0...1; only skills this read exercised.
  ///
  /// Image quality counts only where there was a fault to see: elsewhere everybody who flags nothing
  /// would be right.
  func skills(_ measures: [Measure]) -> [String: Double] {
    let value = { (name: String) in measures.first { $0.name == name }?.value }
    let results: [Skill: Double?] = [
      .find: findResult, .place: outlineResult, .measure: caliperResult,
      .describe: value("descriptorCredit"), .categorise: value("assessmentCredit"),
      .manage: value("managementConcordance"), .calibrate: calibrationResult,
      .keyPlane: keyPlaneResult,
      .imageQuality: truth.qualityFaults.isEmpty ? nil : value("imageQuality"),
    ]
    return Dictionary(
      uniqueKeysWithValues: results.compactMap { skill, result in
        result.map { (skill.rawValue, min(1, max(0, $0))) }
      })
  }
}

/// Why a lesion was missed or misjudged; the names stored in a score.
enum ErrorKind: String {
  case coverage, search, missWhileVisible, decision
}

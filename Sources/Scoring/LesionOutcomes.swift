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
        timeToMark: mark.flatMap { timeToMark(lesion, $0) }, outlineOverlap: outline?.iou,
        sentence: sentence(for: error, lesion))
    }
  }

  /// Why a lesion was missed, or that a found one was taken for less than any expert did.
  func errorKind(_ lesion: Lesion) -> ErrorKind? {
    guard matching.found[lesion.id] == nil else {
      let answer = matching.marks(on: lesion.id).compactMap(\.assessment).first ?? assessment
      return answer.map { isUnderCalled($0, against: panelAssessments(of: lesion)) } == true ? .decision : nil
    }
    let seconds = visibleSeconds(of: lesion)
    if seconds <= 0 { return .coverage }
    return seconds < rubric.grading.missWhileVisible ? .search : .missWhileVisible
  }

  /// One category per expert for the lesion; the case's where it is the only lesion and the experts
  /// wrote none for it alone.
  private func panelAssessments(of lesion: Lesion) -> [Assessment] {
    let own = lesion.opinions.compactMap(\.assessment)
    return own.isEmpty && lesions.count == 1 ? panelAssessments : own
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
      return
        "\(lesion.name): marked, but taken for less than the panel did, which changes the next "
        + "step."
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

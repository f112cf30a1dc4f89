import Sonography

/// The sentences that open the feedback: what happened, then the category against the panel.
/// The verb comes first; nothing is praised or blamed.
extension Comparison {
  var verdict: String {
    [findingSentence, straySentence, categorySentence].compactMap(\.self).joined(separator: " ")
  }

  private var findingSentence: String? {
    guard hasPlaces else { return nil }
    let found = foundLesions.count
    if lesions.isEmpty {
      let stray = strayPlaces.count
      return "Marked \(stray == 0 ? "nothing" : counted(stray, "place")); there is no lesion."
    }
    if found == lesions.count { return found == 1 ? "Found it." : "Found all \(found)." }
    if lesions.count > 1 { return "Found \(found) of \(lesions.count)." }
    let seconds = quantity(visibleSeconds(of: lesions[0]), "s")
    switch errorKind(lesions[0]) {
    case .coverage: return "Missed it: its frames were never on screen."
    case .search: return "Missed it: on screen for only \(seconds)."
    default: return "Missed it, on screen for \(seconds)."
    }
  }

  private var straySentence: String? {
    let count = strayPlaces.count
    guard !lesions.isEmpty, count > 0 else { return nil }
    return "\(countWord(count)) marked \(count == 1 ? "place is" : "places are") no lesion."
  }

  private var categorySentence: String? {
    guard let assessment, let answer else { return "Gave no category." }
    let panel = panelCalls
    guard let steps = stepsFromPanel(assessment, panel.map(\.assessment)) else { return nil }
    if steps == 0 { return "Category as the panel." }
    let size = abs(steps) == 1 ? "One category" : "\(countWord(abs(steps))) categories"
    let crosses = !panel.contains { $0.management == answer.management }
    return "\(size) \(steps < 0 ? "low" : "high") against the panel"
      + (crosses ? ", which changes the next step." : ".")
  }
}

package import Sonography

extension ReadScorer {
  /// A committed answer beside the AI's category: no part of any score, since the AI marks nobody.
  ///
  /// 1 when both lead to the same next step, else 0.
  package func agreement(of score: Score, with ai: Assessment?) -> Measure {
    let name = "aiAgreement"
    guard let mine = score.assessment else {
      return .unknown(name, "fraction", because: "You gave no category to hold beside the AI's.")
    }
    guard let ai, lexicon.assessment[ai] != nil else {
      return .unknown(name, "fraction", because: "The AI gave no category of this lexicon.")
    }
    let scale = lexicon.assessment
    guard !scale.needsSize(mine), !scale.needsSize(ai), let step = scale[mine]?.management else {
      return .unknown(
        name, "fraction", because: "What to do depends on the size here, which the AI does not give.")
    }
    let isSame = step == scale[ai]?.management
    return Measure(
      name: name, value: isSame ? 1 : 0, unit: "fraction",
      sentence: "You said \(mine.rawValue), the AI \(ai.rawValue): "
        + "\(isSame ? "the same" : "another") next step. The AI marks nobody.")
  }
}

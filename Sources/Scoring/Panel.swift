import Sonography

/// What several experts said, as shares: a soft reference.
///
/// Experts agree only moderately on descriptors and categories, so an answer earns the share of the
/// panel that gave it, relative to the panel's most frequent answer. With one expert this is 1 or 0.
struct Panel<Answer: Hashable & Sendable>: Sendable {
  /// One entry per expert who answered.
  private let answers: [[Answer]]
  /// Answer → how many experts gave it.
  private let votes: [Answer: Int]

  /// - Parameter answers: one entry per expert; empty where the expert did not say.
  init(_ answers: [[Answer]]) {
    self.answers = answers.map { Array(Set($0)) }.filter { !$0.isEmpty }
    votes = self.answers.reduce(into: [:]) { votes, answer in
      for term in answer { votes[term, default: 0] += 1 }
    }
  }

  /// Experts who answered at all.
  var experts: Int { answers.count }
  var isEmpty: Bool { answers.isEmpty }
  /// No answer has more than half of several experts behind it.
  var isSplit: Bool { experts > 1 && 2 * (votes.values.max() ?? 0) <= experts }

  func votes(for answer: Answer) -> Int { votes[answer] ?? 0 }

  /// The most experts any of these answers has behind it.
  func mostVotes(for terms: [Answer]) -> Int { terms.map { votes(for: $0) }.max() ?? 0 }

  /// Votes for this answer over votes for the most frequent one; nil for an empty panel.
  func credit(_ answer: Answer) -> Double? {
    guard let most = votes.values.max() else { return nil }
    return Double(votes(for: answer)) / Double(most)
  }

  /// Weighted Jaccard index of the chosen terms with the panel's shares; nil for an empty panel.
  func credit(choosing terms: [Answer]) -> Double? {
    guard !isEmpty else { return nil }
    let chosen = Set(terms)
    let shared = chosen.reduce(0) { $0 + votes(for: $1) }
    let missed = votes.reduce(0) { $0 + (chosen.contains($1.key) ? 0 : $1.value) }
    return Double(shared) / Double(chosen.count * experts + missed)
  }

  /// What the experts earn on average, each judged by the others; nil with fewer than two.
  func ceiling(isMultiple: Bool) -> Double? {
    guard experts > 1 else { return nil }
    let credits = answers.indices.compactMap { index in
      var others = answers
      let own = others.remove(at: index)
      return Panel(others).credit(own, isMultiple: isMultiple)
    }
    return mean(credits)
  }

  /// Credit relative to the experts' ceiling, at most 1: whoever answers as well as an expert earns
  /// what there is to earn. Where no two experts agree, relative to the best of their answers.
  func relativeCredit(_ terms: [Answer], isMultiple: Bool) -> Double? {
    guard let earned = credit(terms, isMultiple: isMultiple) else { return nil }
    guard let ceiling = ceiling(isMultiple: isMultiple) else { return earned }
    let best = answers.compactMap { credit($0, isMultiple: isMultiple) }.max() ?? 1
    return min(1, earned / (ceiling > 0 ? ceiling : best))
  }

  /// Where one term is asked for, several are no answer.
  private func credit(_ terms: [Answer], isMultiple: Bool) -> Double? {
    if isEmpty { return nil }
    if isMultiple { return terms.isEmpty ? 0 : credit(choosing: terms) }
    return terms.count == 1 ? credit(terms[0]) : 0
  }
}

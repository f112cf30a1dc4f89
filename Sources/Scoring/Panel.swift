import Sonography

/// What several experts said, as shares: a soft reference.
///
/// Experts agree only moderately on descriptors and categories, so an answer earns the share of the
/// panel that gave it, relative to the panel's most frequent answer. With one expert this is 1 or 0.
struct Panel<Answer: Hashable & Sendable>: Sendable {
  /// Answer → how many experts gave it.
  private let votes: [Answer: Int]
  /// Experts who answered at all.
  let experts: Int

  /// - Parameter answers: one entry per expert; empty where the expert did not say.
  init(_ answers: [[Answer]]) {
    let given = answers.filter { !$0.isEmpty }
    experts = given.count
    votes = given.reduce(into: [:]) { votes, answer in
      for term in Set(answer) { votes[term, default: 0] += 1 }
    }
  }

  var isEmpty: Bool { experts == 0 }

  func votes(for answer: Answer) -> Int { votes[answer] ?? 0 }

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
}

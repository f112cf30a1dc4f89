import Sonography

/// A case the reader has had feedback on, as it is compared with others.
struct CaseLook: Hashable, Sendable {
  var attempt: String
  var caseID: String
  var title: String
  var isMalignant: Bool
  /// What most experts say of the deciding lesion: `feature=term`. Empty for a normal case.
  var words: Set<String>

  init(attempt: String, case value: Case, truth: ReferenceStandard) {
    self.attempt = attempt
    caseID = value.id
    title = value.title
    let isMalignant = truth.outcome == .malignant
    let deciding = truth.lesions.first { $0.pathology.isMalignant == isMalignant }
    self.isMalignant = isMalignant
    words = (deciding ?? truth.lesions.first).map(majorityWords) ?? []
  }

  /// Shared words over all words, 0...1.
  func likeness(to other: CaseLook) -> Double {
    let all = words.union(other.words)
    return all.isEmpty ? 0 : Double(words.intersection(other.words).count) / Double(all.count)
  }
}

/// Terms that at least half of the experts chose.
private func majorityWords(of lesion: Lesion) -> Set<String> {
  var votes: [String: Int] = [:]
  for opinion in lesion.opinions {
    for (feature, terms) in opinion.descriptors.terms {
      for term in terms { votes["\(feature)=\(term)", default: 0] += 1 }
    }
  }
  return Set(votes.filter { $0.value * 2 >= lesion.opinions.count }.keys)
}

/// A case worth seeing beside the one just read.
package struct RelatedCase: Hashable, Sendable {
  package enum Relation: String, Sendable {
    /// Looks much the same and is the same.
    case similar
    /// Looks much the same and turned out otherwise.
    case contrasting
  }

  package var relation: Relation
  package var attempt: String
  package var title: String

  /// Words two cases must share to be called alike.
  private static let leastLikeness = 0.35

  /// The most alike of either kind; the title decides between equals.
  static func all(to look: CaseLook, among others: [CaseLook]) -> [RelatedCase] {
    let alike = others.filter { $0.caseID != look.caseID && $0.likeness(to: look) >= leastLikeness }
      .sorted { ($1.likeness(to: look), $0.title) < ($0.likeness(to: look), $1.title) }
    let similar = alike.first { $0.isMalignant == look.isMalignant }
    let contrasting = alike.first { $0.isMalignant != look.isMalignant }
    return [(Relation.similar, similar), (.contrasting, contrasting)].compactMap { relation, look in
      look.map { RelatedCase(relation: relation, attempt: $0.attempt, title: $0.title) }
    }
  }
}

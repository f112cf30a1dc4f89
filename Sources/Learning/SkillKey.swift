package import Sonography

/// What evidence is about: a skill, and for `describe` the lexicon feature described.
///
/// Written `find`, `describe` (all features together) or `describe:margin`.
package struct SkillKey: Hashable, Comparable, Sendable, CustomStringConvertible {
  package var skill: Skill
  /// A feature id of the case's lexicon; only with `describe`.
  package var feature: String?

  package init(_ skill: Skill, feature: String? = nil) {
    self.skill = skill
    self.feature = skill == .describe ? feature : nil
  }

  /// Nil when the words name no skill.
  package init?(_ description: String) {
    let words = description.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let word = words.first, let skill = Skill(rawValue: String(word)) else { return nil }
    if words.count == 2 {
      guard skill == .describe, !words[1].isEmpty else { return nil }
      self.init(skill, feature: String(words[1]))
    } else {
      self.init(skill)
    }
  }

  package var description: String {
    feature.map { "\(skill.rawValue):\($0)" } ?? skill.rawValue
  }

  /// In the order of `Skill`, features by name.
  package static func < (a: Self, b: Self) -> Bool {
    (a.place, a.feature ?? "") < (b.place, b.feature ?? "")
  }

  private var place: Int { Skill.allCases.firstIndex(of: skill) ?? 0 }
}

extension SkillKey: Codable, CodingKeyRepresentable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let words = try container.decode(String.self)
    guard let key = Self(words) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(words)' names no skill")
    }
    self = key
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  package var codingKey: any CodingKey { Name(stringValue: description) }

  package init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }

  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

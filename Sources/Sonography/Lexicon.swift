/// Which words a reader may use, and what follows from them: one edition of one reporting lexicon.
///
/// A lexicon is data (`curricula/lexicons/<id>.json`); a department may add an edition it is
/// licensed for. Labels are short; the definitions stay with their publisher.
package struct Lexicon: Hashable, Codable, Sendable {
  package var format: Int
  /// For example `birads-us-2013`.
  package var id: String
  package var title: String
  /// `breast`, `thyroid`, ...: in one word, what is read with it.
  package var organ: String
  /// Where terms, codes and numbers are from.
  package var provenance: String
  package var features: [Feature]
  /// Feature → a term of an older edition → the term that took its place.
  package var aliases: [String: [String: String]]
  /// Features of older editions: accepted in answers and truths, neither asked nor scored.
  package var retired: [String]
  package var assessment: AssessmentScale
  /// Lower-case hex SHA-256 over everything above, given by whoever read the file; stored with each
  /// score, so that an answer says under which words it was given.
  package var digest = ""

  private enum CodingKeys: String, CodingKey {
    case format, id, title, organ, provenance, features, aliases, retired, assessment
  }

  package init(
    format: Int = 1, id: String, title: String, organ: String, provenance: String = "",
    features: [Feature], aliases: [String: [String: String]] = [:], retired: [String] = [],
    assessment: AssessmentScale
  ) {
    self.format = format
    self.id = id
    self.title = title
    self.organ = organ
    self.provenance = provenance
    self.features = features
    self.aliases = aliases
    self.retired = retired
    self.assessment = assessment
  }

  /// One property of a lesion and the terms for it.
  package struct Feature: Hashable, Codable, Sendable {
    package var id: String
    package var label: LocalizedText
    package var isMultiple: Bool
    /// Asked only when another feature has one of these terms.
    package var requires: Requirement?
    /// Shown in the drill and scored; the rest is accepted but not asked.
    package var isDrilled: Bool
    package var code: Code?
    package var terms: [Term]

    package init(
      id: String, label: LocalizedText, isMultiple: Bool, requires: Requirement? = nil,
      isDrilled: Bool, code: Code? = nil, terms: [Term]
    ) {
      self.id = id
      self.label = label
      self.isMultiple = isMultiple
      self.requires = requires
      self.isDrilled = isDrilled
      self.code = code
      self.terms = terms
    }
  }

  package struct Requirement: Hashable, Codable, Sendable {
    package var feature: String
    package var terms: [String]

    package init(feature: String, terms: [String]) {
      self.feature = feature
      self.terms = terms
    }
  }

  package struct Term: Hashable, Codable, Sendable {
    package var id: String
    package var label: LocalizedText
    package var code: Code?
    /// What the term adds where the category follows from a sum.
    package var points: Int?

    package init(id: String, label: LocalizedText, code: Code? = nil, points: Int? = nil) {
      self.id = id
      self.label = label
      self.code = code
      self.points = points
    }
  }

  /// A concept of a coding scheme, as DICOM writes it: `SCT` 84360004, `DCM` 111355.
  package struct Code: Hashable, Codable, Sendable {
    package var scheme: String
    package var value: String
    /// Only where the scheme needs one, such as `BI` 4.0.
    package var version: String?

    package init(scheme: String, value: String, version: String? = nil) {
      self.scheme = scheme
      self.value = value
      self.version = version
    }
  }

  package func feature(_ id: String) -> Feature? { features.first { $0.id == id } }
}

/// A short label in every language of the browser, keyed by language tag (`en`, `zh`).
package typealias LocalizedText = [String: String]

/// Lexicon terms for one lesion: feature id → term ids, each list sorted and without repeats.
package struct Descriptors: Hashable, Codable, Sendable {
  package private(set) var terms: [String: [String]]

  package init(_ terms: [String: [String]] = [:]) {
    self.terms = terms.mapValues { Array(Set($0)).sorted() }.filter { !$0.value.isEmpty }
  }

  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode([String: [String]].self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(terms)
  }

  package subscript(feature: String) -> [String] {
    get { terms[feature] ?? [] }
    set { terms[feature] = newValue.isEmpty ? nil : Array(Set(newValue)).sorted() }
  }

  package var isEmpty: Bool { terms.isEmpty }
}

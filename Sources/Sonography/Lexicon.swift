/// Which words a reader may use, and what follows from them: one edition of one reporting lexicon.
///
/// A lexicon is data (`curricula/lexicons/<id>.json`); a department may add an edition it is
/// licensed for. Labels are short; the definitions stay with their publisher.
package struct Lexicon: Hashable, Codable, Sendable {
  package var format: Int
  /// For example `birads-us-2013`.
  package var id: String
  package var title: String
  package var features: [Feature]
  package var assessment: AssessmentScale

  package init(
    format: Int, id: String, title: String, features: [Feature], assessment: AssessmentScale
  ) {
    self.format = format
    self.id = id
    self.title = title
    self.features = features
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
    package var terms: [Term]

    package init(
      id: String, label: LocalizedText, isMultiple: Bool, requires: Requirement?, isDrilled: Bool,
      terms: [Term]
    ) {
      self.id = id
      self.label = label
      self.isMultiple = isMultiple
      self.requires = requires
      self.isDrilled = isDrilled
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

    package init(id: String, label: LocalizedText) {
      self.id = id
      self.label = label
    }
  }

  package func feature(_ id: String) -> Feature? { features.first { $0.id == id } }
}

/// A short label in every language of the browser, keyed by language tag (`en`, `zh`).
package typealias LocalizedText = [String: String]

/// The categories of a lexicon, least to most suspicious, with what each leads to.
package struct AssessmentScale: Hashable, Codable, Sendable {
  package var categories: [Category]
  /// Credit for an answer (inner key) when the reference is the outer key, 0...1.
  package var credit: [String: [String: Double]]

  package init(categories: [Category], credit: [String: [String: Double]]) {
    self.categories = categories
    self.credit = credit
  }

  package struct Category: Hashable, Codable, Sendable {
    package var id: Assessment
    package var label: LocalizedText
    /// What to do: `routine`, `short_interval`, `tissue`, `additional_imaging`, `treat`.
    package var management: String
    package var managementLabel: LocalizedText
    /// Likelihood of malignancy in per cent, low and high; nil where the lexicon gives none.
    package var likelihood: [Double]?
    /// Place on the ordinal scale; nil for categories that are no degree of suspicion.
    package var rank: Int?
    /// Offered to trainees.
    package var isOffered: Bool

    package init(
      id: Assessment, label: LocalizedText, management: String, managementLabel: LocalizedText,
      likelihood: [Double]?, rank: Int?, isOffered: Bool
    ) {
      self.id = id
      self.label = label
      self.management = management
      self.managementLabel = managementLabel
      self.likelihood = likelihood
      self.rank = rank
      self.isOffered = isOffered
    }
  }

  package subscript(id: Assessment) -> Category? { categories.first { $0.id == id } }

  package var offered: [Category] { categories.filter(\.isOffered) }
}

/// A category of the lexicon, such as BI-RADS `4A`.
package struct Assessment: RawRepresentable, Hashable, Codable, Sendable {
  package var rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }
  package init(_ rawValue: String) { self.rawValue = rawValue }
}

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

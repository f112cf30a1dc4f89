/// The categories of a lexicon, least to most suspicious, with what each leads to.
package struct AssessmentScale: Hashable, Codable, Sendable {
  /// What a category is called: `BI-RADS category`.
  package var label: LocalizedText
  package var managements: [Management]
  package var categories: [Category]
  /// When a category counts as a positive call: `biopsy`, `screening`.
  package var positiveTests: [String: PositiveTest]
  /// How the category follows from the descriptors; nil where the reader judges it.
  package var derivation: Derivation?
  /// Credit for an answer (inner key) when the reference is the outer key, 0...1.
  package var credit: [String: [String: Double]]

  package init(
    label: LocalizedText, managements: [Management], categories: [Category],
    positiveTests: [String: PositiveTest] = [:], derivation: Derivation? = nil,
    credit: [String: [String: Double]]
  ) {
    self.label = label
    self.managements = managements
    self.categories = categories
    self.positiveTests = positiveTests
    self.derivation = derivation
    self.credit = credit
  }

  package struct Category: Hashable, Codable, Sendable {
    package var id: Assessment
    package var label: LocalizedText
    /// What to do, whatever the size or below every size of `managementBySize`.
    package var management: String
    /// What to do from a size on, largest first; nil where the size does not matter.
    package var managementBySize: [SizeRule]?
    /// Nil where the lexicon gives none.
    package var likelihood: Likelihood?
    /// Place on the ordinal scale; nil for categories that are no degree of suspicion.
    package var rank: Int?
    /// Offered to trainees.
    package var isOffered: Bool
    /// The unsplit category this is a part of, such as `4` of `4A`.
    package var parent: Assessment?
    package var code: Lexicon.Code?
    /// The smallest sum of points that leads here, where the category follows from a sum.
    package var pointsFrom: Int?

    package init(
      id: Assessment, label: LocalizedText, management: String,
      managementBySize: [SizeRule]? = nil, likelihood: Likelihood? = nil, rank: Int?,
      isOffered: Bool, parent: Assessment? = nil, code: Lexicon.Code? = nil, pointsFrom: Int? = nil
    ) {
      self.id = id
      self.label = label
      self.management = management
      self.managementBySize = managementBySize
      self.likelihood = likelihood
      self.rank = rank
      self.isOffered = isOffered
      self.parent = parent
      self.code = code
      self.pointsFrom = pointsFrom
    }
  }

  package struct Management: Hashable, Codable, Sendable {
    package var id: String
    package var label: LocalizedText
    /// Place among the next steps, least to most; nil where it is none of them.
    package var step: Int?

    package init(id: String, label: LocalizedText, step: Int?) {
      self.id = id
      self.label = label
      self.step = step
    }
  }

  /// From this largest diameter on, in millimetres, inclusive.
  package struct SizeRule: Hashable, Codable, Sendable {
    package var from: Double
    package var management: String

    package init(from: Double, management: String) {
      self.from = from
      self.management = management
    }
  }

  /// Likelihood of malignancy in per cent; each end belongs to the band or not.
  package struct Likelihood: Hashable, Codable, Sendable {
    package var low: Double
    package var high: Double
    package var includesLow: Bool
    package var includesHigh: Bool

    package init(low: Double, high: Double, includesLow: Bool = true, includesHigh: Bool = true) {
      self.low = low
      self.high = high
      self.includesLow = includesLow
      self.includesHigh = includesHigh
    }

    package func contains(_ percent: Double) -> Bool {
      (includesLow ? percent >= low : percent > low)
        && (includesHigh ? percent <= high : percent < high)
    }
  }

  /// Positive by its category, or by the management that its size leads to.
  package struct PositiveTest: Hashable, Codable, Sendable {
    package var categories: [Assessment]
    package var managements: [String]

    package init(categories: [Assessment], managements: [String]) {
      self.categories = categories
      self.managements = managements
    }
  }

  /// The sum of the terms' points picks the category, unless one term settles it alone.
  package struct Derivation: Hashable, Codable, Sendable {
    /// `sumOfPoints`.
    package var rule: Rule
    package var stop: Stop?

    package init(rule: Rule, stop: Stop?) {
      self.rule = rule
      self.stop = stop
    }

    package enum Rule: String, Hashable, Codable, Sendable, CaseIterable { case sumOfPoints }

    package struct Stop: Hashable, Codable, Sendable {
      package var feature: String
      package var term: String
      package var category: Assessment

      package init(feature: String, term: String, category: Assessment) {
        self.feature = feature
        self.term = term
        self.category = category
      }
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

package import Sonography
internal import Yams

/// Reads a lexicon: JSON, which is YAML too, so the same strictness and line numbers hold.
package struct LexiconFile {
  package static let largest = 1024 * 1024

  /// Nil after adding at least one error to `problems`.
  package static func read(_ bytes: [UInt8], id: String, in problems: ProblemList) -> Lexicon? {
    let keys = ["format", "id", "title", "features", "assessment"]
    guard let fields = YAMLDocument.root(of: bytes, as: "a lexicon", keys: keys, in: problems)
    else { return nil }
    readFormat(fields)
    if let written = fields.identifier("id"), written != id {
      fields.wrong("id", "is '\(written)', but the file is named '\(id)'")
    }
    let title = fields.text("title", longest: 200)
    let features = readFeatures(fields)
    let scale = fields.fields("assessment", as: "an assessment", keys: ["categories", "credit"])
      .flatMap(readScale)
    guard let title, let features, let scale, !problems.hasErrors else { return nil }
    return Lexicon(format: 1, id: id, title: title, features: features, assessment: scale)
  }

  // MARK: Features

  private static func readFeatures(_ fields: Fields) -> [Lexicon.Feature]? {
    let keys = ["id", "label", "isMultiple", "requires", "isDrilled", "terms"]
    let features = entries("features", of: fields, as: "a feature", keys: keys, readFeature)
    let ids = Dictionary(grouping: features ?? [], by: \.id)
    for id in ids.filter({ $1.count > 1 }).keys.sorted() {
      fields.wrong("features", "has '\(id)' twice")
    }
    for feature in features ?? [] {
      guard let requires = feature.requires else { continue }
      let known = ids[requires.feature]?.first?.terms.map(\.id) ?? []
      if known.isEmpty || !requires.terms.allSatisfy(known.contains) {
        fields.wrong("features", "has '\(feature.id)', which requires a term that does not exist")
      }
    }
    return features
  }

  private static func readFeature(_ fields: Fields) -> Lexicon.Feature? {
    let id = fields.text("id", longest: 64)
    let label = readLabel("label", fields)
    let isMultiple = fields.boolean("isMultiple")
    let isDrilled = fields.boolean("isDrilled")
    let requires = fields.optionalFields("requires", as: "a requirement", keys: ["feature", "terms"])
      .flatMap { entry -> Lexicon.Requirement? in
        guard let feature = entry.text("feature"), let terms = entry.texts("terms") else { return nil }
        return Lexicon.Requirement(feature: feature, terms: terms)
      }
    let terms = entries("terms", of: fields, as: "a term", keys: ["id", "label"]) { entry in
      readTerm(entry)
    }
    guard let id, let label, let isMultiple, let isDrilled, let terms else { return nil }
    if Set(terms.map(\.id)).count < terms.count { fields.wrong("terms", "has a term twice") }
    return Lexicon.Feature(
      id: id, label: label, isMultiple: isMultiple, requires: requires, isDrilled: isDrilled,
      terms: terms)
  }

  private static func readTerm(_ fields: Fields) -> Lexicon.Term? {
    guard let id = fields.text("id", longest: 64), let label = readLabel("label", fields)
    else { return nil }
    return Lexicon.Term(id: id, label: label)
  }

  /// One short text per language; English is the one every page falls back to.
  private static func readLabel(_ key: String, _ fields: Fields) -> LocalizedText? {
    guard let entry = fields.fields(key, as: "a label", keys: nil) else { return nil }
    var label: LocalizedText = [:]
    for language in entry.keys { label[language] = entry.text(language, longest: 80) }
    if label["en"] == nil { fields.wrong(key, "needs an English text under 'en'") }
    return label
  }

  // MARK: Assessment

  private static func readScale(_ fields: Fields) -> AssessmentScale? {
    let keys = [
      "id", "label", "management", "managementLabel", "likelihood", "rank", "isOffered",
    ]
    let categories = entries("categories", of: fields, as: "a category", keys: keys, readCategory)
    guard let categories, let credit = readCredit(fields) else { return nil }
    check(credit, against: categories, fields)
    return AssessmentScale(categories: categories, credit: credit)
  }

  private static func readCategory(_ fields: Fields) -> AssessmentScale.Category? {
    let id = fields.text("id", longest: 16)
    let label = readLabel("label", fields)
    let management = fields.text("management", longest: 64)
    let managementLabel = readLabel("managementLabel", fields)
    let likelihood = fields.optionalList("likelihood", longest: 2).map { $0.compactMap(\.plainNumber) }
    let isOffered = fields.boolean("isOffered")
    guard let id, let label, let management, let managementLabel, let likelihood, let isOffered
    else { return nil }
    if !likelihood.isEmpty, likelihood.count != 2 || likelihood[0] > likelihood[1] {
      fields.wrong("likelihood", "is [low, high] in per cent")
    }
    return AssessmentScale.Category(
      id: Assessment(id), label: label, management: management, managementLabel: managementLabel,
      likelihood: likelihood.isEmpty ? nil : likelihood,
      rank: fields.optionalInteger("rank", in: 0...100), isOffered: isOffered)
  }

  private static func readCredit(_ fields: Fields) -> [String: [String: Double]]? {
    guard let table = fields.fields("credit", as: "a credit table", keys: nil) else { return nil }
    var credit: [String: [String: Double]] = [:]
    for reference in table.keys {
      guard let row = table.fields(reference, as: "a credit row", keys: nil) else { return nil }
      for answer in row.keys { credit[reference, default: [:]][answer] = row.number(answer, in: 0...1) }
    }
    return credit
  }

  /// Every offered category has a credit for every offered answer, and the right answer is worth 1.
  private static func check(
    _ credit: [String: [String: Double]], against categories: [AssessmentScale.Category],
    _ fields: Fields
  ) {
    let offered = categories.filter(\.isOffered).map(\.id.rawValue)
    for reference in offered {
      for answer in offered where credit[reference]?[answer] == nil {
        fields.wrong("credit", "says nothing about answer '\(answer)' when '\(reference)' is right")
      }
      if let own = credit[reference]?[reference], own != 1 {
        fields.wrong("credit", "gives '\(reference)' \(shortest(own)) for the right answer; it is 1")
      }
    }
    let known = Set(categories.map(\.id.rawValue))
    for id in credit.keys.sorted() where !known.contains(id) {
      fields.wrong("credit", "names category '\(id)', which does not exist")
    }
  }
}

/// Reads every entry of a list of mappings; nil when one of them is wrong.
func entries<Value>(
  _ key: String, of fields: Fields, as thing: String, keys: [String],
  _ read: (Fields) -> Value?
) -> [Value]? {
  guard let nodes = fields.list(key, longest: 1000) else { return nil }
  let values = nodes.compactMap { node in
    Fields(node, as: thing, keys: keys, in: fields.problems).flatMap(read)
  }
  return values.count == nodes.count ? values : nil
}

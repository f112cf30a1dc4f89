package import Sonography
internal import Yams

/// Reads a lexicon: JSON, which is YAML too, so the same strictness and line numbers hold.
package struct LexiconFile {
  package static let largest = 1024 * 1024

  /// Nil after adding at least one error to `problems`.
  package static func read(_ bytes: [UInt8], id: String, in problems: ProblemList) -> Lexicon? {
    let keys = [
      "format", "id", "title", "organ", "provenance", "features", "aliases", "retired", "assessment",
    ]
    guard let fields = YAMLDocument.root(of: bytes, as: "a lexicon", keys: keys, in: problems)
    else { return nil }
    readFormat(fields)
    readName(fields, id)
    let title = fields.text("title", longest: 200)
    let organ = fields.identifier("organ")
    let provenance = fields.text("provenance")
    let features = readFeatures(fields)
    let aliases = readAliases(fields, features ?? [])
    let retired = fields.texts("retired")
    let scale = fields.fields("assessment", as: "an assessment", keys: AssessmentFile.keys)
      .flatMap { AssessmentFile.read($0, features ?? []) }
    guard let title, let organ, let provenance, let features, let aliases, let retired, let scale,
      !problems.hasErrors
    else { return nil }
    var lexicon = Lexicon(
      id: id, title: title, organ: organ, provenance: provenance, features: features,
      aliases: aliases, retired: retired, assessment: scale)
    lexicon.digest = Digest.of(lexicon)
    return lexicon
  }

  // MARK: Features

  private static func readFeatures(_ fields: Fields) -> [Lexicon.Feature]? {
    let keys = ["id", "label", "isMultiple", "requires", "isDrilled", "code", "terms"]
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
    let termKeys = ["id", "label", "code", "points"]
    let terms = entries("terms", of: fields, as: "a term", keys: termKeys) { readTerm($0) }
    guard let id, let label, let isMultiple, let isDrilled, let terms else { return nil }
    if Set(terms.map(\.id)).count < terms.count { fields.wrong("terms", "has a term twice") }
    return Lexicon.Feature(
      id: id, label: label, isMultiple: isMultiple, requires: requires, isDrilled: isDrilled,
      code: readCode(fields), terms: terms)
  }

  private static func readTerm(_ fields: Fields) -> Lexicon.Term? {
    guard let id = fields.text("id", longest: 64), let label = readLabel("label", fields)
    else { return nil }
    return Lexicon.Term(
      id: id, label: label, code: readCode(fields),
      points: fields.optionalInteger("points", in: 0...100))
  }

  /// Feature → old term → the term that took its place, which must be there.
  private static func readAliases(
    _ fields: Fields, _ features: [Lexicon.Feature]
  ) -> [String: [String: String]]? {
    guard let table = fields.fields("aliases", as: "a table of aliases", keys: nil) else { return nil }
    var aliases: [String: [String: String]] = [:]
    for feature in table.keys {
      guard let row = table.fields(feature, as: "a row of aliases", keys: nil) else { return nil }
      let known = features.first { $0.id == feature }?.terms.map(\.id) ?? []
      for old in row.keys {
        guard let term = row.text(old) else { return nil }
        if !known.contains(term) { row.wrong(old, "stands for '\(term)', which '\(feature)' does not have") }
        aliases[feature, default: [:]][old] = term
      }
    }
    return aliases
  }
}

/// A code of a coding scheme; nil where none is given.
func readCode(_ fields: Fields) -> Lexicon.Code? {
  guard
    let entry = fields.optionalFields("code", as: "a code", keys: ["scheme", "value", "version"]),
    let scheme = entry.text("scheme", longest: 16), let value = entry.text("value", longest: 64)
  else { return nil }
  return Lexicon.Code(
    scheme: scheme, value: value, version: entry.optionalText("version", longest: 16))
}

/// One short text per language; English is the one every page falls back to.
func readLabel(_ key: String, _ fields: Fields) -> LocalizedText? {
  guard let entry = fields.fields(key, as: "a label", keys: nil) else { return nil }
  var label: LocalizedText = [:]
  for language in entry.keys { label[language] = entry.text(language, longest: 80) }
  if label["en"] == nil { fields.wrong(key, "needs an English text under 'en'") }
  return label
}

/// Lexicons and rubrics say their own name, which is the file's.
func readName(_ fields: Fields, _ id: String) {
  if let written = fields.identifier("id"), written != id {
    fields.wrong("id", "is '\(written)', but the file is named '\(id)'")
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

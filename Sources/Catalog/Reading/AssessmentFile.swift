internal import Sonography
internal import Yams

/// Reads the categories of a lexicon and what follows from them, and holds them against each other.
struct AssessmentFile {
  static let keys = [
    "label", "managements", "categories", "positiveTests", "derivation", "credit",
  ]

  static func read(_ fields: Fields, _ features: [Lexicon.Feature]) -> AssessmentScale? {
    let label = readLabel("label", fields)
    let managements = entries(
      "managements", of: fields, as: "a management", keys: ["id", "label", "step"], readManagement)
    let categoryKeys = [
      "id", "label", "management", "managementBySize", "likelihood", "rank", "isOffered", "parent",
      "code", "pointsFrom",
    ]
    let categories = entries(
      "categories", of: fields, as: "a category", keys: categoryKeys, readCategory)
    let tests = readTests(fields)
    let derivation = readDerivation(fields)
    let credit = readCredit(fields)
    guard let label, let managements, let categories, let tests, let credit else { return nil }
    let scale = AssessmentScale(
      label: label, managements: managements, categories: categories, positiveTests: tests,
      derivation: derivation, credit: credit)
    AssessmentCheck(scale: scale, fields: fields).run(features)
    return scale
  }

  private static func readManagement(_ fields: Fields) -> AssessmentScale.Management? {
    guard let id = fields.text("id", longest: 64), let label = readLabel("label", fields)
    else { return nil }
    return AssessmentScale.Management(
      id: id, label: label, step: fields.optionalInteger("step", in: 0...100))
  }

  private static func readCategory(_ fields: Fields) -> AssessmentScale.Category? {
    let id = fields.text("id", longest: 16)
    let label = readLabel("label", fields)
    let management = fields.text("management", longest: 64)
    let isOffered = fields.boolean("isOffered")
    let sizes = readSizes(fields)
    let likelihood = fields.optionalFields(
      "likelihood", as: "a likelihood", keys: ["low", "high", "includesLow", "includesHigh"]
    ).flatMap(readLikelihood)
    guard let id, let label, let management, let isOffered, let sizes else { return nil }
    return AssessmentScale.Category(
      id: Assessment(id), label: label, management: management,
      managementBySize: sizes.isEmpty ? nil : sizes, likelihood: likelihood,
      rank: fields.optionalInteger("rank", in: 0...100), isOffered: isOffered,
      parent: fields.optionalText("parent", longest: 16).map { Assessment($0) },
      code: readCode(fields), pointsFrom: fields.optionalInteger("pointsFrom", in: 0...1000))
  }

  private static func readSizes(_ fields: Fields) -> [AssessmentScale.SizeRule]? {
    guard fields.node("managementBySize") != nil else { return [] }
    return entries("managementBySize", of: fields, as: "a size rule", keys: ["from", "management"]) {
      entry in
      guard let from = entry.number("from", in: 0...300),
        let management = entry.text("management", longest: 64)
      else { return nil }
      return AssessmentScale.SizeRule(from: from, management: management)
    }
  }

  private static func readLikelihood(_ fields: Fields) -> AssessmentScale.Likelihood? {
    let low = fields.number("low", in: 0...100)
    let high = fields.number("high", in: 0...100)
    let includesLow = fields.boolean("includesLow")
    let includesHigh = fields.boolean("includesHigh")
    guard let low, let high, let includesLow, let includesHigh else { return nil }
    if low > high { fields.wrong("low", "is above 'high'") }
    return AssessmentScale.Likelihood(
      low: low, high: high, includesLow: includesLow, includesHigh: includesHigh)
  }

  private static func readTests(_ fields: Fields) -> [String: AssessmentScale.PositiveTest]? {
    guard let table = fields.fields("positiveTests", as: "a table of tests", keys: nil) else { return nil }
    var tests: [String: AssessmentScale.PositiveTest] = [:]
    for name in table.keys {
      guard
        let entry = table.fields(name, as: "a positive test", keys: ["categories", "managements"]),
        let categories = entry.texts("categories"), let managements = entry.texts("managements")
      else { return nil }
      tests[name] = AssessmentScale.PositiveTest(
        categories: categories.map { Assessment($0) }, managements: managements)
    }
    return tests
  }

  private static func readDerivation(_ fields: Fields) -> AssessmentScale.Derivation? {
    guard
      let entry = fields.optionalFields("derivation", as: "a derivation", keys: ["rule", "stop"]),
      let rule = entry.choice("rule", of: AssessmentScale.Derivation.Rule.allCases)
    else { return nil }
    let stop = entry.optionalFields("stop", as: "a stop", keys: ["feature", "term", "category"])
      .flatMap { stop -> AssessmentScale.Derivation.Stop? in
        guard let feature = stop.text("feature"), let term = stop.text("term"),
          let category = stop.text("category")
        else { return nil }
        return .init(feature: feature, term: term, category: Assessment(category))
      }
    return AssessmentScale.Derivation(rule: rule, stop: stop)
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
}

/// Whether a scale agrees with itself and with the features it is derived from.
private struct AssessmentCheck {
  let scale: AssessmentScale
  let fields: Fields

  func run(_ features: [Lexicon.Feature]) {
    checkIDs()
    checkReferences()
    checkCredit()
    checkDerivation(features)
  }

  private func checkIDs() {
    let repeated = { (ids: [String]) in Dictionary(grouping: ids, by: \.self).filter { $1.count > 1 }.keys.sorted() }
    for id in repeated(scale.categories.map(\.id.rawValue)) { fields.wrong("categories", "has '\(id)' twice") }
    for id in repeated(scale.managements.map(\.id)) { fields.wrong("managements", "has '\(id)' twice") }
  }

  private func checkReferences() {
    let known = Set(scale.managements.map(\.id))
    for category in scale.categories {
      let named = [category.management] + (category.managementBySize ?? []).map(\.management)
      for id in named where !known.contains(id) {
        fields.wrong("categories", "has '\(category.id.rawValue)' lead to '\(id)', which is no management")
      }
      if let parent = category.parent, scale[parent] == nil {
        fields.wrong(
          "categories", "has '\(category.id.rawValue)' as a part of '\(parent.rawValue)', which does not exist")
      }
    }
    for (name, test) in scale.positiveTests.sorted(by: { $0.key < $1.key }) {
      for id in test.categories where scale[id] == nil {
        fields.wrong("positiveTests", "has '\(id.rawValue)' in '\(name)', which is no category")
      }
      for id in test.managements where !known.contains(id) {
        fields.wrong("positiveTests", "has '\(id)' in '\(name)', which is no management")
      }
    }
  }

  /// Every offered category has a credit for every offered answer, and the right answer is worth 1.
  private func checkCredit() {
    let (offered, credit) = (scale.offered.map(\.id.rawValue), scale.credit)
    for reference in offered {
      for answer in offered where credit[reference]?[answer] == nil {
        fields.wrong("credit", "says nothing about answer '\(answer)' when '\(reference)' is right")
      }
      if let own = credit[reference]?[reference], own != 1 {
        fields.wrong("credit", "gives '\(reference)' \(shortest(own)) for the right answer; it is 1")
      }
    }
    let named = Set(credit.keys).union(credit.values.flatMap(\.keys))
    let known = Set(scale.categories.map(\.id.rawValue))
    for id in named.subtracting(known).sorted() {
      fields.wrong("credit", "names category '\(id)', which does not exist")
    }
  }

  /// A sum needs points on the terms and a category for every sum from 0 on.
  private func checkDerivation(_ features: [Lexicon.Feature]) {
    let scored = features.filter { $0.terms.contains { $0.points != nil } }
    guard let derivation = scale.derivation else {
      if !scored.isEmpty { fields.wrong("derivation", "is missing, but '\(scored[0].id)' has points") }
      return
    }
    if scored.isEmpty { fields.wrong("derivation", "adds points, but no term has any") }
    for feature in scored {
      for term in feature.terms where term.points == nil {
        fields.wrong("derivation", "needs points for '\(term.id)' of '\(feature.id)' too")
      }
    }
    if !scale.categories.contains(where: { $0.pointsFrom == 0 }) {
      fields.wrong("derivation", "needs a category with 'pointsFrom' 0")
    }
    guard let stop = derivation.stop else { return }
    if features.first(where: { $0.id == stop.feature })?.terms.contains(where: { $0.id == stop.term }) != true {
      fields.wrong("derivation", "stops at '\(stop.term)' of '\(stop.feature)', which does not exist")
    }
    if scale[stop.category] == nil {
      fields.wrong("derivation", "stops with '\(stop.category.rawValue)', which is no category")
    }
  }
}

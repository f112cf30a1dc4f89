internal import Sonography
internal import Yams

/// Reads a curriculum and holds it against itself: units, gates and pass rules agree.
struct CurriculumFile {
  static let largest = 1024 * 1024

  /// Nil after adding at least one error to `problems`.
  static func read(_ bytes: [UInt8], id: String, in problems: ProblemList) -> Curriculum? {
    let keys = ["format", "title", "goal", "lexicon", "rubric", "units"]
    guard let fields = YAMLDocument.root(of: bytes, as: "a curriculum", keys: keys, in: problems)
    else { return nil }
    readFormat(fields)
    let title = fields.text("title", longest: 200)
    let goal = fields.text("goal")
    let lexicon = fields.identifier("lexicon")
    let rubric = fields.node("rubric") == nil ? Rubric.standard.id : fields.identifier("rubric")
    let unitKeys = [
      "id", "title", "goal", "cases", "mode", "aiErrors", "probes", "prevalence", "feedback",
      "order", "pass", "gates",
    ]
    let units = entries("units", of: fields, as: "a unit", keys: unitKeys, readUnit)
    if let units { checkUnits(units, fields) }
    guard let title, let goal, let lexicon, let rubric, let units, !problems.hasErrors
    else { return nil }
    return Curriculum(
      id: id, title: title, goal: goal, lexicon: lexicon, rubric: rubric, units: units)
  }

  private static func readUnit(_ fields: Fields) -> Curriculum.Unit? {
    let id = fields.identifier("id")
    let title = fields.text("title", longest: 200)
    let goal = fields.text("goal")
    let cases = readSelection(fields)
    let mode = fields.choice("mode", of: AIMode.allCases)
    let feedback = fields.choice("feedback", of: FeedbackTime.allCases)
    let order = fields.choice("order", of: CaseOrder.allCases)
    let pass = fields.fields("pass", as: "a pass rule", keys: ["minimumCases", "minimumScores"])
      .flatMap(readPassRule)
    let gates = fields.optionalTexts("gates")
    let prevalence = readPrevalence(fields)
    guard let id, let title, let goal, let cases, let mode, let feedback, let order, let pass,
      let gates, let prevalence
    else { return nil }
    if case .ids(let ids) = cases, pass.minimumCases > ids.count {
      fields.wrong("pass", "needs \(pass.minimumCases) cases, but the unit has \(ids.count)")
    }
    return Curriculum.Unit(
      id: id, title: title, goal: goal, cases: cases, mode: mode, feedback: feedback, order: order,
      passRule: pass, gates: gates, assistance: readAssistance(fields, mode),
      prevalence: prevalence)
  }

  /// How often the AI is wrong on purpose and how often it is silent; both need an AI to begin with.
  private static func readAssistance(_ fields: Fields, _ mode: AIMode) -> Assistance {
    let errorRate = fields.optionalNumber("aiErrors", in: 0...0.5) ?? 0
    let probeRate = fields.optionalNumber("probes", in: 0...0.5) ?? 0
    for (key, rate) in [("aiErrors", errorRate), ("probes", probeRate)]
    where mode == .off && rate > 0 {
      fields.wrong(key, "needs a mode with the AI; this unit's mode is off")
    }
    return Assistance(errorRate: errorRate, probeRate: probeRate)
  }

  /// Blind unless the unit says otherwise.
  private static func readPrevalence(_ fields: Fields) -> PrevalenceTelling? {
    fields.keys.contains("prevalence")
      ? fields.choice("prevalence", of: PrevalenceTelling.allCases) : .blind
  }

  /// A list of ids, or a query over tags.
  private static func readSelection(_ fields: Fields) -> CaseSelection? {
    guard let node = fields.required("cases") else { return nil }
    if case .sequence = node {
      guard let ids = fields.texts("cases", longest: 10_000) else { return nil }
      if ids.isEmpty { fields.wrong("cases", "names no case") }
      for id in Dictionary(grouping: ids, by: \.self).filter({ $1.count > 1 }).keys.sorted() {
        fields.wrong("cases", "names '\(id)' twice")
      }
      return .ids(ids)
    }
    guard let query = fields.fields("cases", as: "a query for cases", keys: ["all", "none", "limit"]),
      let all = query.optionalTexts("all"), let none = query.optionalTexts("none")
    else { return nil }
    return .query(all: all, none: none, limit: query.optionalInteger("limit", in: 1...10_000))
  }

  private static func readPassRule(_ fields: Fields) -> PassRule? {
    let cases = fields.integer("minimumCases", in: 1...10_000)
    let table = fields.fields("minimumScores", as: "a list of minimum scores", keys: nil)
    guard let cases, let table else { return nil }
    var scores: [Skill: Double] = [:]
    for key in table.keys {
      guard let skill = Skill(rawValue: key) else {
        let known = Skill.allCases.map(\.rawValue).joined(separator: ", ")
        fields.problems.add(
          "unknown skill '\(key)'; the skills are \(known)", line: table.line(of: key))
        continue
      }
      scores[skill] = table.number(key, in: 0...1)
    }
    return PassRule(minimumCases: cases, minimumScores: scores)
  }

  // MARK: Units together

  private static func checkUnits(_ units: [Curriculum.Unit], _ fields: Fields) {
    if units.isEmpty { fields.wrong("units", "needs at least one unit") }
    let known = Set(units.map(\.id))
    if known.count < units.count { fields.wrong("units", "has two units with the same id") }
    for unit in units {
      for gate in unit.gates where !known.contains(gate) {
        fields.wrong("units", "has '\(unit.id)' behind the gate '\(gate)', which is no unit here")
      }
    }
    if let circle = unitInCircle(units) {
      fields.wrong("units", "has gates that lead from '\(circle)' back to itself; nobody could start it")
    }
  }

  /// A unit that waits for itself: what is left after taking away, again and again, every unit
  /// whose gates are all open.
  private static func unitInCircle(_ units: [Curriculum.Unit]) -> String? {
    var waiting = units
    var ids = Set(units.map(\.id))
    while true {
      let open = waiting.filter { ids.isDisjoint(with: $0.gates) }
      guard !open.isEmpty else { return waiting.first?.id }
      waiting.removeAll { unit in open.contains { $0.id == unit.id } }
      ids.subtract(open.map(\.id))
    }
  }
}

/// Blocks of trials along a learning curve: columns block, trials, midtrial, correct.
package struct BlocksTable: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package var block: String
    package var trials: Double
    package var midtrial: Double
    package var correct: Double
  }

  package var rows: [Row]

  package init(_ source: StudyTable) throws(CatalogError) {
    var table = source
    let places = try table.places(of: ["block", "trials", "midtrial", "correct"])
    rows = []
    for record in table.records {
      let block = table.name(record, places[0])
      let trials = table.required(record, places[1])
      let midtrial = table.required(record, places[2])
      let correct = table.required(record, places[3])
      guard let block, let trials, let midtrial, let correct else { continue }
      if trials <= 0 { table.add("trials lies above 0, not at \(trials)", record.line) }
      if midtrial < 0 { table.add("midtrial is 0 or more, not \(midtrial)", record.line) }
      if correct < 0 || correct > trials {
        table.add("correct lies between 0 and trials, not at \(correct)", record.line)
      }
      rows.append(Row(block: block, trials: trials, midtrial: midtrial, correct: correct))
    }
    try table.finish()
  }
}

/// Answers in the order given: columns b (difficulty in logits) and x (result, 0...1); days (since the
/// answer before) may be there too.
package struct AnswersTable: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package var difficulty: Double
    package var result: Double
    package var idleDays: Double
  }

  package var rows: [Row]

  package init(_ source: StudyTable) throws(CatalogError) {
    var table = source
    let places = try table.places(of: ["b", "x"])
    let days = table.headings.firstIndex { $0.lowercased() == "days" }
    rows = []
    for record in table.records {
      let difficulty = table.required(record, places[0])
      let result = table.required(record, places[1])
      let idle = days.map { table.required(record, $0) } ?? 0
      guard let difficulty, let result, let idle else { continue }
      if !(0...1).contains(result) {
        table.add("x lies between 0 and 1, not at \(result)", record.line)
      }
      if idle < 0 { table.add("days is 0 or more, not \(idle)", record.line) }
      rows.append(Row(difficulty: difficulty, result: result, idleDays: idle))
    }
    try table.finish()
  }
}

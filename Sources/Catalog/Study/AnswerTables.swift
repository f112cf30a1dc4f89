/// Stated probabilities with what happened: columns y (0 or 1) and p (0...1).
package struct ForecastTable: Hashable, Sendable {
  package var outcomes: [Bool]
  package var probabilities: [Double]

  package init(_ source: StudyTable) throws(CatalogError) {
    var table = source
    let places = try table.places(of: ["y", "p"])
    (outcomes, probabilities) = ([], [])
    for record in table.records {
      let (outcome, probability) = (
        table.truth(record, places[0]), table.required(record, places[1])
      )
      guard let outcome, let probability else { continue }
      if !(0...1).contains(probability) {
        table.add("p lies between 0 and 1, not \(probability)", record.line)
      }
      outcomes.append(outcome)
      probabilities.append(probability)
    }
    try table.finish()
  }
}

/// Sequential reads: columns case, truth, unaided, ai, aided; answers are words or numbers.
package struct SequentialTable: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package var id: String
    package var truth: String
    package var unaided: String
    package var ai: String
    package var aided: String

    /// The three answers as numbers.
    package var ratings: (unaided: Double, ai: Double, aided: Double)? {
      guard let unaided = Double(unaided), let ai = Double(ai), let aided = Double(aided) else {
        return nil
      }
      return (unaided, ai, aided)
    }
  }

  package var rows: [Row]

  package init(_ source: StudyTable) throws(CatalogError) {
    var table = source
    let places = try table.places(of: ["case", "truth", "unaided", "ai", "aided"])
    rows = []
    for record in table.records {
      let cells = places.compactMap { place -> String? in
        guard let text = table.name(record, place) else { return nil }
        let isNumber = Double(text).map(\.isFinite)
        if isNumber == false {
          table.add("\(table.headings[place]) '\(text)' is no finite number", record.line)
        }
        return isNumber == false ? nil : Self.plain(text)
      }
      guard cells.count == 5 else { continue }
      rows.append(
        Row(id: cells[0], truth: cells[1], unaided: cells[2], ai: cells[3], aided: cells[4]))
    }
    try table.finish()
  }

  /// One spelling for a number, so that 1 and 1.0 are the same answer.
  private static func plain(_ text: String) -> String { Double(text).map { "\($0)" } ?? text }

  /// Whether a truth that has two values stands for a positive case.
  package static func isPositive(_ truth: String) -> Bool? { StudyTable.truth(truth) }
}

/// Labels one a row: columns item, rater, label; a rater may label an item more than once.
package struct ConsensusTable: Hashable, Sendable {
  package var items: [String]
  package var raters: [String]
  package var labels: [String]
  /// Item × rater × label: how often given.
  package var counts: [[[Int]]]

  /// - Parameter levels: the labels there are; nil takes those that occur, in their order.
  package init(_ source: StudyTable, levels: [String]?) throws(CatalogError) {
    var table = source
    let places = try table.places(of: ["item", "rater", "label"])
    var (items, raters, labels) = (NameList(), NameList(), NameList())
    for level in levels ?? [] { _ = labels.place(of: level) }
    var given: [[Int]] = []
    for record in table.records {
      let names = places.map { table.name(record, $0) }
      guard let item = names[0], let rater = names[1], let label = names[2] else { continue }
      if let levels, !levels.contains(label) {
        table.add("'\(label)' is no level; there are \(levels.joined(separator: ", "))", record.line)
      }
      given.append([items.place(of: item), raters.place(of: rater), labels.place(of: label)])
    }
    try table.finish()
    (self.items, self.raters) = (items.names, raters.names)
    // Without a scale the labels stand in their own order, so that the order of rows does not show.
    let order = levels == nil ? labels.names.sorted(by: isBefore) : labels.names
    self.labels = order
    let columnOf = labels.names.map { order.firstIndex(of: $0) ?? 0 }
    counts = .init(
      repeating: .init(repeating: .init(repeating: 0, count: order.count), count: raters.names.count),
      count: items.names.count)
    for entry in given { counts[entry[0]][entry[1]][columnOf[entry[2]]] += 1 }
  }
}

/// Numbers by size, words by alphabet.
private func isBefore(_ a: String, _ b: String) -> Bool {
  if let x = Double(a), let y = Double(b) { return x < y }
  return a < b
}

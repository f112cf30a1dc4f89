/// What several raters said about the same items, one column a rater after the column of items.
package struct LabelTable: Hashable, Sendable {
  package var raters: [String]
  package var items: [String]
  package var levels: [String]
  /// Items × raters: the place of a level; nil where the cell is empty.
  package var labels: [[Int?]]

  /// - Parameter levels: the full scale in its order; nil takes the labels that occur, numbers by size
  ///   and words by alphabet.
  package init(_ source: StudyTable, levels: [String]?) throws(CatalogError) {
    var table = source
    let columns = try table.raterColumns()
    let scale = levels ?? table.labels(in: columns)
    let places = Dictionary(zip(scale, scale.indices)) { first, _ in first }
    if places.count < scale.count { table.add("a level is named twice", nil) }
    raters = columns.map { table.headings[$0] }
    items = table.records.map { trimmed($0.fields[0]) }
    self.levels = scale
    labels = table.records.map { record in
      columns.map { column in
        let label = trimmed(record.fields[column])
        if let place = places[label] { return place }
        if !StudyTable.isMissing(label) {
          table.add(
            "'\(label)' of \(table.headings[column]) is no level; there are "
              + scale.joined(separator: ", "), record.line)
        }
        return nil
      }
    }
    try table.finish()
  }
}

/// Measurements of the same things, one column a rater or method after the column of things.
package struct MeasurementTable: Hashable, Sendable {
  package var raters: [String]
  package var things: [String]
  /// Things × raters; nil where the cell is empty.
  package var values: [[Double?]]

  package init(_ source: StudyTable) throws(CatalogError) {
    var table = source
    let columns = try table.raterColumns()
    raters = columns.map { table.headings[$0] }
    things = table.records.map { trimmed($0.fields[0]) }
    values = table.records.map { record in columns.map { table.number(record, $0) ?? nil } }
    try table.finish()
  }
}

extension StudyTable {
  fileprivate func raterColumns() throws(CatalogError) -> [Int] {
    guard headings.count > 1 else {
      throw .invalid([
        Problem(file: file, line: 1, "needs a column of items and one a rater, separated by commas")
      ])
    }
    return Array(1..<headings.count)
  }

  /// Labels that occur, numbers by size, words by alphabet.
  fileprivate func labels(in columns: [Int]) -> [String] {
    let found = Set(records.flatMap { record in columns.map { trimmed(record.fields[$0]) } })
      .filter { !Self.isMissing($0) }
    let numbers = found.compactMap { text in Double(text).map { (text, $0) } }
    guard numbers.count == found.count else { return found.sorted() }
    return numbers.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
  }
}

/// A table of a reader study, as people export it: comma-separated, one heading row.
///
/// Columns are found by heading, whatever their order and case; others are left alone. Everything that
/// is wrong with the file is collected with its line and thrown together.
package struct StudyTable {
  package let file: String
  package let headings: [String]
  package let records: [CSV.Record]
  /// What is wrong with the file; readers of single columns add to it.
  private(set) var problems: [Problem] = []

  private static let sizeLimit = 256 << 20

  package init(path: String) throws(CatalogError) {
    try self.init(file: path, PlainFile.read(path, limit: Self.sizeLimit))
  }

  package init(file: String, _ bytes: [UInt8]) throws(CatalogError) {
    let csv = CSV(bytes)
    self.file = file
    headings = csv.headings.map(trimmed)
    let width = csv.headings.count
    records = csv.records.filter { $0.fields.count == width }
    for record in csv.records where record.fields.count != width {
      add("has \(count(record.fields.count, "field")), and the heading has \(width)", record.line)
    }
    if let line = csv.openQuoteLine { add("a quote is opened and never closed", line) }
    if csv.headings.isEmpty { add("is empty; a table begins with its headings", nil) }
    if !csv.headings.isEmpty, csv.records.isEmpty { add("has headings and no rows", nil) }
    if String(validating: bytes, as: UTF8.self) == nil {
      add("is not text in UTF-8; export it again with that encoding", nil)
    }
    var seen: Set<String> = []
    for heading in headings where !seen.insert(heading.lowercased()).inserted {
      add("has two columns '\(heading)'", 1)
    }
    // With the wrong shape every later message would be noise.
    try finish()
  }

  mutating func add(_ sentence: String, _ line: Int?) {
    problems.append(Problem(file: file, line: line, sentence))
  }

  /// Throws whatever was found, in the order of lines.
  func finish() throws(CatalogError) {
    guard !problems.isEmpty else { return }
    throw .invalid(problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
  }

  /// The places of the columns a table of its kind must have.
  func places(of names: [String]) throws(CatalogError) -> [Int] {
    let lower = headings.map { $0.lowercased() }
    let missing = names.filter { !lower.contains($0.lowercased()) }
    guard missing.isEmpty else {
      throw .invalid([
        Problem(
          file: file, line: 1,
          "there is no column \(missing.map { "'\($0)'" }.joined(separator: ", ")); needs "
            + names.joined(separator: ", "))
      ])
    }
    return names.compactMap { lower.firstIndex(of: $0.lowercased()) }
  }

  /// A name that must not be empty.
  mutating func name(_ record: CSV.Record, _ place: Int) -> String? {
    let text = trimmed(record.fields[place])
    if text.isEmpty { add("\(headings[place]) is empty", record.line) }
    return text.isEmpty ? nil : text
  }

  /// A finite number; `.some(nil)` where the cell is empty or NA.
  mutating func number(_ record: CSV.Record, _ place: Int) -> Double?? {
    let text = trimmed(record.fields[place])
    if Self.isMissing(text) { return .some(nil) }
    if let value = Double(text), value.isFinite { return value }
    add("\(headings[place]) '\(text)' is no finite number", record.line)
    return nil
  }

  /// A finite number that must be there.
  mutating func required(_ record: CSV.Record, _ place: Int) -> Double? {
    guard let value = number(record, place) else { return nil }
    if value == nil { add("\(headings[place]) is empty", record.line) }
    return value
  }

  /// 0 or 1, or one of the words for them.
  mutating func truth(_ record: CSV.Record, _ place: Int) -> Bool? {
    let text = trimmed(record.fields[place])
    if let value = Self.truth(text) { return value }
    add("\(headings[place]) is 0 or 1, not '\(text)'", record.line)
    return nil
  }

  static func truth(_ text: String) -> Bool? {
    let word = text.lowercased()
    if let number = Double(word) { return number == 1 ? true : number == 0 ? false : nil }
    if ["true", "yes", "positive", "malignant", "diseased", "abnormal"].contains(word) { return true }
    if ["false", "no", "negative", "benign", "normal"].contains(word) { return false }
    return nil
  }

  static func isMissing(_ text: String) -> Bool { ["", "na"].contains(text.lowercased()) }
}

private func count(_ number: Int, _ word: String) -> String {
  "\(number) \(word)\(number == 1 ? "" : "s")"
}

/// Names in the order in which they first appear, each with its place.
struct NameList {
  private(set) var names: [String] = []
  private var places: [String: Int] = [:]

  mutating func place(of name: String) -> Int {
    if let place = places[name] { return place }
    places[name] = names.count
    names.append(name)
    return names.count - 1
  }

  func known(_ name: String) -> Int? { places[name] }
}

internal import Foundation
internal import FoundationXML

/// The first sheet of an Excel workbook as rows of text: shared, inline and plain values.
///
/// Reference: ECMA-376, part 1, sections 18.3.1.4 (c), 18.4.8 (si) and 18.18.11 (cell types).
package struct Workbook {
  /// One dictionary per row after the first, from the first row's headings to the cells that hold
  /// something.
  package let rows: [[String: String]]
  package let headings: [String]

  /// Nil when the bytes are no workbook with a sheet.
  package init?(_ bytes: [UInt8]) {
    guard let archive = ZipArchive(bytes), let sheet = archive.file("xl/worksheets/sheet1.xml")
    else { return nil }
    let table = archive.file("xl/sharedStrings.xml")
    guard let strings = table.map({ SharedStrings.read($0) }) ?? [],
      let cells = SheetCells.read(sheet, strings: strings), let first = cells.first, !first.isEmpty
    else { return nil }
    headings = first.sorted { $0.key < $1.key }.map(\.value)
    rows = cells.dropFirst().filter { !$0.isEmpty }.map { row in
      var named: [String: String] = [:]
      for (column, value) in row {
        if let heading = first[column] { named[heading] = value }
      }
      return named
    }
  }
}

/// The table of texts that cells refer to by number.
private final class SharedStrings: NSObject, XMLParserDelegate {
  private var strings: [String] = []
  private var isText = false

  /// Nil when the XML is damaged.
  static func read(_ bytes: [UInt8]) -> [String]? {
    let reader = SharedStrings()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = reader
    return parser.parse() ? reader.strings : nil
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if element == "si" { strings.append("") }
    isText = element == "t"
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if isText, let last = strings.indices.last { strings[last] += text }
  }

  func parser(
    _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
  ) {
    isText = false
  }
}

/// The cells of a sheet: per row, column number → text.
private final class SheetCells: NSObject, XMLParserDelegate {
  private let strings: [String]
  private var rows: [[Int: String]] = []
  private var column = 0
  private var kind: String?
  private var text = ""
  private var isValue = false

  private init(strings: [String]) { self.strings = strings }

  /// Nil when the XML is damaged.
  static func read(_ bytes: [UInt8], strings: [String]) -> [[Int: String]]? {
    let reader = SheetCells(strings: strings)
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = reader
    return parser.parse() ? reader.rows : nil
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    switch element {
    case "row":
      rows.append([:])
      column = 0
    case "c":
      // A cell without a reference follows the one before it.
      column = attributes["r"].map(Self.column) ?? column + 1
      (kind, text) = (attributes["t"], "")
    case "v", "t": isValue = true
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) {
    if isValue { text += characters }
  }

  func parser(
    _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if element == "v" || element == "t" { isValue = false }
    guard element == "c", let last = rows.indices.last else { return }
    let value = kind == "s" ? Int(text).flatMap { strings.indices.contains($0) ? strings[$0] : nil } : text
    if let value, !value.isEmpty { rows[last][column] = value }
  }

  /// `AB12` → 28.
  private static func column(of reference: String) -> Int {
    reference.utf8.prefix { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
      .prefix(3).reduce(0) { $0 * 26 + Int($1 - UInt8(ascii: "A")) + 1 }
  }
}

package import Foundation
import Web

/// Rows of cells as comma-separated values (RFC 4180), safe to open in a spreadsheet.
package struct CSVTable: Sendable {
  package var heads: [String]
  package var rows: [[String]]

  package init(_ heads: [String], _ rows: [[String]]) {
    self.heads = heads
    self.rows = rows
  }

  package var text: String {
    ([heads] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func quoted(_ cell: String) -> String {
    // A leading sign would make a spreadsheet run a name as a formula.
    let safe = cell.first.map { "=+-@\t\r".contains($0) && Double(cell) == nil } == true ? "'" + cell : cell
    // By scalar: a carriage return and the line feed after it are one character.
    guard safe.unicodeScalars.contains(where: { [",", "\"", "\r", "\n"].contains($0) }) else {
      return safe
    }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }

  /// A number in full precision; empty when it is not known.
  package static func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
  package static func cell(_ value: Int?) -> String { value.map { "\($0)" } ?? "" }
  package static func cell(_ value: Date?) -> String { value?.formatted(.iso8601) ?? "" }
}

extension HTTPResponse {
  /// A table to be saved under a name without extension.
  static func csv(_ table: CSVTable, named name: String) -> HTTPResponse {
    file(Array(table.text.utf8), named: "\(name).csv", type: "text/csv; charset=utf-8")
  }

  /// To be saved under a name.
  static func file(_ bytes: [UInt8], named name: String, type: String) -> HTTPResponse {
    HTTPResponse(
      status: 200,
      headers: [
        (name: "Content-Type", value: type),
        (name: "Content-Disposition", value: "attachment; filename=\"sonodrill-\(name)\""),
        (name: "Cache-Control", value: "no-store"),
      ], body: bytes)
  }
}

/// Comma-separated values with a heading row; quoted fields may hold commas, quotes and line breaks.
///
/// A byte order mark at the start is skipped; lines end in LF, CRLF or CR. Reference: RFC 4180.
package struct CSV {
  package struct Record: Hashable, Sendable {
    /// The line it starts on, from 1.
    package var line: Int
    package var fields: [String]
  }

  package let headings: [String]
  /// All after the heading row; empty lines are left out.
  package let records: [Record]
  /// The line of a quote that never ends.
  package let openQuoteLine: Int?

  package init(_ bytes: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var reader = RecordReader()
    reader.read(bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...])
    headings = reader.records.first?.fields ?? []
    records = Array(reader.records.dropFirst())
    openQuoteLine = reader.openQuoteLine
  }

  /// Records by heading; of two columns with one heading the first counts.
  package var rows: [(line: Int, values: [String: String])] {
    records.map { record in
      (record.line, Dictionary(zip(headings, record.fields)) { first, _ in first })
    }
  }
}

/// Splits bytes into records.
private struct RecordReader {
  private(set) var records: [CSV.Record] = []
  private(set) var openQuoteLine: Int?
  private var fields: [String] = []
  private var field: [UInt8] = []
  private var (line, start) = (1, 1)

  mutating func read(_ bytes: ArraySlice<UInt8>) {
    var isQuoted = false
    var closed = -2
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "\""):
        // A doubled quote inside a quoted field stands for one.
        if !isQuoted, closed == index - 1 { field.append(byte) }
        if isQuoted { closed = index }
        isQuoted.toggle()
        openQuoteLine = isQuoted ? line : nil
      case UInt8(ascii: ",") where !isQuoted: endField()
      case UInt8(ascii: "\r") where !isQuoted:
        let next = bytes.index(bytes.startIndex, offsetBy: index + 1)
        if next < bytes.endIndex, bytes[next] == UInt8(ascii: "\n") { break }
        endRecord()
      case UInt8(ascii: "\n") where !isQuoted: endRecord()
      default:
        if byte == UInt8(ascii: "\n") { line += 1 }
        field.append(byte)
      }
    }
    if !field.isEmpty || !fields.isEmpty { endRecord() }
  }

  private mutating func endField() {
    fields.append(String(decoding: field, as: UTF8.self))
    field.removeAll(keepingCapacity: true)
  }

  private mutating func endRecord() {
    endField()
    if fields != [""] { records.append(CSV.Record(line: start, fields: fields)) }
    fields = []
    line += 1
    start = line
  }
}

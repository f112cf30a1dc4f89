/// Comma-separated values with a heading row; quoted fields may hold commas, quotes and line breaks.
///
/// Reference: RFC 4180.
package struct CSV {
  package let headings: [String]
  /// Each with the line it starts on, from 1.
  package let rows: [(line: Int, values: [String: String])]

  package init(_ bytes: [UInt8]) {
    var records = Self.records(in: bytes)
    headings = records.isEmpty ? [] : records.removeFirst().fields
    rows = records.map { [headings] record in
      let pairs = zip(headings, record.fields).map { ($0, $1) }
      return (record.line, Dictionary(pairs) { first, _ in first })
    }
  }

  private static func records(in bytes: [UInt8]) -> [(line: Int, fields: [String])] {
    var records: [(Int, [String])] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var closed = -2
    var (line, start) = (1, 1)
    func endField() {
      fields.append(String(decoding: field, as: UTF8.self))
      field = []
    }
    func endRecord() {
      endField()
      if fields != [""] { records.append((start, fields)) }
      fields = []
    }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "\""):
        // A doubled quote inside a quoted field stands for one.
        if !isQuoted, closed == index - 1 { field.append(byte) }
        if isQuoted { closed = index }
        isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: endField()
      case UInt8(ascii: "\r") where !isQuoted: break
      case UInt8(ascii: "\n") where !isQuoted:
        endRecord()
        line += 1
        start = line
      default:
        if byte == UInt8(ascii: "\n") { line += 1 }
        field.append(byte)
      }
    }
    if !field.isEmpty || !fields.isEmpty { endRecord() }
    return records
  }
}

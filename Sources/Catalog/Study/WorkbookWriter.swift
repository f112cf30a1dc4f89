internal import CZlib

/// One cell of a sheet.
enum WorkbookCell: Hashable {
  case number(Double)
  case text(String)
}

/// An Excel workbook of plain tables: the least that is one.
///
/// An uncompressed ZIP archive of the parts that ECMA-376 requires; text stands in the cells, not in a
/// shared table. The same tables give the same bytes.
struct WorkbookWriter {
  private let sheets: [(name: String, rows: [[WorkbookCell]])]

  init(sheets: [(name: String, rows: [[WorkbookCell]])]) { self.sheets = sheets }

  var bytes: [UInt8] {
    var archive = StoredArchive()
    archive.add("[Content_Types].xml", contentTypes)
    archive.add("_rels/.rels", relations([("officeDocument", "xl/workbook.xml")]))
    archive.add("xl/workbook.xml", workbook)
    archive.add(
      "xl/_rels/workbook.xml.rels",
      relations(sheets.indices.map { ("worksheet", "worksheets/sheet\($0 + 1).xml") }))
    for (index, sheet) in sheets.enumerated() {
      archive.add("xl/worksheets/sheet\(index + 1).xml", Self.sheet(sheet.rows))
    }
    return archive.finished()
  }

  private static let start = #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"# + "\n"
  private static let schema = "http://schemas.openxmlformats.org"
  private static let main = schema + "/spreadsheetml/2006/main"

  private var contentTypes: String {
    let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    let parts = sheets.indices.map {
      #"<Override PartName="/xl/worksheets/sheet\#($0 + 1).xml" ContentType="\#(type).worksheet+xml"/>"#
    }
    return Self.start + #"<Types xmlns="\#(Self.schema)/package/2006/content-types">"#
      + #"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#
      + #"<Override PartName="/xl/workbook.xml" ContentType="\#(type).sheet.main+xml"/>"#
      + parts.joined() + "</Types>"
  }

  private func relations(_ targets: [(kind: String, path: String)]) -> String {
    let entries = targets.enumerated().map {
      let kind = Self.schema + "/officeDocument/2006/relationships/\($0.element.kind)"
      return #"<Relationship Id="rId\#($0.offset + 1)" Type="\#(kind)" Target="\#($0.element.path)"/>"#
    }
    return Self.start + #"<Relationships xmlns="\#(Self.schema)/package/2006/relationships">"#
      + entries.joined() + "</Relationships>"
  }

  private var workbook: String {
    let entries = sheets.enumerated().map {
      #"<sheet name="\#($0.element.name)" sheetId="\#($0.offset + 1)" r:id="rId\#($0.offset + 1)"/>"#
    }
    return Self.start
      + #"<workbook xmlns="\#(Self.main)" xmlns:r="\#(Self.schema)/officeDocument/2006/relationships">"#
      + "<sheets>" + entries.joined() + "</sheets></workbook>"
  }

  private static func sheet(_ rows: [[WorkbookCell]]) -> String {
    let lines = rows.enumerated().map { row, cells in
      let written = cells.enumerated().map { column, cell in
        let place = String(UnicodeScalar(UInt8(65 + column))) + "\(row + 1)"
        switch cell {
        case .number(let number): return #"<c r="\#(place)"><v>\#(number)</v></c>"#
        case .text(let text):
          return #"<c r="\#(place)" t="inlineStr"><is><t>\#(text)</t></is></c>"#
        }
      }
      return #"<row r="\#(row + 1)">\#(written.joined())</row>"#
    }
    return start + #"<worksheet xmlns="\#(main)"><sheetData>\#(lines.joined())</sheetData></worksheet>"#
  }
}

/// A ZIP archive whose entries are stored as they are (APPNOTE 6.3).
private struct StoredArchive {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  mutating func add(_ name: String, _ text: String) {
    let (content, label) = (Array(text.utf8), Array(name.utf8))
    let sum = UInt32(truncatingIfNeeded: crc32(0, content, UInt32(content.count)))
    // Version 2.0, no flags, stored, at the first moment the format knows: 1 January 1980.
    let shared =
      words16(20, 0, 0, 0, 0x21) + words32(sum, UInt32(content.count), UInt32(content.count))
      + words16(UInt16(label.count), 0)
    directory +=
      words32(0x0201_4B50) + words16(20) + shared + words16(0, 0, 0) + words32(0, UInt32(bytes.count))
      + label
    bytes += words32(0x0403_4B50) + shared + label + content
    count += 1
  }

  func finished() -> [UInt8] {
    bytes + directory + words32(0x0605_4B50) + words16(0, 0, UInt16(count), UInt16(count))
      + words32(UInt32(directory.count), UInt32(bytes.count)) + words16(0)
  }
}

private func words16(_ words: UInt16...) -> [UInt8] {
  words.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
}

private func words32(_ words: UInt32...) -> [UInt8] {
  words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
}

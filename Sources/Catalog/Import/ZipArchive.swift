/// Reads single files of a ZIP archive in memory: stored or deflated, not split, not encrypted, no ZIP64.
///
/// Reference: PKWARE, *.ZIP File Format Specification* 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
package struct ZipArchive {
  private let bytes: [UInt8]
  private let entries: [String: Entry]

  private struct Entry {
    var method: Int
    var packedSize: Int
    var header: Int
  }

  /// Nil when the bytes are no such archive.
  package init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard let end = Self.endRecord(in: bytes) else { return nil }
    let count = Self.number(bytes, at: end + 10, bytes: 2)
    var place = Self.number(bytes, at: end + 16, bytes: 4)
    var entries: [String: Entry] = [:]
    for _ in 0..<count {
      guard place + 46 <= bytes.count, Self.number(bytes, at: place, bytes: 4) == 0x0201_4b50
      else { return nil }
      let lengths = [28, 30, 32].map { Self.number(bytes, at: place + $0, bytes: 2) }
      guard place + 46 + lengths[0] <= bytes.count else { return nil }
      let name = String(decoding: bytes[(place + 46)..<(place + 46 + lengths[0])], as: UTF8.self)
      entries[name] = Entry(
        method: Self.number(bytes, at: place + 10, bytes: 2),
        packedSize: Self.number(bytes, at: place + 20, bytes: 4),
        header: Self.number(bytes, at: place + 42, bytes: 4))
      place += 46 + lengths.reduce(0, +)
    }
    self.entries = entries
  }

  /// The unpacked file; nil when it is not there or damaged.
  package func file(_ name: String, limit: Int = 64 << 20) -> [UInt8]? {
    guard let entry = entries[name], entry.header + 30 <= bytes.count else { return nil }
    let skip = [26, 28].map { Self.number(bytes, at: entry.header + $0, bytes: 2) }.reduce(30, +)
    let start = entry.header + skip
    guard start + entry.packedSize <= bytes.count else { return nil }
    let packed = bytes[start..<(start + entry.packedSize)]
    switch entry.method {
    case 0: return Array(packed)
    case 8: return Inflate.bytes(packed, .none, limit: limit)
    default: return nil
    }
  }

  /// Where the record at the archive's end begins; a comment of up to 64 KiB may follow it.
  private static func endRecord(in bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let first = max(0, bytes.count - 22 - 65_535)
    return (first...(bytes.count - 22)).last { number(bytes, at: $0, bytes: 4) == 0x0605_4b50 }
  }

  /// Little-endian; the caller has checked the range.
  private static func number(_ bytes: [UInt8], at place: Int, bytes count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }
}

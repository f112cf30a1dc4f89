import Foundation

/// SQLite's write-ahead log as bytes, to see from outside what has reached the file.
///
/// Reference: "Database File Format", section 4: a header of 32 bytes, then frames of a 24-byte
/// header and a page; a frame that ends a transaction says the size of the database, others say 0.
struct WriteAheadLog {
  var bytes: Data
  private var pageSize: Int

  init(_ databasePath: String) throws {
    bytes = try Data(contentsOf: URL(filePath: databasePath + "-wal"))
    pageSize = 4096
    if bytes.count >= 32 { pageSize = Int(word(at: 8)) }
  }

  var commitCount: Int {
    stride(from: 32, to: max(32, bytes.count - 24 - pageSize + 1), by: 24 + pageSize)
      .count { word(at: $0 + 4) != 0 }
  }

  private func word(at offset: Int) -> UInt32 {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}

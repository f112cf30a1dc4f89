import Crypto
package import Foundation
import GRDB

/// Who did something: a person, someone at the command line, or the server by itself.
package enum Author: Hashable, Sendable {
  case account(Account.ID)
  case commandLine
  case server

  var text: String {
    switch self {
    case .account(let id): "account \(id.rawValue)"
    case .commandLine: "commandLine"
    case .server: "server"
    }
  }
}

/// One line of the audit log.
package struct AuditEntry: Hashable, Sendable {
  package var sequence: Int64
  package var at: Date
  package var who: String
  /// A verb such as `signIn`, `setRole`, `exportReads`.
  package var what: String
  package var subject: String
  package var detail: String
  /// SHA-256 over the entry before and this one, as hexadecimal digits.
  package var digest: String
}

/// Whether the audit log is as it was written.
package enum AuditVerdict: Hashable, Sendable {
  /// `digest` of the last entry, to be kept elsewhere: only that shows that all was written anew.
  case intact(entries: Int, digest: String)
  /// The first entry that does not follow from the one before, or that is missing.
  case broken(sequence: Int64)
}

/// A log in which each entry's digest covers the entry before: to change, drop or reorder one, all
/// later ones must be forged too.
enum AuditChain {
  static let start = Data(count: 32)

  static func append(
    _ what: String, _ subject: String, detail: String = "", by author: Author, at now: Date,
    in db: Database
  ) throws {
    let last = try Row.fetchOne(
      db, sql: "SELECT sequence, digest FROM auditEntry ORDER BY sequence DESC LIMIT 1")
    let previous = try last?.value("digest", as: Data.self) ?? start
    let fields = [author.text, what, subject, detail].map(plain)
    let digest = digest(after: previous, at: now.milliseconds, fields)
    try db.execute(
      sql: """
        INSERT INTO auditEntry (at, who, what, subject, detail, digest) VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [now.milliseconds, fields[0], fields[1], fields[2], fields[3], digest])
  }

  static func verify(_ db: Database) throws -> AuditVerdict {
    var (previous, count) = (start, Int64(0))
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM auditEntry ORDER BY sequence")
    while let row = try rows.next() {
      count += 1
      let fields = try ["who", "what", "subject", "detail"].map {
        try row.value($0, as: String.self)
      }
      let expected = digest(after: previous, at: try row.value("at"), fields)
      previous = try row.value("digest")
      guard try row.value("sequence", as: Int64.self) == count, expected == previous else {
        return .broken(sequence: count)
      }
    }
    // SQLite remembers the largest sequence ever given, so a cut-off end shows.
    let largest = try Int64.fetchOne(
      db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'auditEntry'")
    guard largest ?? 0 == count else { return .broken(sequence: count + 1) }
    return .intact(entries: Int(count), digest: hex(previous))
  }

  /// Lengths come before texts, so that no text can pass for another split of the same bytes.
  private static func digest(after previous: Data, at time: Int64, _ fields: [String]) -> Data {
    var hash = SHA256()
    hash.update(data: previous)
    hash.update(data: bytes(time))
    for field in fields {
      let text = Data(field.utf8)
      hash.update(data: bytes(Int64(text.count)))
      hash.update(data: text)
    }
    return Data(hash.finalize())
  }

  private static func bytes(_ number: Int64) -> Data {
    Data((0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
  }

  /// Line breaks and other control characters could forge lines where the log is printed.
  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(500).map { scalar in
          scalar.properties.generalCategory == .control ? " " : scalar
        }))
  }
}

extension RecordStore {
  package func audit(
    _ what: String, _ subject: String, detail: String = "", by author: Author, now: Date
  ) async throws(RecordError) {
    try await write { db in
      try AuditChain.append(what, subject, detail: detail, by: author, at: now, in: db)
    }
  }

  /// Newest first.
  package func auditEntries(before sequence: Int64? = nil, limit: Int = 100)
    async throws(RecordError) -> [AuditEntry]
  {
    try await read { db in
      try AuditEntry.fetchAll(
        db, sql: "SELECT * FROM auditEntry WHERE sequence < ? ORDER BY sequence DESC LIMIT ?",
        arguments: [sequence ?? .max, max(0, limit)])
    }
  }

  package func verifyAudit() async throws(RecordError) -> AuditVerdict {
    try await read(AuditChain.verify)
  }
}

extension AuditEntry: FetchableRecord {
  init(row: Row) throws {
    self.init(
      sequence: try row.value("sequence"), at: try row.date("at"),
      who: try row.value("who"), what: try row.value("what"),
      subject: try row.value("subject"), detail: try row.value("detail"),
      digest: hex(try row.value("digest")))
  }
}

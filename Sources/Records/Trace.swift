package import Foundation
import GRDB
package import Sonography

/// What an AI trace is kept under: the same case, view and model give the same trace.
package struct TraceKey: Hashable, Sendable {
  package var caseDigest: String
  package var view: String
  package var modelDigest: String

  package init(caseDigest: String, view: String, modelDigest: String) {
    self.caseDigest = caseDigest
    self.view = view
    self.modelDigest = modelDigest
  }
}

extension RecordStore {
  /// The kept trace; nil when this model has not read this view of this case yet.
  package func trace(_ key: TraceKey) async throws(RecordError) -> AITrace? {
    try await read { db in
      try Row.fetchOne(
        db,
        sql: "SELECT body FROM trace WHERE caseDigest = ? AND view = ? AND modelDigest = ?",
        arguments: [key.caseDigest, key.view, key.modelDigest]
      ).map { try $0.json("body") }
    }
  }

  /// Freezes a trace. A second one under the same key changes nothing: scores rest on the first.
  package func keep(_ trace: AITrace, under key: TraceKey, now: Date) async throws(RecordError) {
    let body = try canonicalJSON(trace)
    try await write { db in
      try db.execute(
        sql: """
          INSERT INTO trace (caseDigest, view, modelDigest, body, keptAt) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO NOTHING
          """,
        arguments: [key.caseDigest, key.view, key.modelDigest, body, now.milliseconds])
    }
  }
}

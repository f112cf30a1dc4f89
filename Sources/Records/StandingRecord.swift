import GRDB

/// What has been computed from a reader's evidence so far, so that the next answer costs one step.
///
/// It follows from the evidence: a lost or outdated one is computed again.
package struct StandingRecord: Hashable, Sendable {
  /// Names everything the body depends on besides the evidence; another rule, another body.
  package var rule: String
  /// The last evidence that entered.
  package var lastRead: Int64
  /// JSON.
  package var body: String

  package init(rule: String, lastRead: Int64, body: String) {
    self.rule = rule
    self.lastRead = lastRead
    self.body = body
  }
}

extension RecordStore {
  /// Nil when none was kept under this rule.
  package func standing(of account: Account.ID, rule: String)
    async throws(RecordError) -> StandingRecord?
  {
    try await read { db in
      try StandingRecord.fetchOne(
        db, sql: "SELECT rule, lastRead, body FROM standing WHERE account = ? AND rule = ?",
        arguments: [account, rule])
    }
  }

  /// Keeps the one that knows more: an older one never replaces a newer one of the same rule.
  package func keep(_ standing: StandingRecord, of account: Account.ID) async throws(RecordError) {
    try await write { db in
      try db.execute(
        sql: """
          INSERT INTO standing (account, rule, lastRead, body) VALUES (?, ?, ?, ?)
          ON CONFLICT (account) DO UPDATE
          SET rule = excluded.rule, lastRead = excluded.lastRead, body = excluded.body
          WHERE rule <> excluded.rule OR lastRead < excluded.lastRead
          """,
        arguments: [account, standing.rule, standing.lastRead, standing.body])
    }
  }

  /// Why this case was chosen, as it was kept with the attempt; nil where the unit's order said it.
  package func reason(of attempt: String) async throws(RecordError) -> String? {
    try await read { db in
      try String.fetchOne(
        db, sql: "SELECT reason FROM caseChoice WHERE attempt = ?", arguments: [attempt])
    }
  }
}

extension StandingRecord: FetchableRecord {
  init(row: Row) throws {
    self.init(
      rule: try row.value("rule"), lastRead: try row.value("lastRead"),
      body: try row.value("body"))
  }
}

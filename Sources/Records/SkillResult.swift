import GRDB
package import Sonography

/// One first, unaided answer to a new case, seen through one skill.
package struct SkillResult: Hashable, Sendable {
  package var read: Int64
  package var account: Account.ID
  package var caseId: String
  /// 0...1.
  package var value: Double
  package var assessment: Assessment?
  /// Seconds from first frame to commit.
  package var duration: Double
}

extension RecordStore {
  /// Of a cohort's trainees, or of everybody, in the order of commits. Attempts whose final read is
  /// still awaited are left out.
  ///
  /// - Parameter skill: a name as in a score's `skills`, such as `find` or `describe:margin`.
  package func results(of skill: String, in cohort: Cohort.ID?)
    async throws(RecordError) -> [SkillResult]
  {
    try await read { db in
      try SkillResult.fetchAll(
        db,
        sql: """
          SELECT read, account, caseId, value, assessment, duration
          FROM evidence JOIN json_each(skills) ON key = ?2
          WHERE (?1 IS NULL OR account IN \(cohortTrainees))
            AND \(EvidenceRecord.counts) AND \(EvidenceRecord.isCompleted) ORDER BY read
          """,
        arguments: [cohort, skill])
    }
  }
}

extension EvidenceRecord {
  /// The row is evidence of what its reader can do alone.
  static let counts = "stage = 'first' AND isNewCase AND isUnaided"

  /// The attempt of this row has all its reads.
  static let isCompleted = """
    (evidence.mode <> 'secondRead' OR EXISTS (
      SELECT 1 FROM evidence AS last
      WHERE last.attempt = evidence.attempt AND last.stage = 'final'))
    """
}

extension SkillResult: FetchableRecord {
  init(row: Row) throws {
    self.init(
      read: try row.value("read"), account: try row.value("account"),
      caseId: try row.value("caseId"), value: try row.value("value"),
      assessment: try row.value("assessment", as: String?.self).map { Assessment($0) },
      duration: try row.value("duration"))
  }
}

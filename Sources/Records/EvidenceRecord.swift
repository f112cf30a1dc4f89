package import Foundation
import GRDB
package import Sonography

/// One read as the figures count it: who, which case, what came out. Written with the read, never
/// updated.
///
/// Evidence for learning is the *first, unaided* answer: `stage` first, `isNewCase` and `isUnaided`. A
/// final answer was given with the AI in view and says how its reader uses it; so may a first one be.
package struct EvidenceRecord: Hashable, Sendable {
  /// The read it follows from, ascending in the order of commits; pass it to get what came since.
  package var read: Int64
  package var attempt: String
  package var account: Account.ID
  package var curriculum: String
  package var unit: String
  package var caseId: String
  package var mode: AIMode
  package var stage: ReadStage
  /// No earlier attempt of this reader at this case was committed.
  package var isNewCase: Bool
  package var receivedAt: Date
  /// Graded results by name of the skill, 0...1.
  package var skills: [String: Double]
  /// Kinds of error, one per lesion that has one; see `LesionOutcome.errorKind`.
  package var errors: [String]
  package var falseMarks: Int
  /// Seconds from first frame to commit.
  package var duration: Double
  /// Against pathology: the read called for tissue, and the case is malignant.
  package var calledPositive: Bool
  package var isMalignant: Bool
  package var assessment: Assessment?
  /// The stated probability of malignancy, 0...1.
  package var likelihood: Double?
  /// What the AI had said when this answer was given; nil for an unaided one.
  package var ai: AIAnswer?
  /// This reader had not been shown the AI on this case, in this attempt or another.
  package var isUnaided: Bool

  /// A first answer to a case never answered before, with the AI in view or without.
  package var isFirst: Bool { stage == .first && isNewCase }
  /// Evidence of what the reader can do alone.
  package var isFirstUnaided: Bool { isFirst && isUnaided }
}

/// What the AI says about a whole case.
package struct AIAnswer: Hashable, Sendable {
  package var calledPositive: Bool
  package var assessment: Assessment?
  /// Probability of malignancy, 0...1.
  package var likelihood: Double?

  package init(calledPositive: Bool, assessment: Assessment?, likelihood: Double?) {
    self.calledPositive = calledPositive
    self.assessment = assessment
    self.likelihood = likelihood
  }
}

extension RecordStore {
  /// In the order of commits.
  package func evidence(of account: Account.ID, after read: Int64 = 0)
    async throws(RecordError) -> [EvidenceRecord]
  {
    try await self.read { db in
      try EvidenceRecord.fetchAll(
        db, sql: "SELECT * FROM evidence WHERE account = ? AND read > ? ORDER BY read",
        arguments: [account, read])
    }
  }

  /// First answers to some cases only, unaided or not, in the order of commits: the cost is that of
  /// these cases, however much else was answered.
  package func firstAnswers(of account: Account.ID, to cases: some Collection<String> & Sendable)
    async throws(RecordError) -> [EvidenceRecord]
  {
    let wanted = try canonicalJSON(Array(cases))
    return try await read { db in
      try EvidenceRecord.fetchAll(
        db,
        sql: """
          SELECT evidence.* FROM json_each(?) CROSS JOIN evidence
            ON evidence.caseId = json_each.value AND account = ?
          WHERE stage = 'first' AND isNewCase ORDER BY read
          """,
        arguments: [wanted, account])
    }
  }

  /// Of all trainees of a cohort, or of everybody's, in the order of commits.
  package func evidence(of cohort: Cohort.ID?) async throws(RecordError) -> [EvidenceRecord] {
    try await read { db in
      try EvidenceRecord.fetchAll(
        db,
        sql: "SELECT * FROM evidence WHERE ?1 IS NULL OR account IN \(cohortTrainees) ORDER BY read",
        arguments: [cohort])
    }
  }

  /// First, unaided answers of a cohort's trainees.
  package func answerCount(of cohort: Cohort.ID) async throws(RecordError) -> Int {
    try await read { db in
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM evidence
          WHERE \(EvidenceRecord.counts) AND account IN \(cohortTrainees)
          """,
        arguments: [cohort]) ?? 0
    }
  }

  /// Cases with a committed read.
  package func answeredCases(of account: Account.ID) async throws(RecordError) -> Set<String> {
    try await read { db in
      try Set(
        String.fetchAll(
          db, sql: "SELECT DISTINCT caseId FROM evidence WHERE account = ?", arguments: [account]))
    }
  }

  /// When the first read was committed; nil before.
  package func firstAnswerAt(of account: Account.ID) async throws(RecordError) -> Date? {
    try await moment("min", of: account)
  }

  /// When the last read was committed; nil before the first.
  package func lastAnswerAt(of account: Account.ID) async throws(RecordError) -> Date? {
    try await moment("max", of: account)
  }

  private func moment(_ end: String, of account: Account.ID) async throws(RecordError) -> Date? {
    try await read { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT receivedAt AS moment FROM evidence
          WHERE read = (SELECT \(end)(read) FROM evidence WHERE account = ?)
          """,
        arguments: [account]
      )?.dateIfPresent("moment")
    }
  }

  /// First answers to new cases since a moment, unaided or not.
  package func answerCount(of account: Account.ID, since moment: Date)
    async throws(RecordError) -> Int
  {
    try await read { db in
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM evidence
          WHERE account = ? AND stage = 'first' AND isNewCase AND receivedAt >= ?
          """,
        arguments: [account, moment.milliseconds]) ?? 0
    }
  }
}

/// The trainees of the cohort that is the first argument. Instructors who are members do not count.
let cohortTrainees = """
  (SELECT cohortMember.account FROM cohortMember JOIN account ON account.id = cohortMember.account
   WHERE cohort = ?1 AND role = 'trainee')
  """

extension EvidenceRecord: FetchableRecord {
  init(row: Row) throws {
    let mode = try row.value("mode", as: String.self)
    guard let mode = AIMode(rawValue: mode) else { throw RecordError.unknownMode(mode) }
    self.init(
      read: try row.value("read"), attempt: try row.value("attempt"),
      account: try row.value("account"), curriculum: try row.value("curriculum"),
      unit: try row.value("unit"), caseId: try row.value("caseId"), mode: mode,
      stage: try row.value("stage"), isNewCase: try row.value("isNewCase"),
      receivedAt: try row.date("receivedAt"), skills: try row.json("skills"),
      errors: try row.json("errors"), falseMarks: try row.value("falseMarks"),
      duration: try row.value("duration"), calledPositive: try row.value("calledPositive"),
      isMalignant: try row.value("isMalignant"), assessment: try row.assessment("assessment"),
      likelihood: try row.value("likelihood"), ai: try AIAnswer(row: row),
      isUnaided: try row.value("isUnaided"))
  }
}

extension AIAnswer {
  fileprivate init?(row: Row) throws {
    guard let called = try row.value("aiCalledPositive", as: Bool?.self) else { return nil }
    self.init(
      calledPositive: called, assessment: try row.assessment("aiAssessment"),
      likelihood: try row.value("aiLikelihood"))
  }
}

extension Row {
  fileprivate func assessment(_ column: String) throws -> Assessment? {
    try value(column, as: String?.self).map { Assessment($0) }
  }
}

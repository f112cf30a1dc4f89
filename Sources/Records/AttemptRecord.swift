package import Foundation
import GRDB
package import Sonography

/// One case opened once by one trainee. Never updated.
package struct AttemptRecord: Hashable, Sendable, Identifiable {
  /// Opaque to the trainee: the text of a `Token`.
  package var id: String
  package var account: Account.ID
  package var curriculum: String
  package var unit: String
  package var caseId: String
  /// Digest of the case bundle as it was when opened.
  package var caseDigest: String
  package var mode: AIMode
  package var startedAt: Date
  /// 1 when this trainee opens this case for the first time, 2 the second time.
  package var ordinal: Int
  package var plan: AIPlan
}

/// What the server decided about the AI when it opened the case; no reader is told before the commit.
package struct AIPlan: Hashable, Sendable {
  /// Read without the AI although the unit has one: what the reader can do alone.
  package var isProbe: Bool
  /// The AI's answer to this case is wrong on purpose.
  package var isErrorPlanted: Bool
  /// Chooses which error and how it looks.
  package var seed: UInt64

  package init(isProbe: Bool = false, isErrorPlanted: Bool = false, seed: UInt64 = 0) {
    self.isProbe = isProbe
    self.isErrorPlanted = isErrorPlanted
    self.seed = seed
  }
}

/// What opens a case.
package struct NewAttempt: Hashable, Sendable {
  package var id: Token
  package var account: Account.ID
  package var curriculum: String
  package var unit: String
  package var caseId: String
  package var caseDigest: String
  package var mode: AIMode
  package var plan: AIPlan
  /// Why this case and no other, as JSON; nil where the unit's order says it.
  package var reason: String?

  package init(
    id: Token, account: Account.ID, curriculum: String, unit: String, caseId: String,
    caseDigest: String, mode: AIMode, plan: AIPlan = AIPlan(), reason: String? = nil
  ) {
    self.id = id
    self.account = account
    self.curriculum = curriculum
    self.unit = unit
    self.caseId = caseId
    self.caseDigest = caseDigest
    self.mode = mode
    self.plan = plan
    self.reason = reason
  }
}

/// How far an attempt has come; follows from the reads that are stored.
package enum AttemptPhase: String, Hashable, Codable, Sendable {
  /// Nothing is committed: truth and AI stay hidden.
  case reading
  /// The first read is committed, the AI may be shown, the final read is awaited.
  case revising
  /// All reads are committed: truth may be shown.
  case committed
}

/// The reader's unfinished work, kept so that a reload loses nothing.
package struct DraftRecord: Hashable, Sendable {
  /// JSON, as the reader's browser wrote it.
  package var body: String
  package var savedAt: Date
}

/// An attempt with everything known about it at one moment.
package struct AttemptStanding: Hashable, Sendable {
  package var attempt: AttemptRecord
  package var phase: AttemptPhase
  package var first: ReadRecord?
  package var final: ReadRecord?
  package var draft: DraftRecord?
  /// When the AI was first shown; nil before.
  package var revealedAt: Date?
}

extension AttemptPhase: DatabaseValueConvertible {}

extension AttemptRecord: FetchableRecord {
  static let columns = """
    attempt.id, attempt.account, curriculum, unit, caseId, caseDigest, mode, startedAt, ordinal,
    isProbe, isErrorPlanted, planSeed
    """

  /// The phase of the attempt in the outer query: a count of its reads, seen in the same snapshot.
  static let phaseColumn = """
    CASE (SELECT count(*) FROM readRecord WHERE readRecord.attempt = attempt.id)
    WHEN 0 THEN 'reading'
    WHEN 1 THEN CASE mode WHEN 'secondRead' THEN 'revising' ELSE 'committed' END
    ELSE 'committed' END AS phase
    """

  init(row: Row) throws {
    let mode = try row.value("mode", as: String.self)
    guard let mode = AIMode(rawValue: mode) else { throw RecordError.unknownMode(mode) }
    self.init(
      id: try row.value("id"), account: try row.value("account"),
      curriculum: try row.value("curriculum"), unit: try row.value("unit"),
      caseId: try row.value("caseId"), caseDigest: try row.value("caseDigest"),
      mode: mode, startedAt: try row.date("startedAt"),
      ordinal: try row.value("ordinal"),
      plan: AIPlan(
        isProbe: try row.value("isProbe"), isErrorPlanted: try row.value("isErrorPlanted"),
        seed: UInt64(bitPattern: try row.value("planSeed", as: Int64.self))))
  }
}

extension DraftRecord: FetchableRecord {
  init(row: Row) throws {
    self.init(body: try row.value("body"), savedAt: try row.date("savedAt"))
  }
}

package import Foundation
import GRDB
package import Sonography

/// Which answer of an attempt a read is.
package enum ReadStage: String, Hashable, Codable, Sendable {
  /// Before anything was revealed.
  case first
  /// After the AI was revealed, in second-read mode.
  case final
}

/// A read as it was committed, with its score. Never updated.
package struct ReadRecord: Hashable, Sendable {
  package var attempt: String
  package var account: Account.ID
  package var stage: ReadStage
  package var read: Read
  package var idempotencyKey: String
  /// SHA-256 over attempt, stage and read: the receipt the reader gets.
  package var bodyDigest: String
  package var receivedAt: Date
  package var rubric: String
  package var score: Score
  package var aiTraceDigest: String?
  package var modelDigest: String?
}

/// A scored read that is to be stored.
package struct ReadCommit: Hashable, Sendable {
  package var attempt: String
  package var account: Account.ID
  package var stage: ReadStage
  package var read: Read
  package var score: Score
  /// Made once per action by the reader's browser; 1 to 64 printable ASCII characters.
  package var idempotencyKey: String
  package var aiTraceDigest: String?
  package var modelDigest: String?
  /// What the AI had said when this answer was given; nil for an unaided one.
  package var ai: AIAnswer?

  package init(
    attempt: String, account: Account.ID, stage: ReadStage, read: Read, score: Score,
    idempotencyKey: String, aiTraceDigest: String? = nil, modelDigest: String? = nil,
    ai: AIAnswer? = nil
  ) {
    self.attempt = attempt
    self.account = account
    self.stage = stage
    self.read = read
    self.score = score
    self.idempotencyKey = idempotencyKey
    self.aiTraceDigest = aiTraceDigest
    self.modelDigest = modelDigest
    self.ai = ai
  }
}

/// What became of a commit.
package enum CommitOutcome: Hashable, Sendable {
  case committed(ReadRecord)
  /// The same key and the same read came before: this is what was stored then.
  case replayed(ReadRecord)
  /// The same key came before with another read; nothing was stored.
  case conflict
  /// Another key committed this stage before; nothing was stored.
  case alreadyCommitted(ReadRecord)
}

extension ReadStage: DatabaseValueConvertible {}

extension ReadRecord: FetchableRecord {
  init(row: Row) throws {
    self.init(
      attempt: try row.value("attempt"), account: try row.value("account"),
      stage: try row.value("stage"), read: try row.json("body"),
      idempotencyKey: try row.value("idempotencyKey"),
      bodyDigest: try row.value("bodyDigest"), receivedAt: try row.date("receivedAt"),
      rubric: try row.value("rubric"), score: try row.json("score"),
      aiTraceDigest: try row.value("aiTraceDigest"),
      modelDigest: try row.value("modelDigest"))
  }
}

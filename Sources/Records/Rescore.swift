package import Foundation
import GRDB
package import Sonography

/// A stored read's score under today's rubric and truth.
package struct Rescore: Hashable, Sendable {
  package var attempt: String
  package var stage: ReadStage
  package var score: Score

  package init(attempt: String, stage: ReadStage, score: Score) {
    self.attempt = attempt
    self.stage = stage
    self.score = score
  }
}

extension RecordStore {
  /// Keeps new scores beside the old ones; from now on the new ones count. All or none, and in the
  /// audit log.
  package func append(_ rescores: [Rescore], by author: Author, now: Date) async throws(RecordError) {
    guard !rescores.isEmpty else { return }
    let rows = try rescores.map { rescore throws(RecordError) in
      (rescore, try canonicalJSON(rescore.score))
    }
    try await write { db in
      let statement = try db.makeStatement(
        sql: "INSERT INTO rescore (attempt, stage, rubric, score, scoredAt) VALUES (?, ?, ?, ?, ?)")
      for (rescore, score) in rows {
        try statement.execute(arguments: [
          rescore.attempt, rescore.stage, rescore.score.rubric, score, now.milliseconds,
        ])
      }
      let rubrics = Set(rescores.map(\.score.rubric)).sorted().joined(separator: ", ")
      try AuditChain.append(
        "rescore", "\(rescores.count) reads", detail: rubrics, by: author, at: now, in: db)
    }
  }
}

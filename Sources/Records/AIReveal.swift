package import Foundation
import GRDB
package import Sonography

/// What the AI said to a reader, and when it was first shown. Never updated.
package struct AIReveal: Hashable, Sendable {
  package var attempt: String
  package var at: Date
  /// The answer that was still to be given: the first where the AI came before it.
  package var stage: ReadStage
  package var said: AISaid
  /// The reader's unfinished work at that moment, as their browser had saved it.
  package var draft: String?
}

/// The AI's answer to a case as it was shown.
package struct AISaid: Hashable, Sendable {
  package var plantedError: PlantedErrorKind?
  package var assessment: Assessment?
  package var malignancy: Double?
  package var modelDigest: String

  package init(
    plantedError: PlantedErrorKind?, assessment: Assessment?, malignancy: Double?,
    modelDigest: String
  ) {
    self.plantedError = plantedError
    self.assessment = assessment
    self.malignancy = malignancy
    self.modelDigest = modelDigest
  }
}

extension RecordStore {
  /// Records that the AI is shown now, if it may be: one transaction checks the phase and writes.
  ///
  /// - Returns: False when the attempt's mode does not allow the AI in its phase. The first showing
  ///   stands; a later one changes nothing.
  package func reveal(_ said: AISaid, in attempt: String, of account: Account.ID, now: Date)
    async throws(RecordError) -> Bool
  {
    try await write { db in
      let phase = try AttemptPhase.fetch(db, attempt, of: account)
      guard
        let row = try Row.fetchOne(
          db, sql: "SELECT \(AttemptRecord.columns) FROM attempt WHERE id = ?", arguments: [attempt])
      else { return false }
      let mode = try AttemptRecord(row: row).mode
      guard phase == .revising || (phase == .reading && mode.mayPrecedeAnswer) else { return false }
      try said.insert(db, attempt, phase == .reading ? .first : .final, now)
      return true
    }
  }

  /// Nil while the AI has not been shown.
  package func aiReveal(in attempt: String) async throws(RecordError) -> AIReveal? {
    try await read { db in
      try AIReveal.fetchOne(
        db, sql: "SELECT * FROM aiReveal WHERE attempt = ?", arguments: [attempt])
    }
  }
}

extension AISaid {
  fileprivate func insert(_ db: Database, _ attempt: String, _ stage: ReadStage, _ now: Date) throws {
    try db.execute(
      sql: """
        INSERT INTO aiReveal
          (attempt, at, stage, plantedError, assessment, malignancy, modelDigest, draft)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, (SELECT body FROM draft WHERE attempt = ?1))
        ON CONFLICT DO NOTHING
        """,
      arguments: [
        attempt, now.milliseconds, stage, plantedError?.rawValue, assessment?.rawValue, malignancy,
        modelDigest,
      ])
  }
}

extension AIReveal: FetchableRecord {
  init(row: Row) throws {
    self.init(
      attempt: try row.value("attempt"), at: try row.date("at"), stage: try row.value("stage"),
      said: AISaid(
        plantedError: try row.value("plantedError", as: String?.self)
          .flatMap { PlantedErrorKind(rawValue: $0) },
        assessment: try row.value("assessment", as: String?.self).map { Assessment(rawValue: $0) },
        malignancy: try row.value("malignancy"), modelDigest: try row.value("modelDigest")),
      draft: try row.value("draft"))
  }
}

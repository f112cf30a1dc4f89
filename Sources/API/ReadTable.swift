import Foundation
import Records
import Sonography

/// Stored reads as a table: one row a read, one column a measure.
struct ReadTable {
  private let rows: [ExportRow]
  private let measures: [String]

  init(_ rows: [ExportRow]) {
    self.rows = rows
    measures = Set(rows.flatMap { $0.record.score.measures.map(\.name) }).sorted()
  }

  var table: CSVTable {
    CSVTable(Self.columns + measures + ["rubric", "lexicon"], rows.map(cells))
  }

  private static let columns = [
    "account", "displayName", "curriculum", "unit", "case", "mode", "stage", "startedAt",
    "committedAt", "assessment", "likelihood", "isMalignant",
  ]

  private func cells(_ row: ExportRow) -> [String] {
    let score = row.record.score
    let head = [
      "\(row.account.id.rawValue)", row.account.displayName, row.attempt.curriculum,
      row.attempt.unit, row.attempt.caseId, row.attempt.mode.rawValue, row.record.stage.rawValue,
      row.attempt.startedAt.formatted(.iso8601), row.record.receivedAt.formatted(.iso8601),
      score.assessment?.rawValue ?? "", row.record.read.likelihood.map { "\($0)" } ?? "",
      "\(score.isMalignant)",
    ]
    let values = measures.map { name in score.measure(name)?.value.map { "\($0)" } ?? "" }
    return head + values + [score.rubric, score.lexicon]
  }
}

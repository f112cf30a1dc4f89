import Foundation
import Learning
import Records
import Sonography
import Statistics
import Teaching

/// The numbers behind each chart of a person's page, as tables.
struct ProgressTables {
  let progress: LearningProgress
  let policy: LearningPolicy

  /// Nil for an unknown name.
  func table(_ name: String) -> CSVTable? {
    switch name {
    case "curve": curve
    case "fit": fit
    case "skills": skills
    case "decide": decide
    case "competence": competence
    case "reliance": reliance
    case "due": due
    default: nil
    }
  }

  private func cell(_ value: Double?) -> String { CSVTable.cell(value) }

  private var curve: CSVTable {
    CSVTable(
      ["skill", "from", "to", "count", "mean", "low90", "high90"],
      progress.skills.flatMap { skill in
        skill.blocks.map {
          [
            "\(skill.key)", "\($0.first)", "\($0.last)", "\($0.standing.count)",
            cell($0.standing.mean), cell($0.standing.interval.low), cell($0.standing.interval.high),
          ]
        }
      })
  }

  private var fit: CSVTable {
    CSVTable(
      ["skill", "cases", "value", "low90", "high90"],
      progress.skills.flatMap { skill in
        (skill.fit?.points ?? []).map {
          [
            "\(skill.key)", cell($0.trial), cell($0.estimate.value), cell($0.estimate.interval.low),
            cell($0.estimate.interval.high),
          ]
        }
      })
  }

  private var skills: CSVTable {
    CSVTable(
      [
        "skill", "count", "mean", "low90", "high90", "expectedScore", "expectedLow90",
        "expectedHigh90", "probabilityCompetent",
      ],
      progress.skills.map { skill in
        [
          "\(skill.key)", "\(skill.count)", cell(skill.overall?.mean),
          cell(skill.overall?.interval.low), cell(skill.overall?.interval.high),
          cell(skill.expected?.value), cell(skill.expected?.interval.low),
          cell(skill.expected?.interval.high), cell(skill.competent),
        ]
      })
  }

  private var decide: CSVTable { CSVTable(Self.detectionHeads, Self.rows(progress.detection)) }

  static let detectionHeads = ["figure", "value", "low90", "high90", "count"]

  static func rows(_ detection: Detection) -> [[String]] {
    let message = DetectionMessage(detection)
    func row(_ name: String, _ value: Double?, _ low: Double?, _ high: Double?, _ count: Int) -> [String] {
      [name, CSVTable.cell(value), CSVTable.cell(low), CSVTable.cell(high), "\(count)"]
    }
    let (m, n) = (message.malignant, message.notMalignant)
    return [
      row(
        "sensitivity", message.sensitivity?.value, message.sensitivity?.low,
        message.sensitivity?.high, m),
      row(
        "specificity", message.specificity?.value, message.specificity?.low,
        message.specificity?.high, n),
      row("dPrime", message.dPrime?.value, message.dPrime?.low, message.dPrime?.high, m + n),
      row("criterion", message.criterion?.value, message.criterion?.low, message.criterion?.high, m + n),
      row("auc", message.auc?.value, message.auc?.low, message.auc?.high, m + n),
    ]
  }

  private var competence: CSVTable {
    CSVTable(
      ["skill", "check", "outcome", "score", "chart", "limit"],
      progress.competence.flatMap { path in
        path.points.map {
          [
            "\(path.key)", "\($0.number)", $0.isFailure ? "failure" : "adequate", cell($0.score),
            $0.isMonitoring ? "monitoring" : "competence",
            cell($0.isMonitoring ? policy.monitoring.limit : policy.competence.limit),
          ]
        }
      })
  }

  private var reliance: CSVTable {
    CSVTable(
      ["mode", "aiError", "unaidedRight", "aiRight", "finalRight", "count"],
      progress.reliance.rows.flatMap { row in
        [true, false].flatMap { unaided in
          [true, false].map { final in
            let count = row.tally.count(
              unaidedRight: unaided, aiRight: row.error == nil, finalRight: final)
            return [
              row.mode.rawValue, row.error?.rawValue ?? "", "\(unaided)", "\(row.error == nil)",
              "\(final)", "\(count)",
            ]
          }
        }
      })
  }

  private var due: CSVTable {
    CSVTable(
      ["family", "recall", "dueAt"],
      progress.due.map {
        [
          $0.family, cell($0.retrievability),
          CSVTable.cell(Date(timeIntervalSince1970: $0.dueDay * 86_400)),
        ]
      })
  }

  /// Every answer a figure may rest on, one row each.
  static func evidence(_ records: [EvidenceRecord]) -> CSVTable {
    let skills = Set(records.flatMap(\.skills.keys)).sorted()
    let heads = [
      "read", "attempt", "curriculum", "unit", "case", "mode", "stage", "isNewCase", "isUnaided",
      "committedAt", "assessment", "likelihood", "calledPositive", "isMalignant", "aiAssessment",
      "aiCalledPositive", "errors", "falseMarks", "duration",
    ]
    return CSVTable(
      heads + skills,
      records.map { record in
        [
          "\(record.read)", record.attempt, record.curriculum, record.unit, record.caseId,
          record.mode.rawValue, record.stage.rawValue, "\(record.isNewCase)",
          "\(record.isUnaided)", CSVTable.cell(record.receivedAt), record.assessment?.rawValue ?? "",
          CSVTable.cell(record.likelihood), "\(record.calledPositive)", "\(record.isMalignant)",
          record.ai?.assessment?.rawValue ?? "", record.ai.map { "\($0.calledPositive)" } ?? "",
          record.errors.joined(separator: " "), "\(record.falseMarks)",
          CSVTable.cell(record.duration),
        ] + skills.map { CSVTable.cell(record.skills[$0]) }
      })
  }
}

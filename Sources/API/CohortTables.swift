import Foundation
import Learning
import Records
import Sonography
import Statistics
import Teaching

/// The numbers behind each chart of the department's page, as tables.
struct CohortTables {
  let progress: CohortProgress

  /// Nil for an unknown name.
  func table(_ name: String) -> CSVTable? {
    switch name {
    case "trainees": trainees
    case "skills": skills
    case "curve": curve
    case "model": model
    case "funnel": funnel
    case "limits": limits
    case "competence": competence
    case "reliance": reliance
    case "attention": attention
    default: nil
    }
  }

  private func cell(_ value: Double?) -> String { CSVTable.cell(value) }

  private func name(_ trainee: TraineeProgress) -> [String] {
    ["\(trainee.account.id.rawValue)", trainee.account.displayName]
  }

  private var trainees: CSVTable {
    CSVTable(
      [
        "account", "displayName", "answers", "lastAnswerAt", "malignant", "sensitivity",
        "sensitivityLow90", "sensitivityHigh90", "notMalignant", "specificity", "specificityLow90",
        "specificityHigh90", "dPrime", "dPrimeLow90", "dPrimeHigh90", "criterion", "criterionLow90",
        "criterionHigh90", "auc", "aucLow90", "aucHigh90",
      ],
      progress.trainees.map { trainee in
        let d = DetectionMessage(trainee.detection)
        return name(trainee) + [
          "\(trainee.standing.counted)", CSVTable.cell(trainee.lastAnswerAt), "\(d.malignant)",
          cell(d.sensitivity?.value), cell(d.sensitivity?.low), cell(d.sensitivity?.high),
          "\(d.notMalignant)", cell(d.specificity?.value), cell(d.specificity?.low),
          cell(d.specificity?.high), cell(d.dPrime?.value), cell(d.dPrime?.low),
          cell(d.dPrime?.high), cell(d.criterion?.value), cell(d.criterion?.low),
          cell(d.criterion?.high), cell(d.auc?.value), cell(d.auc?.low), cell(d.auc?.high),
        ]
      })
  }

  private var skills: CSVTable {
    CSVTable(
      [
        "account", "displayName", "skill", "count", "mean", "low90", "high90", "expectedScore",
        "expectedLow90", "expectedHigh90", "probabilityCompetent",
      ],
      progress.trainees.flatMap { trainee in
        trainee.skills.map { skill in
          name(trainee) + [
            "\(skill.key)", "\(skill.count)", cell(skill.overall?.mean),
            cell(skill.overall?.interval.low), cell(skill.overall?.interval.high),
            cell(skill.expected?.value), cell(skill.expected?.interval.low),
            cell(skill.expected?.interval.high), cell(skill.competent),
          ]
        }
      })
  }

  private var curve: CSVTable {
    CSVTable(
      ["skill", "from", "to", "trainees", "p10", "p25", "p50", "p75", "p90"],
      progress.bands.map {
        [
          progress.skill.rawValue, "\($0.first)", "\($0.last)", "\($0.trainees)", cell($0.p10),
          cell($0.p25), cell($0.p50), cell($0.p75), cell($0.p90),
        ]
      })
  }

  private var model: CSVTable {
    CSVTable(
      ["skill", "cases", "p10", "p50", "p90"],
      (progress.curve ?? []).map {
        [progress.skill.rawValue, "\($0.sequence)", cell($0.p10), cell($0.p50), cell($0.p90)]
      })
  }

  private var funnel: CSVTable {
    CSVTable(
      ["share", "account", "displayName", "successes", "answers", "centre", "place"],
      progress.funnels.flatMap { funnel in
        zip(progress.trainees, funnel.plot.points).map { trainee, point in
          [funnel.share.rawValue] + name(trainee) + [
            cell(point.successes), "\(point.answers)", cell(funnel.plot.centre),
            point.place.rawValue,
          ]
        }
      })
  }

  private var limits: CSVTable {
    CSVTable(
      ["share", "answers", "low95", "high95", "low998", "high998"],
      progress.funnels.flatMap { funnel in
        funnel.limits.map {
          [
            funnel.share.rawValue, "\($0.answers)", cell($0.inner.low), cell($0.inner.high),
            cell($0.outer.low), cell($0.outer.high),
          ]
        }
      })
  }

  private var competence: CSVTable {
    CSVTable(
      ["account", "displayName", "skill", "checks", "failures", "score", "isCompetent", "events"],
      progress.trainees.flatMap { trainee in
        progress.policy.critical.map { key in
          let chart = trainee.standing.skills[key]?.chart ?? ChartState()
          let events = chart.events.map { "\($0.isAlarm ? "alarm" : "signal")@\($0.atCase)" }
          return name(trainee) + [
            "\(key)", "\(chart.cases)", "\(chart.failures)", cell(chart.score),
            "\(chart.isCompetent)", events.joined(separator: " "),
          ]
        }
      })
  }

  private var reliance: CSVTable {
    CSVTable(
      ["account", "displayName", "mode", "aiError", "unaidedRight", "finalRight", "count"],
      progress.trainees.flatMap { trainee in
        trainee.standing.reliance.rows.flatMap { row in
          [true, false].flatMap { unaided in
            [true, false].map { final in
              let count = row.tally.count(
                unaidedRight: unaided, aiRight: row.error == nil, finalRight: final)
              return name(trainee) + [
                row.mode.rawValue, row.error?.rawValue ?? "", "\(unaided)", "\(final)", "\(count)",
              ]
            }
          }
        }
      })
  }

  private var attention: CSVTable {
    CSVTable(
      ["account", "kind", "sentence"],
      progress.atRisk.flatMap { risk in
        risk.grounds.map { [risk.trainee, $0.kind.rawValue, $0.sentence] }
      })
  }
}

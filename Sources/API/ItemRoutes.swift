import Learning
import Records
import Sonography
import Statistics
import Teaching
import Web

/// How cases behave: for instructors, who may see truth.
struct ItemRoutes: Sendable {
  let services: Services

  var table: [Route] {
    let instructor = Access.roles([.instructor])
    return [
      Route("GET", "/api/items", instructor, items),
      Route("GET", "/api/items.csv", instructor, csv),
    ]
  }

  private func items(_ call: Call) async throws -> HTTPResponse {
    .json(ItemTableMessage(try await items(of: call)))
  }

  private func csv(_ call: Call) async throws -> HTTPResponse {
    let table = try await items(of: call)
    return .csv(table.csv, named: "items-\(table.skill.rawValue)")
  }

  private func items(of call: Call) async throws -> ItemTable {
    var cohort: Cohort.ID?
    if let text = call.request.query["cohort"] {
      guard let id = Int64(text) else { throw Refusal.notFound }
      cohort = Cohort.ID(rawValue: id)
    }
    return try await services.items.items(of: cohort, skill: try call.skill())
  }
}

struct ItemTableMessage: Encodable {
  var skill: Skill
  var answers: Int
  /// Trainees below which a case's discrimination is chance.
  var leastAnswers: Int
  var items: [Item]

  struct Item: Encodable {
    var id: String
    @Nullable var title: String?
    @Nullable var isMalignant: Bool?
    @Nullable var family: String?
    @Nullable var passed: ShareMessage?
    @Nullable var difficulty: EstimateMessage?
    /// What an answer tells about a trainee of mean ability, per squared logit.
    @Nullable var information: Double?
    @Nullable var discrimination: EstimateMessage?
    @Nullable var discriminationReason: String?
    @Nullable var upperMinusLower: Double?
    var medianSeconds: Double
    var answers: [Answer]
  }

  struct Answer: Encodable {
    var word: String
    var count: Int
    var share: Double
    var low: Double
    var high: Double
  }

  init(_ table: ItemTable) {
    skill = table.skill
    answers = table.answers
    leastAnswers = ItemStatistics.leastAnswers
    items = table.rows.map { row in
      Item(
        id: row.statistics.item, title: row.title, isMalignant: row.isMalignant,
        family: row.family, passed: row.statistics.passed.map(ShareMessage.init),
        difficulty: row.difficulty.map(EstimateMessage.init),
        information: row.statistics.information.value,
        discrimination: row.statistics.discrimination.value.map(EstimateMessage.init),
        discriminationReason: row.statistics.discrimination.reason,
        upperMinusLower: row.statistics.upperMinusLower.value, medianSeconds: row.medianSeconds,
        answers: row.statistics.answers.map {
          Answer(
            word: $0.word, count: $0.count, share: $0.share, low: $0.interval.low,
            high: $0.interval.high)
        })
    }
  }
}

extension ItemTable {
  var csv: CSVTable {
    CSVTable(
      [
        "case", "title", "isMalignant", "family", "skill", "answers", "mean", "low90", "high90",
        "difficulty", "difficultyLow90", "difficultyHigh90", "information", "discrimination",
        "discriminationLow90", "discriminationHigh90", "upperMinusLower", "medianSeconds",
        "answersGiven",
      ],
      rows.map { row in
        let (item, passed) = (row.statistics, row.statistics.passed)
        let told = item.discrimination.value
        return [
          item.item, row.title ?? "", row.isMalignant.map { "\($0)" } ?? "", row.family ?? "",
          skill.rawValue, CSVTable.cell(passed?.count), CSVTable.cell(passed?.mean),
          CSVTable.cell(passed?.interval.low), CSVTable.cell(passed?.interval.high),
          CSVTable.cell(row.difficulty?.value), CSVTable.cell(row.difficulty?.interval.low),
          CSVTable.cell(row.difficulty?.interval.high), CSVTable.cell(item.information.value),
          CSVTable.cell(told?.value),
          CSVTable.cell(told?.interval.low), CSVTable.cell(told?.interval.high),
          CSVTable.cell(item.upperMinusLower.value), CSVTable.cell(row.medianSeconds),
          item.answers.map { "\($0.word):\($0.count)" }.joined(separator: " "),
        ]
      })
  }
}

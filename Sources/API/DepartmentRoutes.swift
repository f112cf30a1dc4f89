import Foundation
import Learning
import Records
import Sonography
import Teaching
import Web

/// Cohort curves, the table of trainees by skill, and the export.
struct DepartmentRoutes: Sendable {
  let services: Services

  var table: [Route] {
    let department = Access.roles([.department])
    return [
      Route("GET", "/api/department/cohorts", department, cohorts),
      Route("GET", "/api/department/cohorts/{id}", department, cohort),
      Route("GET", "/api/department/cohorts/{id}.csv", department, export),
    ]
  }

  private func cohorts(_ call: Call) async throws -> HTTPResponse {
    .json(["cohorts": try await services.progress.cohortCounts().map(CohortCountMessage.init)])
  }

  private func cohort(_ call: Call) async throws -> HTTPResponse {
    .json(CohortProgressMessage(try await services.progress.cohort(try cohortID(of: call))))
  }

  private func export(_ call: Call) async throws -> HTTPResponse {
    let rows = try await services.progress.export(
      try cohortID(of: call), by: .account(try call.account().id), now: services.courses.now)
    return HTTPResponse(
      status: 200,
      headers: [
        (name: "Content-Type", value: "text/csv; charset=utf-8"),
        (
          name: "Content-Disposition",
          value: "attachment; filename=\"sonodrill-cohort-\(call.place("id")).csv\""
        ), (name: "Cache-Control", value: "no-store"),
      ], body: Array(ReadTable(rows).text.utf8))
  }

  private func cohortID(of call: Call) throws -> Cohort.ID {
    guard let id = Int64(call.place("id")) else { throw Refusal.notFound }
    return Cohort.ID(rawValue: id)
  }
}

struct CohortCountMessage: Encodable {
  var id: Int64
  var name: String
  var members: Int
  var answers: Int

  init(_ count: CohortCount) {
    id = count.cohort.id.rawValue
    name = count.cohort.name
    members = count.members
    answers = count.answers
  }
}

struct CohortProgressMessage: Encodable {
  var cohort: Head
  var trainees: [Trainee]
  var curve: [Band]
  var skillNames: [Skill]

  struct Head: Encodable {
    var id: Int64
    var name: String
  }

  struct Trainee: Encodable {
    var account: Int64
    var displayName: String
    var cases: Int
    @Nullable var lastAnswerAt: Date?
    /// Only skills with at least one full window; the rest is too early to say.
    var skills: [String: ShareMessage]
    var counts: [String: Int]
    var detection: DetectionMessage
  }

  struct Band: Encodable {
    var from: Int
    var to: Int
    var p10: Double
    var p25: Double
    var p50: Double
    var p75: Double
    var p90: Double
    var trainees: Int
  }

  init(_ progress: CohortProgress) {
    cohort = Head(id: progress.cohort.id.rawValue, name: progress.cohort.name)
    trainees = progress.trainees.map { trainee in
      let curves = trainee.progress.curves
      return Trainee(
        account: trainee.account.id.rawValue, displayName: trainee.account.displayName,
        cases: trainee.progress.cases, lastAnswerAt: trainee.lastAnswerAt,
        skills: Dictionary(
          curves.compactMap { curve in
            curve.overall.map { (curve.skill.rawValue, ShareMessage($0)) }
          }, uniquingKeysWith: { first, _ in first }),
        counts: Dictionary(
          curves.map { ($0.skill.rawValue, $0.count) }, uniquingKeysWith: { first, _ in first }),
        detection: DetectionMessage(trainee.progress.detection))
    }
    curve = progress.bands.map {
      Band(
        from: $0.first, to: $0.last, p10: $0.p10, p25: $0.p25, p50: $0.p50, p75: $0.p75,
        p90: $0.p90, trainees: $0.trainees)
    }
    skillNames = Skill.allCases
  }
}

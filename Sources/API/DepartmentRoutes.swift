import Statistics
import Foundation
import Learning
import Records
import Sonography
import Teaching
import Web

/// Cohort figures and everything behind them, and the exports for research.
struct DepartmentRoutes: Sendable {
  let services: Services

  var table: [Route] {
    let department = Access.roles([.department])
    return [
      Route("GET", "/api/department/cohorts", department, cohorts),
      Route("GET", "/api/department/cohorts/{id}", department, cohort),
      Route("GET", "/api/department/cohorts/{id}.csv", department, export),
      Route("GET", "/api/department/cohorts/{id}/{table}.csv", department, figures),
    ]
  }

  private func cohorts(_ call: Call) async throws -> HTTPResponse {
    .json(["cohorts": try await services.department.cohortCounts().map(CohortCountMessage.init)])
  }

  private func cohort(_ call: Call) async throws -> HTTPResponse {
    .json(CohortProgressMessage(try await progress(call)))
  }

  private func figures(_ call: Call) async throws -> HTTPResponse {
    let name = call.place("table")
    guard let table = CohortTables(progress: try await progress(call)).table(name) else {
      throw Refusal.notFound
    }
    return .csv(table, named: "cohort-\(call.place("id"))-\(name)")
  }

  private func export(_ call: Call) async throws -> HTTPResponse {
    let rows = try await services.progress.export(
      try cohortID(of: call), by: .account(try call.account().id), now: services.courses.now)
    return .csv(ReadTable(rows).table, named: "cohort-\(call.place("id"))")
  }

  private func progress(_ call: Call) async throws -> CohortProgress {
    try await services.department.cohort(try cohortID(of: call), skill: try call.skill())
  }

  private func cohortID(of call: Call) throws -> Cohort.ID {
    guard let id = Int64(call.place("id")) else { throw Refusal.notFound }
    return Cohort.ID(rawValue: id)
  }
}

extension Call {
  /// The skill asked about: finding, unless another is named.
  func skill() throws(Refusal) -> Skill {
    guard let name = request.query["skill"] else { return .find }
    guard let skill = Skill(rawValue: name) else {
      let known = Skill.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(.malformed, "\"skill\" is one of \(known).")
    }
    return skill
  }
}

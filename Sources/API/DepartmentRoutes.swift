import Catalog
import Foundation
import Learning
import Records
import Sonography
import Statistics
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
      Route("GET", "/api/department/cohorts/{id}/research/{name}", department, research),
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

  /// Files of an export for other programs; each comes alone, and the keys lead back to names.
  private func research(_ call: Call) async throws -> HTTPResponse {
    let (id, name) = (try cohortID(of: call), call.place("name"))
    if name == "dictionary.csv" { return .csv(dataDictionary, named: "dictionary") }
    let wanted = Self.researchFiles[name]
    guard let wanted else { throw Refusal.notFound }
    let files =
      wanted.isMarks
      ? try await services.research.marks(of: id) : try await services.research.ratings(of: id)
    guard let file = files.first(where: { $0.name == wanted.file }) else { throw Refusal.notFound }
    try await services.progress.noteExport(
      of: id, name, by: .account(try call.account().id), now: services.courses.now)
    return .file(file.bytes, named: "cohort-\(call.place("id"))-\(name)", type: wanted.type)
  }

  private static let researchFiles: [String: (isMarks: Bool, file: String, type: String)] = [
    "ratings.imrmc": (false, "ratings.imrmc", "text/plain; charset=utf-8"),
    "ratings-keys.csv": (false, "keys.csv", "text/csv; charset=utf-8"),
    "marks.xlsx": (
      true, "marks.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    "marks-keys.csv": (true, "keys.csv", "text/csv; charset=utf-8"),
  ]

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

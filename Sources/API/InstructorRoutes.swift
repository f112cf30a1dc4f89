import Catalog
import Foundation
import Records
import Sonography
import Teaching
import Web

/// Cases with truth, curricula with problems, cohorts and their work.
struct InstructorRoutes: Sendable {
  let services: Services

  var table: [Route] {
    let instructor = Access.roles([.instructor])
    let cohortEditors = Access.roles([.instructor, .administrator])
    return [
      Route("GET", "/api/cases", instructor, cases),
      Route("GET", "/api/cases/{id}/preview", instructor, preview),
      Route("GET", "/api/cases/{id}/views/{view}/frames/{frame}.png", instructor, still),
      Route("GET", "/api/curricula", cohortEditors, curricula),
      Route("GET", "/api/problems", instructor, problems),
      Route("GET", "/api/cohorts", .roles([.instructor, .administrator, .department]), cohorts),
      Route("POST", "/api/cohorts", cohortEditors, createCohort),
      Route("PUT", "/api/cohorts/{id}", cohortEditors, setCohort),
      Route("GET", "/api/cohorts/{id}/units/{curriculum}/{unit}", instructor, work),
    ]
  }

  private func cases(_ call: Call) async throws -> HTTPResponse {
    let overviews = try await services.instructor.cases(
      matching: call.request.query["query"] ?? "", limit: 200)
    return .json([
      "cases": overviews.map(CaseOverviewMessage.init)
    ])
  }

  private func preview(_ call: Call) async throws -> HTTPResponse {
    .json(FeedbackMessage(try await services.instructor.preview(call.place("id"))))
  }

  private func still(_ call: Call) async throws -> HTTPResponse {
    let bundle = try services.library.bundle(call.place("id"))
    guard let view = CaseHandles(bundle.case.views).view(call.place("view")),
      let frame = Int(call.place("frame"))
    else { throw Refusal.notFound }
    return .still(try await services.library.still(frame, of: view, in: bundle))
  }

  private func curricula(_ call: Call) async throws -> HTTPResponse {
    let library = services.library
    let messages = library.catalog.curricula.values.sorted { $0.id < $1.id }.map { curriculum in
      CurriculumMessage(
        curriculum, cases: library.cases(of:),
        problems: library.problems.filter { $0.file.hasSuffix("\(curriculum.id).yaml") })
    }
    return .json(["curricula": messages])
  }

  private func problems(_ call: Call) async throws -> HTTPResponse {
    .json(["problems": services.library.problems.map(ProblemMessage.init)])
  }

  private func cohorts(_ call: Call) async throws -> HTTPResponse {
    let overviews = try await services.instructor.cohorts()
    return .json(["cohorts": overviews.map { message($0) }])
  }

  private func createCohort(_ call: Call) async throws -> HTTPResponse {
    let name = try call.body(CohortNameMessage.self).name
    return .json(
      message(
        try await services.instructor.createCohort(name, by: .account(try call.account().id))))
  }

  private func setCohort(_ call: Call) async throws -> HTTPResponse {
    let change = try call.body(CohortChangeMessage.self)
    guard let id = Int64(call.place("id")) else { throw Refusal.notFound }
    let curricula = try change.curricula.map { assignment in
      (id: assignment.id, dueAt: try date(assignment.dueAt))
    }
    return .json(
      message(
        try await services.instructor.setCohort(
          Cohort.ID(rawValue: id), name: change.name,
          members: change.members.map(Account.ID.init(rawValue:)), curricula: curricula,
          by: .account(try call.account().id))))
  }

  private func date(_ text: String?) throws -> Date? {
    guard let text else { return nil }
    guard let date = try? Date(text, strategy: .iso8601) else {
      throw Refusal(.malformed, "\"dueAt\" is a time such as 2026-01-31T12:00:00Z, or null.")
    }
    return date
  }

  private func work(_ call: Call) async throws -> HTTPResponse {
    guard let id = Int64(call.place("id")) else { throw Refusal.notFound }
    let work = try await services.instructor.work(
      of: Cohort.ID(rawValue: id), curriculum: call.place("curriculum"), unit: call.place("unit"))
    return .json(["trainees": work.map(TraineeWorkMessage.init)])
  }

  private func message(_ overview: CohortOverview) -> CohortMessage {
    CohortMessage(overview) { services.library.catalog.curricula[$0]?.title ?? $0 }
  }
}

struct CaseOverviewMessage: Encodable {
  var id: String
  var title: String
  var tags: [String]
  var views: Int
  var frames: Int
  @Nullable var outcome: String?
  var isSimulated: Bool
  var source: String
  var digest: String

  init(_ overview: CaseOverview) {
    let bundle = overview.bundle
    id = bundle.id
    title = bundle.case.title
    tags = bundle.case.tags
    views = bundle.case.views.count
    frames = bundle.case.views.reduce(0) { $0 + $1.frames }
    outcome = overview.outcome?.rawValue
    isSimulated = bundle.case.isSimulated
    source = bundle.case.source.name
    digest = bundle.digest
  }
}

struct ProblemMessage: Encodable {
  var file: String
  @Nullable var line: Int?
  var severity: String
  var sentence: String

  init(_ problem: Problem) {
    file = problem.file
    line = problem.line
    severity = problem.severity.rawValue
    sentence = problem.sentence
  }
}

struct CurriculumMessage: Encodable {
  var id: String
  var title: String
  var goal: String
  var units: [Unit]
  var problems: [ProblemMessage]

  struct Unit: Encodable {
    var id: String
    var title: String
    var goal: String
    var mode: AIMode
    var feedback: FeedbackTime
    var order: CaseOrder
    var passRule: String
    var gates: [String]
    var cases: [String]
  }

  init(_ curriculum: Curriculum, cases: (Curriculum.Unit) -> [String], problems: [Problem]) {
    id = curriculum.id
    title = curriculum.title
    goal = curriculum.goal
    units = curriculum.units.map { unit in
      Unit(
        id: unit.id, title: unit.title, goal: unit.goal, mode: unit.mode, feedback: unit.feedback,
        order: unit.order, passRule: passSentence(unit.passRule), gates: unit.gates,
        cases: cases(unit))
    }
    self.problems = problems.map(ProblemMessage.init)
  }
}

struct CohortNameMessage: Codable { var name: String }

struct CohortChangeMessage: Codable {
  var name: String
  var members: [Int64]
  var curricula: [Assigned]

  struct Assigned: Codable {
    var id: String
    var dueAt: String?
  }
}

struct CohortMessage: Encodable {
  var id: Int64
  var name: String
  var members: [Member]
  var curricula: [Assigned]

  struct Member: Encodable {
    var id: Int64
    var displayName: String
    var role: Role
  }

  struct Assigned: Encodable {
    var id: String
    var title: String
    @Nullable var dueAt: Date?
  }

  init(_ overview: CohortOverview, title: (String) -> String) {
    id = overview.cohort.id.rawValue
    name = overview.cohort.name
    members = overview.members.map {
      Member(id: $0.id.rawValue, displayName: $0.displayName, role: $0.role)
    }
    curricula = overview.assignments.map {
      Assigned(id: $0.curriculum, title: title($0.curriculum), dueAt: $0.dueAt)
    }
  }
}

struct TraineeWorkMessage: Encodable {
  var account: Int64
  var displayName: String
  var answered: Int
  var total: Int
  var isPassed: Bool
  @Nullable var found: ShareMessage?
  var attempts: [HistoryEntryMessage]

  init(_ work: TraineeWork) {
    account = work.account.id.rawValue
    displayName = work.account.displayName
    answered = work.answered
    total = work.total
    isPassed = work.isPassed
    found = ShareMessage(work.found)
    attempts = work.attempts.map(HistoryEntryMessage.init)
  }
}

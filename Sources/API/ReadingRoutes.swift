import Catalog
import Foundation
import Sonography
import Teaching
import Web

/// Today's work, attempts, answers and feedback.
struct ReadingRoutes: Sendable {
  let services: Services

  var table: [Route] {
    [
      Route("GET", "/api/today", .signedIn, today),
      Route("POST", "/api/attempts", .signedIn, open),
      Route("GET", "/api/attempts/{attempt}", .signedIn, show),
      Route("PUT", "/api/attempts/{attempt}/draft", .signedIn, saveDraft),
      Route("POST", "/api/attempts/{attempt}/commit", .signedIn, commit),
      Route("POST", "/api/attempts/{attempt}/ai", .signedIn, askForAI),
      Route("POST", "/api/attempts/{attempt}/again", .signedIn, openAgain),
      Route("GET", "/api/attempts/{attempt}/feedback", .signedIn, feedback),
      Route("GET", "/api/attempts/{attempt}/views/{view}/frames/{frame}.png", .signedIn, still),
    ]
  }

  private func today(_ call: Call) async throws -> HTTPResponse {
    let account = try call.account()
    let courses = try await services.courses.courses(of: account)
    let midnight = Calendar(identifier: .gregorian).startOfDay(for: services.courses.now)
    let answered = try await services.courses.answered(by: account, since: midnight)
    return .json(TodayMessage(courses, answeredToday: answered))
  }

  private func open(_ call: Call) async throws -> HTTPResponse {
    let message = try call.body(OpenAttemptMessage.self)
    let sitting = try await services.readingRoom.open(
      curriculum: message.curriculum, unit: message.unit, for: try call.account())
    return try await attempt(sitting)
  }

  private func show(_ call: Call) async throws -> HTTPResponse {
    try await attempt(
      try await services.readingRoom.sitting(call.place("attempt"), of: try call.account()))
  }

  private func saveDraft(_ call: Call) async throws -> HTTPResponse {
    let message = try call.body(AnswerMessage.self)
    let savedAt = try await services.readingRoom.saveDraft(
      message.read, in: call.place("attempt"), of: try call.account())
    return .json(["savedAt": savedAt] as [String: Date])
  }

  private func commit(_ call: Call) async throws -> HTTPResponse {
    let key = call.request.headers["idempotency-key"] ?? ""
    guard (8...64).contains(key.utf8.count) else {
      throw Refusal(
        .malformed, "A commit needs an Idempotency-Key header of 8 to 64 characters.")
    }
    let message = try call.body(AnswerMessage.self)
    return try await attempt(
      try await services.readingRoom.commit(
        message.read, key: key, in: call.place("attempt"), of: try call.account()))
  }

  private func askForAI(_ call: Call) async throws -> HTTPResponse {
    try await attempt(
      try await services.readingRoom.askForAI(in: call.place("attempt"), of: try call.account()))
  }

  private func openAgain(_ call: Call) async throws -> HTTPResponse {
    try await attempt(
      try await services.readingRoom.openAgain(call.place("attempt"), for: try call.account()))
  }

  private func feedback(_ call: Call) async throws -> HTTPResponse {
    .json(
      FeedbackMessage(
        try await services.readingRoom.feedback(call.place("attempt"), for: try call.account())))
  }

  private func still(_ call: Call) async throws -> HTTPResponse {
    let bundle = try await services.readingRoom.bundle(
      call.place("attempt"), for: try call.account())
    guard let view = CaseHandles(bundle.case.views).view(call.place("view")),
      let frame = Int(call.place("frame"))
    else { throw Refusal.notFound }
    return .still(try await services.library.still(frame, of: view, in: bundle))
  }

  private func attempt(_ sitting: Sitting) async throws -> HTTPResponse {
    // Only who still answers needs the AI here; nobody else's receipt waits for it.
    let reading =
      sitting.session.phase == .committed
      ? nil : try await services.readingRoom.reading(for: sitting)
    return .json(
      AttemptMessage(
        sitting, ai: reading.map { AIReadingMessage($0, sitting.handles) },
        prevalence: try await prevalence(sitting.unit)))
  }

  /// Told only of sets so large that it tells nothing of one case.
  private func prevalence(_ unit: Curriculum.Unit) async throws -> PrevalenceMessage? {
    guard unit.prevalence == .told else { return nil }
    let (share, cases) = try await services.library.prevalence(of: unit)
    return cases >= PrevalenceMessage.leastCases ? PrevalenceMessage(share: share, cases: cases) : nil
  }
}

extension HTTPResponse {
  static func still(_ png: [UInt8]) -> HTTPResponse {
    HTTPResponse(
      status: 200,
      headers: [
        (name: "Content-Type", value: "image/png"), (name: "Cache-Control", value: "no-store"),
      ], body: png)
  }
}

struct OpenAttemptMessage: Codable {
  var curriculum: String
  var unit: String
}

struct AnswerMessage: Codable { var read: Read }

struct TodayMessage: Encodable {
  var courses: [CourseMessage]
  var answeredToday: Int
  @Nullable var next: Next?

  struct Next: Encodable {
    var curriculum: String
    var unit: String
    var remaining: Int
    var minutes: Int
  }

  init(_ courses: [Course], answeredToday: Int) {
    self.courses = courses.map(CourseMessage.init)
    self.answeredToday = answeredToday
    let open = courses.flatMap { course in course.units.map { (course, $0) } }
      .filter { $0.1.gate == nil && $0.1.remaining > 0 }
    let chosen = open.first { $0.1.openAttempt != nil } ?? open.first
    next = chosen.map { course, unit in
      // About fifty seconds a case, as the mean of a practised reader on a short loop.
      Next(
        curriculum: course.curriculum.id, unit: unit.unit.id, remaining: unit.remaining,
        minutes: max(1, unit.remaining * 50 / 60))
    }
  }
}

struct CourseMessage: Encodable {
  var id: String
  var title: String
  var goal: String
  @Nullable var dueAt: Date?
  @Nullable var cohort: String?
  var units: [UnitMessage]

  init(_ course: Course) {
    id = course.curriculum.id
    title = course.curriculum.title
    goal = course.curriculum.goal
    dueAt = course.dueAt
    cohort = course.cohort
    units = course.units.map(UnitMessage.init)
  }
}

struct UnitMessage: Encodable {
  var id: String
  var title: String
  var goal: String
  var mode: AIMode
  var feedback: FeedbackTime
  var total: Int
  var answered: Int
  var isOpen: Bool
  var isPassed: Bool
  @Nullable var gate: String?
  @Nullable var openAttempt: String?
  var passRule: String

  init(_ unit: CourseUnit) {
    id = unit.unit.id
    title = unit.unit.title
    goal = unit.unit.goal
    mode = unit.unit.mode
    feedback = unit.unit.feedback
    total = unit.total
    answered = unit.answered
    isOpen = unit.gate == nil
    isPassed = unit.isPassed
    gate = unit.gate
    openAttempt = unit.openAttempt
    passRule = unit.passRule
  }
}

import Foundation
import Learning
import Records
import Sonography
import Statistics
import Teaching
import Web

/// Learning curves and the history of attempts: one's own, or a trainee's for those who teach.
struct ProgressRoutes: Sendable {
  let services: Services

  var table: [Route] {
    [
      Route("GET", "/api/progress", .signedIn, progress),
      Route("GET", "/api/progress/{table}.csv", .signedIn, table),
      Route("GET", "/api/history", .signedIn, history),
    ]
  }

  private func progress(_ call: Call) async throws -> HTTPResponse {
    let figures = try await services.progress.progress(
      of: try subject(of: call), for: try call.account())
    return .json(ProgressMessage(figures, services.progress.policy))
  }

  private func table(_ call: Call) async throws -> HTTPResponse {
    let (subject, viewer) = (try subject(of: call), try call.account())
    let name = call.place("table")
    if name == "evidence" {
      let records = try await services.progress.evidence(of: subject, for: viewer)
      return .csv(ProgressTables.evidence(records), named: "evidence-\(subject.rawValue)")
    }
    let figures = try await services.progress.progress(of: subject, for: viewer)
    let tables = ProgressTables(progress: figures, policy: services.progress.policy)
    guard let table = tables.table(name) else { throw Refusal.notFound }
    return .csv(table, named: "\(name)-\(subject.rawValue)")
  }

  private func history(_ call: Call) async throws -> HTTPResponse {
    let limit = call.request.query["limit"].flatMap(Int.init) ?? 50
    guard (1...200).contains(limit) else {
      throw Refusal(.malformed, "\"limit\" lies between 1 and 200.")
    }
    let entries = try await services.progress.history(
      of: try subject(of: call), after: call.request.query["before"].flatMap(Int64.init),
      limit: limit)
    return .json(HistoryMessage(entries, limit: limit))
  }

  /// The account asked about: one's own unless a teacher names another.
  private func subject(of call: Call) throws -> Account.ID {
    let account = try call.account()
    guard let asked = call.request.query["account"] else { return account.id }
    guard let id = Int64(asked) else { throw Refusal.notFound }
    guard id == account.id.rawValue || [Role.instructor, .department].contains(account.role) else {
      throw Refusal(.roleRefused, "Your role may see its own work only.")
    }
    return Account.ID(rawValue: id)
  }
}

struct HistoryMessage: Encodable {
  var attempts: [HistoryEntryMessage]
  /// Pass as `before` to continue; nil at the end.
  @Nullable var next: String?

  init(_ entries: [HistoryEntry], limit: Int) {
    attempts = entries.map(HistoryEntryMessage.init)
    next = entries.count == limit ? entries.last.map { "\($0.entry.cursor)" } : nil
  }
}

struct HistoryEntryMessage: Encodable {
  var id: String
  var curriculum: String
  var unit: String
  @Nullable var title: String?
  var startedAt: Date
  @Nullable var committedAt: Date?
  var phase: AttemptPhase
  @Nullable var verdict: String?
  @Nullable var assessment: String?
  var mode: AIMode
  var hasFeedback: Bool

  init(_ entry: HistoryEntry) {
    let score = entry.entry.finalScore ?? entry.entry.firstScore
    id = entry.entry.attempt.id
    curriculum = entry.entry.attempt.curriculum
    unit = entry.entry.attempt.unit
    title = entry.title
    startedAt = entry.entry.attempt.startedAt
    committedAt = entry.entry.committedAt
    phase = entry.entry.phase
    verdict = entry.hasFeedback ? score?.verdict : nil
    assessment = score?.assessment?.rawValue
    mode = entry.entry.attempt.mode
    hasFeedback = entry.hasFeedback
  }
}

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
      Route("GET", "/api/history", .signedIn, history),
    ]
  }

  private func progress(_ call: Call) async throws -> HTTPResponse {
    .json(ProgressMessage(try await services.progress.progress(of: try subject(of: call))))
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

struct ProgressMessage: Encodable {
  var cases: Int
  var skills: [SkillMessage]
  var detection: DetectionMessage

  init(_ progress: LearningProgress) {
    cases = progress.cases
    skills = progress.curves.map(SkillMessage.init)
    detection = DetectionMessage(progress.detection)
  }
}

struct SkillMessage: Encodable {
  var skill: Skill
  var count: Int
  var missing: Int
  var blocks: [Block]
  @Nullable var overall: Overall?

  struct Block: Encodable {
    var from: Int
    var to: Int
    var mean: Double
    var low: Double
    var high: Double
    var count: Int
  }

  struct Overall: Encodable {
    var mean: Double
    var low: Double
    var high: Double
  }

  init(_ curve: LearningCurve) {
    skill = curve.skill
    count = curve.count
    missing = curve.missing
    blocks = curve.blocks.map {
      Block(
        from: $0.first, to: $0.last, mean: $0.standing.mean, low: $0.standing.interval.low,
        high: $0.standing.interval.high, count: $0.standing.count)
    }
    overall = curve.overall.map {
      Overall(mean: $0.mean, low: $0.interval.low, high: $0.interval.high)
    }
  }
}

/// A share with its 90 % interval and count.
struct ShareMessage: Encodable {
  var value: Double
  var low: Double
  var high: Double
  var count: Int

  init?(_ proportion: Proportion) {
    guard let value = proportion.value, let interval = proportion.wilson() else { return nil }
    self.value = value
    low = interval.low
    high = interval.high
    count = proportion.trials
  }

  init(_ standing: Standing) {
    value = standing.mean
    low = standing.interval.low
    high = standing.interval.high
    count = standing.count
  }
}

struct DetectionMessage: Encodable {
  var malignant: Int
  var notMalignant: Int
  @Nullable var sensitivity: ShareMessage?
  @Nullable var specificity: ShareMessage?
  @Nullable var dPrime: Figure?
  @Nullable var criterion: Figure?
  @Nullable var auc: Figure?
  @Nullable var aucReason: String?

  /// A value with its interval.
  struct Figure: Encodable {
    var value: Double
    @Nullable var low: Double?
    @Nullable var high: Double?

    init?(_ value: Double?, _ interval: Interval?) {
      guard let value else { return nil }
      self.value = value
      low = interval?.low
      high = interval?.high
    }
  }

  init(_ detection: Detection) {
    malignant = detection.sensitivity.trials
    notMalignant = detection.specificity.trials
    sensitivity = ShareMessage(detection.sensitivity)
    specificity = ShareMessage(detection.specificity)
    dPrime = Figure(detection.sharpness, detection.sharpnessInterval)
    criterion = Figure(detection.criterion, detection.criterionInterval)
    auc = Figure(detection.area?.area, detection.area?.interval())
    aucReason = detection.areaReason
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

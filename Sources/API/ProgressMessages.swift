import Foundation
import Learning
import Records
import Sonography
import Statistics
import Teaching

struct ProgressMessage: Encodable {
  var cases: Int
  @Nullable var since: Date?
  /// Expected score asked for on the reference set, 0...1.
  var target: Double
  var skills: [SkillMessage]
  var detection: DetectionMessage
  var chartRule: ChartRuleMessage
  var competence: [CompetenceMessage]
  var reliance: RelianceMessage
  var due: [DueMessage]
  var certification: CertificationMessage
  /// Answers whose feedback comes at the end of their unit, and that are left out until then.
  var held: Int

  init(_ progress: LearningProgress, _ policy: LearningPolicy) {
    cases = progress.cases
    since = progress.since
    target = progress.target
    let known = Dictionary(
      progress.skills.map { ($0.key.skill, $0) }, uniquingKeysWith: { first, _ in first })
    skills = Skill.allCases.map { SkillMessage($0, known[$0]) }
    detection = DetectionMessage(progress.detection)
    chartRule = ChartRuleMessage(policy)
    competence = progress.competence.map(CompetenceMessage.init)
    reliance = RelianceMessage(progress.reliance)
    due = progress.due.map(DueMessage.init)
    certification = CertificationMessage(progress.certification)
    held = progress.held
  }
}

struct SkillMessage: Encodable {
  var skill: Skill
  var count: Int
  var missing: Int
  var blocks: [BlockMessage]
  @Nullable var overall: ShareMessage?
  @Nullable var expected: EstimateMessage?
  @Nullable var competent: Double?
  @Nullable var fit: FitMessage?

  init(_ skill: Skill, _ progress: SkillProgress?) {
    self.skill = skill
    count = progress?.count ?? 0
    missing = progress?.missing ?? LearningCurve.window
    blocks = (progress?.blocks ?? []).map(BlockMessage.init)
    overall = progress?.overall.map(ShareMessage.init)
    expected = progress?.expected.map(EstimateMessage.init)
    competent = progress?.competent
    fit = progress?.fit.map(FitMessage.init)
  }
}

/// The fitted curve and what follows from it.
struct FitMessage: Encodable {
  var points: [Point]
  var advice: String
  var plateauProbability: Double
  @Nullable var needed: Needed?

  struct Point: Encodable {
    var cases: Double
    var value: Double
    var low: Double
    var high: Double
  }

  struct Needed: Encodable {
    @Nullable var expected: Double?
    @Nullable var low: Double?
    @Nullable var high: Double?
    var reachable: Double
  }

  init(_ fit: FittedCurve) {
    points = fit.points.map {
      Point(
        cases: $0.trial, value: $0.estimate.value, low: $0.estimate.interval.low,
        high: $0.estimate.interval.high)
    }
    advice = fit.plateau.advice.rawValue
    plateauProbability = fit.plateau.probability
    needed = fit.needed.map {
      Needed(expected: $0.expected, low: $0.low, high: $0.high, reachable: $0.reachable)
    }
  }
}

struct CompetenceMessage: Encodable {
  var skill: String
  var points: [Point]
  var cases: Int
  var failures: Int
  var isCompetent: Bool
  @Nullable var declaredAt: Int?
  @Nullable var relapsedAt: Int?

  struct Point: Encodable {
    var number: Int
    var score: Double
    var isFailure: Bool
    var isMonitoring: Bool
  }

  init(_ path: CompetencePath) {
    self.init(path.key, path.chart)
    points = path.points.map {
      Point(
        number: $0.number, score: $0.score, isFailure: $0.isFailure, isMonitoring: $0.isMonitoring)
    }
  }

  init(_ key: SkillKey, _ chart: ChartState) {
    skill = "\(key)"
    points = []
    cases = chart.cases
    failures = chart.failures
    // A signal before the first twenty checks is not yet told.
    isCompetent = chart.isCompetent && chart.cases >= LearningCurve.window
    declaredAt = chart.events.last { !$0.isAlarm }?.atCase
    relapsedAt = chart.events.last { $0.isAlarm }?.atCase
  }
}

struct DueMessage: Encodable {
  var family: String
  var recall: Double
  var dueAt: Date

  init(_ due: StandingReport.DueFamily) {
    family = due.family
    recall = due.retrievability
    dueAt = Date(timeIntervalSince1970: due.dueDay * 86_400)
  }
}

/// Why a case came next; sent with its feedback only.
struct WhyMessage: Encodable {
  @Nullable var skill: String?
  @Nullable var chance: Double?
  @Nullable var information: Double?
  @Nullable var need: Double?
  @Nullable var due: Double?
  @Nullable var novelty: Double?
  @Nullable var score: Double?
  var drawnFrom: Int
  var quotas: [String: String]
  var dropped: [String]

  init(_ choice: NextCase) {
    let numbers = choice.numbers
    skill = numbers.map { "\($0.skill)" }
    chance = numbers?.chance
    information = numbers?.information
    need = numbers?.need
    due = numbers?.due
    novelty = numbers?.novelty
    score = numbers?.score
    drawnFrom = choice.drawnFrom
    quotas = choice.quotas.mapValues(\.rawValue)
    dropped = choice.dropped
  }
}

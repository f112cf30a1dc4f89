import Foundation
import Learning
import Records
import Sonography
import Statistics
import Teaching

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
  var skill: Skill
  /// Expected score asked for on the reference set, 0...1.
  var target: Double
  /// Each over the trainees who have it, null for too few; nobody with fewer than twenty answers of
  /// the kind counts.
  var figures: Figures
  var trainees: [Trainee]
  var curve: [Band]
  /// Of the cohort's model; null for a small cohort.
  @Nullable var model: [ModelPoint]?
  var funnels: [FunnelMessage]
  var attention: [Attention]
  var chartRule: ChartRuleMessage
  /// Answers below which nobody is compared by name.
  var leastAnswers: Int
  var skillNames: [Skill]

  struct Head: Encodable {
    var id: Int64
    var name: String
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

  struct ModelPoint: Encodable {
    var cases: Int
    var p10: Double
    var p50: Double
    var p90: Double
  }

  struct Attention: Encodable {
    var account: Int64
    var grounds: [Ground]

    struct Ground: Encodable {
      var kind: String
      var sentence: String
    }
  }

  init(_ progress: CohortProgress) {
    cohort = Head(id: progress.cohort.id.rawValue, name: progress.cohort.name)
    skill = progress.skill
    target = progress.policy.targetScore
    figures = Figures(progress)
    trainees = progress.trainees.map { Trainee($0, progress) }
    curve = progress.bands.map {
      Band(
        from: $0.first, to: $0.last, p10: $0.p10, p25: $0.p25, p50: $0.p50, p75: $0.p75,
        p90: $0.p90, trainees: $0.trainees)
    }
    model = progress.curve?.map {
      ModelPoint(cases: $0.sequence, p10: $0.p10, p50: $0.p50, p90: $0.p90)
    }
    funnels = progress.funnels.map(FunnelMessage.init)
    attention = progress.atRisk.map { risk in
      Attention(
        account: Int64(risk.trainee) ?? 0,
        grounds: risk.grounds.map { .init(kind: $0.kind.rawValue, sentence: $0.sentence) })
    }
    chartRule = ChartRuleMessage(progress.policy)
    leastAnswers = FunnelPlot.leastAnswers
    skillNames = Skill.allCases
  }
}

extension CohortProgressMessage {
  struct Figures: Encodable {
    @Nullable var sensitivity: SpreadMessage?
    @Nullable var specificity: SpreadMessage?
    @Nullable var dPrime: SpreadMessage?
    @Nullable var criterion: SpreadMessage?
    @Nullable var auc: SpreadMessage?
    @Nullable var heldAgainstWrong: SpreadMessage?
    var competent: Int
    /// Trainees with at least twenty checks.
    var judged: Int

    init(_ progress: CohortProgress) {
      let least = LearningCurve.window
      func spread(_ figure: (TraineeProgress) -> Double?) -> SpreadMessage? {
        progress.spread(figure).map(SpreadMessage.init)
      }
      func both(_ detection: Detection) -> Detection? {
        min(detection.sensitivity.trials, detection.specificity.trials) >= least ? detection : nil
      }
      sensitivity = spread { $0.detection.sensitivity.trials >= least ? $0.detection.sensitivity.value : nil }
      specificity = spread { $0.detection.specificity.trials >= least ? $0.detection.specificity.value : nil }
      dPrime = spread { both($0.detection)?.sharpness }
      criterion = spread { both($0.detection)?.criterion }
      auc = spread { $0.detection.area?.area }
      heldAgainstWrong = spread { $0.standing.reliance.tally().relativeSelfReliance.value?.value }
      let charts = progress.trainees.map { trainee in
        progress.policy.critical.map { trainee.standing.skills[$0]?.chart ?? ChartState() }
      }
      judged = charts.count { $0.allSatisfy { $0.cases >= least } }
      competent = charts.count { $0.allSatisfy { $0.isCompetent && $0.cases >= least } }
    }
  }

  struct SpreadMessage: Encodable {
    var p10: Double
    var p50: Double
    var p90: Double
    var trainees: Int

    init(_ spread: Spread) {
      p10 = spread.p10
      p50 = spread.p50
      p90 = spread.p90
      trainees = spread.trainees
    }
  }

  struct Trainee: Encodable {
    var account: Int64
    var displayName: String
    var cases: Int
    @Nullable var lastAnswerAt: Date?
    /// Only skills with at least one full window; the rest is too early to say.
    var skills: [String: ShareMessage]
    var expected: [String: EstimateMessage]
    var counts: [String: Int]
    /// Of the chosen skill.
    var blocks: [BlockMessage]
    var detection: DetectionMessage
    var reliance: RelianceMessage
    var competence: [CompetenceMessage]
    var certification: CertificationMessage

    init(_ trainee: TraineeProgress, _ progress: CohortProgress) {
      account = trainee.account.id.rawValue
      displayName = trainee.account.displayName
      cases = trainee.standing.counted
      lastAnswerAt = trainee.lastAnswerAt
      skills = Self.named(trainee) { $0.overall.map(ShareMessage.init) }
      expected = Self.named(trainee) { $0.expected.map(EstimateMessage.init) }
      counts = Self.named(trainee) { $0.count }
      blocks = (trainee.skills.first { $0.key.skill == progress.skill }?.blocks ?? [])
        .map(BlockMessage.init)
      detection = DetectionMessage(trainee.detection)
      reliance = RelianceMessage(trainee.standing.reliance)
      competence = progress.policy.critical.map {
        CompetenceMessage($0, trainee.standing.skills[$0]?.chart ?? ChartState())
      }
      certification = CertificationMessage(trainee.certification)
    }

    private static func named<Value>(
      _ trainee: TraineeProgress, _ value: (SkillProgress) -> Value?
    ) -> [String: Value] {
      Dictionary(
        trainee.skills.compactMap { skill in value(skill).map { ("\(skill.key)", $0) } },
        uniquingKeysWith: { first, _ in first })
    }
  }
}

struct FunnelMessage: Encodable {
  var share: String
  @Nullable var centre: Double?
  var points: [Point]
  var limits: [Limits]

  struct Point: Encodable {
    var account: Int64
    var successes: Double
    var answers: Int
    var place: String
  }

  struct Limits: Encodable {
    var answers: Int
    var low95: Double
    var high95: Double
    var low998: Double
    var high998: Double
  }

  init(_ funnel: Funnel) {
    share = funnel.share.rawValue
    centre = funnel.plot.centre
    points = funnel.plot.points.map {
      Point(
        account: Int64($0.trainee) ?? 0, successes: $0.successes, answers: $0.answers,
        place: $0.place.rawValue)
    }
    limits = funnel.limits.map {
      Limits(
        answers: $0.answers, low95: $0.inner.low, high95: $0.inner.high, low998: $0.outer.low,
        high998: $0.outer.high)
    }
  }
}

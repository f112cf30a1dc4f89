package import Foundation
package import Learning
package import Records
package import Sonography
package import Statistics

/// What stored reads say about a cohort, for its department.
package final class DepartmentDesk: Sendable {
  private let store: RecordStore
  private let standings: StandingDesk
  private let progress: ProgressDesk
  private let clock: @Sendable () -> Date
  private let models = ModelShelf()

  package init(
    store: RecordStore, standings: StandingDesk, progress: ProgressDesk,
    clock: @escaping @Sendable () -> Date
  ) {
    self.store = store
    self.standings = standings
    self.progress = progress
    self.clock = clock
  }

  package var policy: LearningPolicy { standings.policy }

  /// All cohorts with how many trainees they have and how many first answers those gave.
  package func cohortCounts() async throws -> [CohortCount] {
    var counts: [CohortCount] = []
    for cohort in try await store.cohorts() {
      counts.append(
        CohortCount(
          cohort: cohort,
          members: try await store.members(of: cohort.id).count { $0.role == .trainee },
          answers: try await store.answerCount(of: cohort.id)))
    }
    return counts
  }

  /// Every trainee's standing and how the group's lies around it.
  ///
  /// - Parameter skill: of the curve, and of the reasons to look at somebody.
  package func cohort(_ id: Cohort.ID, skill: Skill) async throws -> CohortProgress {
    guard let cohort = try await store.cohort(id) else { throw TeachingError.notFound }
    let members = try await store.members(of: id).filter { $0.role == .trainee }
    let (references, standards) = await standings.standards()
    let day = StandingDesk.day(clock())
    var trainees: [TraineeProgress] = []
    for account in members {
      let kept = try await standings.standing(of: account.id, withHeld: true)
      let report = StandingReport(
        of: kept.standing, policy: policy, references: references, standards: standards, day: day)
      trainees.append(
        TraineeProgress(
          account: account, standing: kept.standing,
          skills: report.skills.filter { $0.key.feature == nil }.map {
            SkillProgress($0, kept.standing.skills[$0.key], fit: nil)
          },
          calls: try await store.calls(of: account.id),
          lastAnswerAt: try await store.lastAnswerAt(of: account.id),
          certification: progress.certification(kept.standing, standards, day)))
    }
    let results = try await store.results(of: skill.rawValue, in: id)
    let funnels = [Funnel(.sensitivity, trainees), Funnel(.specificity, trainees)]
    return CohortProgress(
      cohort: cohort, skill: skill, trainees: trainees, bands: Self.bands(results, skill),
      curve: await models.fit(results, skill, id), funnels: funnels,
      atRisk: atRisk(trainees, skill, funnels[0], day), policy: policy)
  }

  private static func bands(_ results: [SkillResult], _ skill: Skill) -> [CohortSummary.Band] {
    let byTrainee = Dictionary(grouping: results, by: \.account)
    let evidence = byTrainee.sorted { $0.key.rawValue < $1.key.rawValue }.map { account, mine in
      (
        id: "\(account.rawValue)",
        evidence: mine.map {
          Evidence(
            skill: skill, value: $0.value, isFirst: true, isUnaided: true, order: Int($0.read))
        }
      )
    }
    return CohortSummary(of: evidence).bands(of: skill)
  }

  private func atRisk(
    _ trainees: [TraineeProgress], _ skill: Skill, _ funnel: Funnel, _ day: Double
  ) -> [AtRisk] {
    zip(trainees, funnel.plot.points).compactMap { trainee, point in
      let key = SkillKey(skill)
      return AtRisk(
        trainee: "\(trainee.account.id.rawValue)", key: key, standing: trainee.standing,
        place: point.place, fit: trainee.standing.skills[key]?.fit(target: policy.targetScore).value,
        day: day)
    }
  }
}

/// The cohort's model, fitted again only when somebody has answered.
private actor ModelShelf {
  private struct Key: Hashable {
    var cohort: Cohort.ID
    var skill: Skill
  }

  private var kept: [Key: (last: Int64, curve: [CohortCurvePoint]?)] = [:]

  func fit(_ results: [SkillResult], _ skill: Skill, _ cohort: Cohort.ID) -> [CohortCurvePoint]? {
    let key = Key(cohort: cohort, skill: skill)
    let last = results.last?.read ?? 0
    if let known = kept[key], known.last == last { return known.curve }
    let curve = Self.curve(results)
    kept[key] = (last, curve)
    return curve
  }

  /// Nil where the cohort is too small or its answers too much alike.
  private static func curve(_ results: [SkillResult]) -> [CohortCurvePoint]? {
    let byTrainee = Dictionary(grouping: results, by: \.account)
    let trainees = byTrainee.filter { $0.value.count >= LearningCurve.window }
    guard trainees.count >= CohortSummary.traineesForBands else { return nil }
    let answers = byTrainee.values.flatMap { mine in
      mine.enumerated().map { index, result in
        FirstAnswer(
          trainee: "\(result.account.rawValue)", item: result.caseId, sequence: index + 1,
          result: result.value)
      }
    }
    guard let model = CohortModel.fit(answers).value else { return nil }
    let longest = byTrainee.values.map(\.count).max() ?? 0
    return (0...20).map { step in
      let sequence = max(1, longest * step / 20)
      let band = model.band(at: sequence)
      return CohortCurvePoint(sequence: sequence, p10: band.p10, p50: band.p50, p90: band.p90)
    }
  }
}

package struct CohortProgress: Sendable {
  package var cohort: Cohort
  package var skill: Skill
  package var trainees: [TraineeProgress]
  package var bands: [CohortSummary.Band]
  package var curve: [CohortCurvePoint]?
  package var funnels: [Funnel]
  package var atRisk: [AtRisk]
  package var policy: LearningPolicy
}

extension CohortProgress {
  /// How a figure lies over the trainees who have it; nil where single people would show.
  package func spread(_ figure: (TraineeProgress) -> Double?) -> Spread? {
    let values = trainees.compactMap(figure).sorted()
    guard values.count >= CohortSummary.traineesForBands else { return nil }
    return Spread(
      p10: quantile(values, 0.10), p50: quantile(values, 0.50), p90: quantile(values, 0.90),
      trainees: values.count)
  }
}

/// The middle of a figure over trainees and the range that holds four in five of them.
package struct Spread: Hashable, Sendable {
  package var p10: Double
  package var p50: Double
  package var p90: Double
  package var trainees: Int
}

/// What the cohort's model says of its n-th answers, over trainees, on a typical case.
package struct CohortCurvePoint: Hashable, Sendable {
  package var sequence: Int
  package var p10: Double
  package var p50: Double
  package var p90: Double
}

package struct TraineeProgress: Sendable {
  package var account: Account
  package var standing: TraineeStanding
  package var skills: [SkillProgress]
  package var calls: [CallCount]
  package var lastAnswerAt: Date?
  package var certification: Certification

  package var detection: Detection { Detection(of: calls) }
}

/// Each trainee's share around the cohort's, with exact limits.
package struct Funnel: Sendable {
  package enum Share: String, Hashable, Sendable { case sensitivity, specificity }

  package var share: Share
  package var plot: FunnelPlot
  package var limits: [Limits]

  package struct Limits: Hashable, Sendable {
    package var answers: Int
    package var inner: Interval
    package var outer: Interval
  }

  init(_ share: Share, _ trainees: [TraineeProgress]) {
    self.share = share
    let plot = FunnelPlot(
      trainees.map { trainee in
        let detection = trainee.detection
        return (
          trainee: "\(trainee.account.id.rawValue)",
          share: share == .sensitivity ? detection.sensitivity : detection.specificity
        )
      })
    self.plot = plot
    let most = plot.points.map(\.answers).max() ?? 0
    limits =
      plot.centre.map { centre in
        Self.places(upTo: most).map { answers in
          Limits(
            answers: answers,
            inner: FunnelPlot.limits(answers: answers, centre: centre, confidence: 0.95),
            outer: FunnelPlot.limits(answers: answers, centre: centre, confidence: 0.998))
        }
      } ?? []
  }

  /// Some sixty places from 5 to beyond the most.
  private static func places(upTo most: Int) -> [Int] {
    let end = max(20, most + most / 10)
    return Array(stride(from: 5, through: end, by: max(1, end / 60)))
  }
}

package struct CohortCount: Sendable {
  package var cohort: Cohort
  package var members: Int
  package var answers: Int
}

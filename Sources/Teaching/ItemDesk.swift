import Catalog
package import Learning
package import Records
package import Sonography
import Statistics

/// How cases behave, for those who choose them.
package final class ItemDesk: Sendable {
  private let store: RecordStore
  private let library: CaseLibrary
  private let cases: KnownCases

  package init(store: RecordStore, library: CaseLibrary, cases: KnownCases) {
    self.store = store
    self.library = library
    self.cases = cases
  }

  /// Every case anybody answered, by id.
  ///
  /// - Parameter cohort: its trainees only; nil for everybody.
  package func items(of cohort: Cohort.ID?, skill: Skill) async throws -> ItemTable {
    if let cohort, try await store.cohort(cohort) == nil { throw TeachingError.notFound }
    let results = try await store.results(of: skill.rawValue, in: cohort)
    let answers = results.map { result in
      FirstAnswer(
        trainee: "\(result.account.rawValue)", item: result.caseId, result: result.value,
        word: result.assessment?.rawValue)
    }
    let difficulties = await calibration(answers, skill)
    let statistics = ItemStatistics.all(
      answers,
      calibrated: difficulties.difficulties.mapValues { ReferenceSet.Item(difficulty: $0) },
      ability: mean(difficulties.abilities.values.sorted()) ?? 0)
    let durations = Dictionary(grouping: results, by: \.caseId)
      .mapValues { quantile($0.map(\.duration).sorted(), 0.5) }
    let changes = Dictionary(
      difficulties.changes.map { ($0.item, $0) }, uniquingKeysWith: { first, _ in first })
    var rows: [ItemRow] = []
    for item in statistics {
      let known = await cases.known(item.item)
      rows.append(
        ItemRow(
          statistics: item, title: library.catalog.bundles[item.item]?.case.title,
          isMalignant: known?.profile.isMalignant, family: known?.profile.family,
          difficulty: changes[item.item].map(Self.estimate),
          medianSeconds: durations[item.item] ?? 0))
    }
    return ItemTable(skill: skill, answers: results.count, rows: rows)
  }

  private func calibration(_ answers: [FirstAnswer], _ skill: Skill) async -> DifficultyCalibration {
    var priors: [String: DifficultyCalibration.Prior] = [:]
    for id in Set(answers.map(\.item)) {
      let item = await cases.known(id)?.profile.items[SkillKey(skill)]
      priors[id] = .init(difficulty: item?.difficulty ?? 0, guess: item?.guess ?? 0)
    }
    return DifficultyCalibration(answers, priors: priors)
  }

  /// In logits, with a 90 % interval.
  private static func estimate(_ change: DifficultyCalibration.Change) -> Estimate {
    let half = normalQuantile(0.95) * change.deviation
    return Estimate(
      value: change.after, interval: Interval(low: change.after - half, high: change.after + half))
  }
}

package struct ItemTable: Sendable {
  package var skill: Skill
  package var answers: Int
  package var rows: [ItemRow]
}

/// One case in one skill.
package struct ItemRow: Sendable {
  package var statistics: ItemStatistics
  /// Nil when the case is no longer there.
  package var title: String?
  package var isMalignant: Bool?
  package var family: String?
  /// In logits; higher is harder.
  package var difficulty: Estimate?
  package var medianSeconds: Double
}

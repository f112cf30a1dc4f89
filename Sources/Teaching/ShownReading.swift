import Catalog
import Records
import Sonography

/// What one reader was shown of the AI, beside what it really said.
struct ShownReading: Sendable {
  /// Nil for an organ the AI has not learnt, as `honest` is.
  var reading: AIReading?
  var plantedError: PlantedErrorKind?
  var honest: AIReading?
}

/// Kept by attempt, so that it is made once.
actor ShownReadings {
  private var kept = RecentlyUsed<String, ShownReading>(limit: 64)

  subscript(attempt: String) -> ShownReading? { kept[attempt] }
  func insert(_ shown: ShownReading, for attempt: String) { kept.insert(shown, for: attempt, cost: 1) }
}

extension ReadingRoom {
  /// What this reader is or will be shown of the AI: its own reading, or one with a planted error.
  func shown(to attempt: AttemptRecord) async throws -> ShownReading {
    if let kept = await shownReadings[attempt.id] { return kept }
    let bundle = try library.bundle(attempt.caseId)
    let honest = try await library.reading(of: bundle)
    let (curriculum, unit) = try library.unit(attempt.unit, of: attempt.curriculum)
    // Made for every attempt where errors are planted at all, so that time tells nothing.
    let isErrant = attempt.mode != .off && unit.assistance.errorRate > 0
    var planted: PlantedError?
    if let honest, isErrant || attempt.plan.isErrorPlanted {
      planted = try await plantedError(in: honest, bundle, attempt, curriculum)
    }
    let isPlanted = attempt.plan.isErrorPlanted
    let shown = ShownReading(
      reading: isPlanted ? planted?.reading ?? honest : honest,
      plantedError: isPlanted ? planted?.kind : nil, honest: honest)
    await shownReadings.insert(shown, for: attempt.id)
    return shown
  }

  private func plantedError(
    in honest: AIReading, _ bundle: CaseBundle, _ attempt: AttemptRecord, _ curriculum: Curriculum
  ) async throws -> PlantedError? {
    PlantedError(
      in: honest, of: bundle.case, truth: try await library.truth(of: bundle),
      lexicon: try library.lexicon(of: curriculum), darkness: try await library.darkness(of: bundle),
      seed: attempt.plan.seed)
  }
}

package import Catalog
package import Foundation
import Learning
package import Records
import Scoring
package import Sonography

/// Where cases are read: opened, drafted, committed, and shown with the truth afterwards.
///
/// The order of events is `ReadingSession`'s; here its effects meet the records, the scorer and the AI.
package final class ReadingRoom: Sendable {
  private let store: RecordStore
  let library: CaseLibrary
  private let courses: CourseDesk
  private let clock: @Sendable () -> Date
  let shownReadings = ShownReadings()

  package init(
    store: RecordStore, library: CaseLibrary, courses: CourseDesk,
    clock: @escaping @Sendable () -> Date
  ) {
    self.store = store
    self.library = library
    self.courses = courses
    self.clock = clock
  }

  /// The unit's open attempt, or a new one on its next case.
  package func open(curriculum: String, unit: String, for account: Account) async throws -> Sitting {
    let standing = try await courses.openNext(curriculum: curriculum, unit: unit, for: account)
    return try await prepared(standing)
  }

  /// One's own committed case once more, as a new attempt that shows nothing of the earlier one.
  package func openAgain(_ id: String, for account: Account) async throws -> Sitting {
    let standing = try await store.standing(of: id, account: account.id)
    guard let standing, standing.phase == .committed else { throw TeachingError.notFound }
    return try await prepared(try await courses.openAgain(standing.attempt, for: account))
  }

  private func prepared(_ standing: AttemptStanding) async throws -> Sitting {
    let sitting = try await self.sitting(standing)
    // Read while the trainee reads, so that the AI is ready when it may be shown.
    Task.detached(priority: .utility) { [self] in _ = try? await shown(to: sitting.attempt) }
    return sitting
  }

  /// The reader asks for the AI before the answer, or the page does where it runs beside the loop.
  package func askForAI(in id: String, of account: Account) async throws -> Sitting {
    let sitting = try await sitting(id, of: account)
    var session = sitting.session
    _ = try session.apply(.askedForAI)
    try await recordReveal(in: sitting)
    return try await self.sitting(id, of: account)
  }

  /// Writes down when and what the AI said to the reader, before it says it.
  private func recordReveal(in sitting: Sitting) async throws {
    let shown = try await shown(to: sitting.attempt)
    let isAllowed = try await store.reveal(
      AISaid(
        plantedError: shown.plantedError, assessment: shown.reading?.assessment,
        malignancy: shown.reading?.malignancy, modelDigest: library.model.digest),
      in: sitting.attempt.id, of: sitting.attempt.account, now: clock())
    guard isAllowed else { throw TeachingError.aiWithheld }
  }

  package func sitting(_ id: String, of account: Account) async throws -> Sitting {
    guard let standing = try await store.standing(of: id, account: account.id) else {
      throw TeachingError.notFound
    }
    return try await sitting(standing)
  }

  /// One's own attempt, or for an instructor anybody's committed one.
  private func sitting(_ id: String, for viewer: Account) async throws -> Sitting {
    try await sitting(try await standing(id, for: viewer))
  }

  /// The case of such an attempt, and the AI's reading of it once it may be shown: all a viewer needs.
  package func look(_ id: String, for viewer: Account) async throws -> (
    bundle: CaseBundle, reading: AIReading?
  ) {
    let standing = try await standing(id, for: viewer)
    let bundle = try library.bundle(standing.attempt.caseId)
    guard session(of: standing).releasesAI else { return (bundle, nil) }
    return (bundle, try await shown(to: standing.attempt).reading)
  }

  /// The case alone, for its pictures.
  package func bundle(_ id: String, for viewer: Account) async throws -> CaseBundle {
    try library.bundle(try await standing(id, for: viewer).attempt.caseId)
  }

  private func session(of standing: AttemptStanding) -> ReadingSession {
    ReadingSession(
      mode: standing.attempt.mode, first: standing.first?.read, final: standing.final?.read,
      isAIRevealed: standing.revealedAt != nil)
  }

  private func standing(_ id: String, for viewer: Account) async throws -> AttemptStanding {
    guard let standing = try await store.standing(of: id) else { throw TeachingError.notFound }
    let isOwn = standing.attempt.account == viewer.id
    guard isOwn || (viewer.role == .instructor && standing.phase == .committed) else {
      throw TeachingError.notFound
    }
    return standing
  }

  /// When the draft was saved.
  package func saveDraft(_ read: Read, in id: String, of account: Account) async throws -> Date {
    let now = clock()
    let sitting = try await sitting(id, of: account)
    let opened = sitting.handles.opened(read)
    let isSaved = try await store.saveDraft(
      try encoded(opened), attempt: id, account: account.id, now: now)
    guard isSaved else { throw TeachingError.alreadyCommitted }
    return now
  }

  /// Stores the answer, scored, once. The answer is on the disk when this returns.
  package func commit(_ read: Read, key: String, in id: String, of account: Account) async throws
    -> Sitting
  {
    let sitting = try await sitting(id, of: account)
    let opened = sitting.handles.opened(read)
    let stage = try stage(of: opened, key: key, in: sitting)
    let lexicon = try library.lexicon(of: sitting.curriculum)
    let problems = ReadChecker(views: sitting.bundle.case.views, lexicon: lexicon)
      .problems(in: opened)
    guard problems.isEmpty else { throw TeachingError.readInvalid(problems) }
    let truth = try await library.truth(of: sitting.bundle)
    let rubric = try library.rubric(of: sitting.curriculum)
    let score = ReadScorer(rubric: rubric, lexicon: lexicon)
      .score(opened, of: sitting.bundle.case, against: truth)
    let hasSeenAI = stage == .final || sitting.session.isAIRevealed
    let ai = hasSeenAI ? try await shown(to: sitting.attempt).reading : nil
    let outcome = try await store.commit(
      ReadCommit(
        attempt: id, account: account.id, stage: stage, read: opened, score: score,
        idempotencyKey: key, modelDigest: library.model.digest,
        ai: ai?.answer(in: lexicon, under: rubric)),
      now: clock())
    switch outcome {
    case .committed, .replayed: return try await self.sitting(id, of: account)
    case .conflict: throw TeachingError.idempotencyConflict
    case .alreadyCommitted: throw TeachingError.alreadyCommitted
    }
  }

  /// The AI's reading, once the session releases it and that is written down; nil before.
  package func reading(for sitting: Sitting) async throws -> AIReading? {
    guard sitting.session.releasesAI else { return nil }
    if !sitting.session.isAIRevealed, sitting.session.mayShowAI {
      try await recordReveal(in: sitting)
    }
    return try await shown(to: sitting.attempt).reading
  }

  /// Truth, AI and answer of one's own attempt, once it may be shown; of anybody's committed one for
  /// an instructor. Not found otherwise.
  package func feedback(_ id: String, for viewer: Account) async throws -> Feedback {
    var sitting = try await sitting(id, for: viewer)
    if viewer.role == .instructor, sitting.attempt.account != viewer.id {
      sitting.releasesTruth = sitting.session.phase == .committed
      return try await feedback(on: sitting)
    }
    var feedback = try await feedback(on: sitting)
    feedback.related = try await related(to: sitting, feedback.truth)
    return feedback
  }

  private func feedback(on sitting: Sitting) async throws -> Feedback {
    guard sitting.releasesTruth else { throw TeachingError.notFound }
    let reason = try await store.reason(of: sitting.attempt.id)
    let shown = try await shown(to: sitting.attempt)
    let score = sitting.finalScore ?? sitting.firstScore
    let scorer = ReadScorer(
      rubric: try library.rubric(of: sitting.curriculum),
      lexicon: try library.lexicon(of: sitting.curriculum))
    return Feedback(
      sitting: sitting, bundle: sitting.bundle, lexicon: sitting.curriculum.lexicon,
      truth: try await library.truth(of: sitting.bundle), teaching: sitting.bundle.teaching(),
      ai: shown.reading, plantedError: shown.plantedError, honestAI: shown.honest,
      score: score, firstScore: sitting.finalScore == nil ? nil : sitting.firstScore,
      aiAgreement: score.map { scorer.agreement(of: $0, with: shown.reading?.assessment) },
      hasNext: sitting.position < sitting.total,
      why: reason.flatMap { try? JSONDecoder().decode(NextCase.self, from: Data($0.utf8)) })
  }

  private func related(to sitting: Sitting, _ truth: ReferenceStandard) async throws -> [RelatedCase] {
    let account = sitting.attempt.account
    let answered = try await store.answeredCases(of: account)
    var seen: [CaseLook] = []
    for entry in try await store.attempts(of: account, limit: 200) where entry.phase == .committed {
      guard let (_, unit) = try? library.unit(entry.attempt.unit, of: entry.attempt.curriculum),
        unit.feedback == .afterEachCase || library.cases(of: unit).allSatisfy(answered.contains),
        let bundle = library.catalog.bundles[entry.attempt.caseId]
      else { continue }
      seen.append(
        CaseLook(
          attempt: entry.attempt.id, case: bundle.case, truth: try await library.truth(of: bundle)))
    }
    let look = CaseLook(attempt: sitting.attempt.id, case: sitting.bundle.case, truth: truth)
    return RelatedCase.all(to: look, among: seen)
  }

  /// Which answer this is. A repeated key means the same one again.
  private func stage(of read: Read, key: String, in sitting: Sitting) throws -> ReadStage {
    if let stage = sitting.keys[key] { return stage }
    var session = sitting.session
    guard case .grade(_, let stage)? = try session.apply(.committed(read)).first else {
      throw TeachingError.alreadyCommitted
    }
    return stage == .first ? .first : .final
  }

  private func sitting(_ standing: AttemptStanding) async throws -> Sitting {
    let attempt = standing.attempt
    let (curriculum, unit) = try library.unit(attempt.unit, of: attempt.curriculum)
    let bundle = try library.bundle(attempt.caseId)
    let place = try await courses.place(of: attempt, in: unit, of: curriculum)
    let session = session(of: standing)
    return Sitting(
      attempt: attempt, session: session, curriculum: curriculum, unit: unit, bundle: bundle,
      draft: standing.draft.flatMap { decoded($0.body) }, savedAt: standing.draft?.savedAt,
      position: place.position, total: place.total,
      releasesTruth: session.releasesTruth(unit.feedback, unitIsComplete: place.isComplete),
      firstScore: standing.first?.score, finalScore: standing.final?.score,
      committedAt: (standing.final ?? standing.first)?.receivedAt,
      keys: Dictionary(
        [standing.first, standing.final].compactMap { $0 }.map { ($0.idempotencyKey, $0.stage) },
        uniquingKeysWith: { first, _ in first }))
  }
}

private func encoded(_ read: Read) throws -> String {
  String(decoding: try JSONEncoder().encode(read), as: UTF8.self)
}

/// A draft that no longer decodes is as good as none: it is the reader's scratch paper.
private func decoded(_ body: String) -> Read? {
  try? JSONDecoder().decode(Read.self, from: Data(body.utf8))
}

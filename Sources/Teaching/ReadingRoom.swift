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
  private let library: CaseLibrary
  private let courses: CourseDesk
  private let clock: @Sendable () -> Date

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
    let sitting = try await self.sitting(standing)
    // Read while the trainee reads, so that the AI is ready when it may be shown.
    Task.detached(priority: .utility) { [library] in
      _ = try? await library.reading(of: sitting.bundle)
    }
    return sitting
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

  /// The case of such an attempt, and whether the AI may be shown on it: all a viewer needs.
  package func look(_ id: String, for viewer: Account) async throws -> (
    bundle: CaseBundle, releasesAI: Bool
  ) {
    let standing = try await standing(id, for: viewer)
    let session = ReadingSession(
      mode: standing.attempt.mode, first: standing.first?.read, final: standing.final?.read)
    return (try library.bundle(standing.attempt.caseId), session.releasesAI)
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
    let ai = stage == .final ? try await library.reading(of: sitting.bundle) : nil
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

  /// The AI's reading, once the session releases it; nil before.
  package func reading(for sitting: Sitting) async throws -> AIReading? {
    guard sitting.session.releasesAI else { return nil }
    return try await library.reading(of: sitting.bundle)
  }

  /// Truth, AI and answer of one's own attempt, once it may be shown; of anybody's committed one for
  /// an instructor. Not found otherwise.
  package func feedback(_ id: String, for viewer: Account) async throws -> Feedback {
    var sitting = try await sitting(id, for: viewer)
    if viewer.role == .instructor, sitting.attempt.account != viewer.id {
      sitting.releasesTruth = sitting.session.phase == .committed
    }
    return try await feedback(on: sitting)
  }

  private func feedback(on sitting: Sitting) async throws -> Feedback {
    guard sitting.releasesTruth else { throw TeachingError.notFound }
    let reason = try await store.reason(of: sitting.attempt.id)
    let ai = try await library.reading(of: sitting.bundle)
    let score = sitting.finalScore ?? sitting.firstScore
    let scorer = ReadScorer(
      rubric: try library.rubric(of: sitting.curriculum),
      lexicon: try library.lexicon(of: sitting.curriculum))
    return Feedback(
      sitting: sitting, bundle: sitting.bundle, lexicon: sitting.curriculum.lexicon,
      truth: try await library.truth(of: sitting.bundle), teaching: sitting.bundle.teaching(),
      ai: ai, score: score, firstScore: sitting.finalScore == nil ? nil : sitting.firstScore,
      aiAgreement: score.map { scorer.agreement(of: $0, with: ai?.assessment) },
      hasNext: sitting.position < sitting.total,
      why: reason.flatMap { try? JSONDecoder().decode(NextCase.self, from: Data($0.utf8)) })
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
    let session = ReadingSession(
      mode: attempt.mode, first: standing.first?.read, final: standing.final?.read)
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

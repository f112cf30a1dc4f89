import Catalog
package import Foundation
import Learning
package import Records
package import Sonography

/// Who may read what next: assigned courses, their units with gates, the next case.
package final class CourseDesk: Sendable {
  private let store: RecordStore
  private let library: CaseLibrary
  private let standings: StandingDesk
  private let clock: @Sendable () -> Date
  private let makeToken: @Sendable () -> Token

  package init(
    store: RecordStore, library: CaseLibrary, standings: StandingDesk,
    clock: @escaping @Sendable () -> Date, makeToken: @escaping @Sendable () -> Token
  ) {
    self.store = store
    self.library = library
    self.standings = standings
    self.clock = clock
    self.makeToken = makeToken
  }

  package var now: Date { clock() }

  /// The courses assigned to the account; every course, for self-study, when none is.
  package func courses(of account: Account) async throws -> [Course] {
    let assigned = try await assigned(to: account)
    let answers = try await answers(of: account.id, in: assigned.map(\.0))
    var courses: [Course] = []
    for (curriculum, assignment) in assigned {
      courses.append(try await course(curriculum, assignment, answers, account))
    }
    return courses
  }

  /// How many cases the account has committed since `moment`.
  package func answered(by account: Account, since moment: Date) async throws -> Int {
    try await store.answerCount(of: account.id, since: moment)
  }

  func openNext(curriculum: String, unit: String, for account: Account) async throws
    -> AttemptStanding
  {
    let (curriculum, unit) = try library.unit(unit, of: curriculum)
    guard try await assigned(to: account).contains(where: { $0.0.id == curriculum.id }) else {
      throw TeachingError.notFound
    }
    let open = try await store.openAttempt(
      of: account.id, curriculum: curriculum.id, unit: unit.id)
    if let open, library.catalog.bundles[open.attempt.caseId] != nil { return open }
    let (bundle, reason) = try await next(in: unit, of: curriculum, for: account)
    return try await begin(
      bundle, because: reason, in: unit, of: curriculum, for: account, replacing: open?.attempt.id)
  }

  /// The same case once more, from the beginning; the earlier answers stay as they are.
  func openAgain(_ attempt: AttemptRecord, for account: Account) async throws -> AttemptStanding {
    let (curriculum, unit) = try library.unit(attempt.unit, of: attempt.curriculum)
    let open = try await store.openAttempt(
      of: account.id, curriculum: curriculum.id, unit: unit.id)
    if let open, open.attempt.caseId == attempt.caseId { return open }
    // Another case that is open in this unit waits until this one is answered.
    return try await begin(
      try library.bundle(attempt.caseId), because: nil, in: unit, of: curriculum, for: account,
      replacing: open?.attempt.id)
  }

  private func begin(
    _ bundle: CaseBundle, because reason: String?, in unit: Curriculum.Unit, of curriculum: Curriculum,
    for account: Account, replacing stuck: String?
  ) async throws -> AttemptStanding {
    let plan = try await plan(for: unit, of: curriculum, account)
    let attempt = try await store.open(
      NewAttempt(
        id: makeToken(), account: account.id, curriculum: curriculum.id, unit: unit.id,
        caseId: bundle.id, caseDigest: bundle.digest, mode: plan.isProbe ? .off : unit.mode,
        plan: plan, reason: reason),
      replacing: stuck, now: clock())
    guard let standing = try await store.standing(of: attempt.id, account: account.id) else {
      throw TeachingError.notFound
    }
    return standing
  }

  private func plan(for unit: Curriculum.Unit, of curriculum: Curriculum, _ account: Account)
    async throws -> AIPlan
  {
    let earlier = try await store.attempts(
      of: account.id, curriculum: curriculum.id, unit: unit.id)
    // A token nobody is told: what it decides cannot be foreseen from the outside.
    var random = SplitMix64(seed: UInt64(makeToken().text.prefix(16), radix: 16) ?? 0)
    return AIPlanning.plan(for: unit, after: earlier.map(\.attempt.plan), using: &random)
  }

  private func next(in unit: Curriculum.Unit, of curriculum: Curriculum, for account: Account)
    async throws -> (bundle: CaseBundle, reason: String?)
  {
    let cases = library.cases(of: unit)
    let answers = try await answers(of: account.id, in: [curriculum])
    let progress = progress(of: curriculum, answers).first { $0.unit == unit.id }
    if let gate = progress.flatMap({ gateSentence($0, curriculum) }) {
      throw TeachingError.unitClosed(gate)
    }
    let finished = TeachingError.unitFinished("Every case of \(unit.title) is answered.")
    let answered = Set(answers.map(\.caseID))
    let seed = UInt64(bitPattern: account.id.rawValue)
    guard unit.order == .adaptive else {
      let next = nextCase(of: cases, in: unit.order, answered: answered, seed: seed)
      guard let next else { throw finished }
      return (try library.bundle(next), nil)
    }
    let choice = try await choice(for: account, mode: unit.mode)
    let candidates = await standings.cases.known(cases).map(\.profile)
    let next = choice.next(
      from: candidates, seen: answered, seed: seed &<< 32 &+ UInt64(answers.count))
    guard let next else { throw finished }
    let reason = String(decoding: try JSONEncoder().encode(next), as: UTF8.self)
    return (try library.bundle(next.caseID), reason)
  }

  private func choice(for account: Account, mode: AIMode) async throws -> CaseChoice {
    CaseChoice(
      standing: try await standings.standing(of: account.id, withHeld: true).standing,
      policy: standings.policy, standards: await standings.standards().standards, mode: mode,
      day: StandingDesk.day(clock()))
  }

  /// Where an attempt stands among the cases of its unit.
  func place(of attempt: AttemptRecord, in unit: Curriculum.Unit, of curriculum: Curriculum)
    async throws -> (position: Int, total: Int, isComplete: Bool)
  {
    let cases = library.cases(of: unit)
    let mine = try await store.attempts(
      of: attempt.account, curriculum: curriculum.id, unit: unit.id)
    let earlier = Set(mine.filter { $0.attempt.startedAt < attempt.startedAt }.map(\.attempt.caseId))
      .intersection(cases).subtracting([attempt.caseId])
    let committed = Set(mine.filter { $0.phase == .committed }.map(\.attempt.caseId))
    let elsewhere = Set(try await answers(of: attempt.account, in: [curriculum]).map(\.caseID))
      .subtracting(mine.map(\.attempt.caseId))
    let done = committed.union(elsewhere)
    return (
      elsewhere.intersection(cases).count + earlier.count + 1, cases.count,
      cases.allSatisfy(done.contains)
    )
  }

  private func course(
    _ curriculum: Curriculum, _ assignment: Assignment?, _ answers: [CaseAnswer],
    _ account: Account
  ) async throws -> Course {
    var units: [CourseUnit] = []
    for (unit, progress) in zip(curriculum.units, progress(of: curriculum, answers)) {
      let open = try await store.openAttempt(
        of: account.id, curriculum: curriculum.id, unit: unit.id)
      units.append(
        CourseUnit(
          unit: unit, total: library.cases(of: unit).count, answered: progress.answered.count,
          isPassed: progress.isPassed, gate: gateSentence(progress, curriculum),
          openAttempt: open?.attempt.id, passRule: passSentence(unit.passRule)))
    }
    var cohort: Cohort?
    if let assignment { cohort = try await store.cohort(assignment.cohort) }
    return Course(
      curriculum: curriculum, dueAt: assignment?.dueAt, cohort: cohort?.name, units: units)
  }

  private func progress(of curriculum: Curriculum, _ answers: [CaseAnswer]) -> [UnitProgress] {
    let cases = Dictionary(
      curriculum.units.map { ($0.id, library.cases(of: $0)) }, uniquingKeysWith: { first, _ in first })
    return UnitProgress.all(of: curriculum, cases: cases, answers: answers)
  }

  /// To the cases of these curricula, wherever they were given.
  private func answers(of account: Account.ID, in curricula: [Curriculum]) async throws -> [CaseAnswer] {
    let cases = Set(curricula.flatMap(\.units).flatMap(library.cases(of:)))
    return try await store.firstAnswers(of: account, to: cases).map(CaseAnswer.init)
  }

  private func assigned(to account: Account) async throws -> [(Curriculum, Assignment?)] {
    let assignments = try await store.assignments(for: account.id)
    if assignments.isEmpty {
      return library.catalog.curricula.values.sorted { $0.id < $1.id }.map { ($0, nil) }
    }
    return assignments.compactMap { assignment in
      library.catalog.curricula[assignment.curriculum].map { ($0, assignment) }
    }
  }

  private func gateSentence(_ progress: UnitProgress, _ curriculum: Curriculum) -> String? {
    guard !progress.isOpen else { return nil }
    let titles = progress.closedGates.map { gate in
      curriculum.units.first { $0.id == gate }?.title ?? gate
    }
    return "Opens after \(titles.joined(separator: " and ")) \(titles.count == 1 ? "is" : "are") passed."
  }
}

/// A course as one person meets it.
package struct Course: Sendable {
  package var curriculum: Curriculum
  package var dueAt: Date?
  /// The cohort it was assigned to; nil for self-study.
  package var cohort: String?
  package var units: [CourseUnit]
}

package struct CourseUnit: Sendable {
  package var unit: Curriculum.Unit
  package var total: Int
  package var answered: Int
  package var isPassed: Bool
  /// Why it is closed; nil when open.
  package var gate: String?
  package var openAttempt: String?
  package var passRule: String

  package var remaining: Int { total - answered }
}

/// The pass rule in words.
package func passSentence(_ rule: PassRule) -> String {
  let scores = rule.minimumScores.sorted { $0.key.rawValue < $1.key.rawValue }.map {
    "\($0.key.rawValue) \(Int(($0.value * 100).rounded())) %"
  }
  return (["At least \(rule.minimumCases) cases"] + scores).joined(separator: ", ") + "."
}

extension CaseAnswer {
  /// A unit is passed by its first answers as its mode lets them be given: where the AI may come before
  /// them, with the AI.
  init(_ record: EvidenceRecord) {
    self.init(
      caseID: record.caseId, skills: record.gradedSkills, isFirst: record.isNewCase,
      isUnaided: record.stage == .first)
  }
}

extension EvidenceRecord {
  /// Results of whole skills; parts of one, such as a single descriptor, are left out.
  var gradedSkills: [Skill: Double] {
    Dictionary(
      skills.compactMap { name, value in Skill(rawValue: name).map { ($0, value) } },
      uniquingKeysWith: { first, _ in first })
  }
}

import Catalog
import Foundation
import Records
import Sonography
import Teaching

/// A term of the demonstration: simulated trainees who read real cases through the same rooms, rules
/// and scorer as people do, on days that lie behind us.
struct DemoTerm {
  /// The course it is about; written beside the shipped ones in the demonstration's own folder.
  static let curriculum = "autumn-term"

  let store: RecordStore
  let library: CaseLibrary
  let standings: StandingDesk
  let cohort: Cohort.ID
  let now: Date

  /// The shipped curricula and the term's own, in `folder`.
  static func writeCurricula(from shipped: String, to folder: String) throws {
    let files = FileManager.default
    if files.fileExists(atPath: folder) { try files.removeItem(atPath: folder) }
    try files.createDirectory(
      atPath: URL(filePath: folder).deletingLastPathComponent().path, withIntermediateDirectories: true)
    try files.copyItem(atPath: shipped, toPath: folder)
    try course.write(toFile: "\(folder)/\(curriculum).yaml", atomically: true, encoding: .utf8)
  }

  /// Does nothing for who has answers already.
  func run() async throws {
    let bar = ProgressBar("reading cases", of: DemoReader.all.count)
    var done = 0
    try await withThrowingTaskGroup(of: Void.self) { group in
      for reader in DemoReader.all {
        let account = try await account(of: reader)
        guard try await store.evidence(of: account.id).isEmpty else { continue }
        group.addTask { try await read(as: reader, account) }
      }
      for try await _ in group {
        done += 1
        bar.show(done)
      }
    }
    bar.show(DemoReader.all.count)
  }

  private func account(of reader: DemoReader) async throws -> Account {
    if let account = try await store.account(named: reader.name) { return account }
    let account = try await store.createAccount(
      NewAccount(name: reader.name, displayName: reader.displayName, password: nil), role: .trainee,
      by: .commandLine, now: now)
    try await store.addMember(account.id, to: cohort, by: .commandLine, now: now)
    return account
  }

  private func read(as reader: DemoReader, _ account: Account) async throws {
    let (curriculum, _) = try library.unit("second-reader", of: Self.curriculum)
    let lexicon = try library.lexicon(of: curriculum)
    let total = curriculum.units.reduce(0) { $0 + library.cases(of: $1).count }
    let wanted = Int(Double(total) * reader.share)
    let diary = Diary(reader, answers: wanted, until: now)
    let room = DemoRoom(
      store: store, library: library, standings: standings, diary: diary, seed: reader.seed)
    var random = SplitMix64(seed: reader.seed)
    var answered = 0
    for unit in curriculum.units {
      for _ in library.cases(of: unit) where answered < wanted {
        diary.goOn(answered)
        try await answer(unit, as: reader, account, answered, lexicon, room, &random)
        answered += 1
      }
    }
  }

  private func answer(
    _ unit: Curriculum.Unit, as reader: DemoReader, _ account: Account, _ answered: Int,
    _ lexicon: Lexicon, _ room: DemoRoom, _ random: inout SplitMix64
  ) async throws {
    let sitting = try await room.open(unit, for: account)
    let truth = try await library.truth(of: sitting.bundle)
    let answer = DemoAnswer(
      reader, after: answered, to: sitting.bundle.case, truth: truth, lexicon: lexicon)
    guard let answer else { return }
    let first = answer.read(using: &random)
    try await room.commit(first, "first-\(answered)", in: sitting, of: account)
    guard unit.mode == .secondRead else { return }
    let ai = try await library.reading(of: sitting.bundle)
    var final = first
    if let ai { final = answer.revised(first, ai: ai, using: &random) }
    try await room.commit(final, "final-\(answered)", in: sitting, of: account)
  }
}

/// One simulated trainee's own reading room, with their own calendar and tokens.
private struct DemoRoom {
  private let room: ReadingRoom

  init(
    store: RecordStore, library: CaseLibrary, standings: StandingDesk, diary: Diary, seed: UInt64
  ) {
    let tokens = SeededTokens(seed: seed)
    let courses = CourseDesk(
      store: store, library: library, standings: standings, clock: { diary.now }, makeToken: { tokens.next() })
    room = ReadingRoom(store: store, library: library, courses: courses, clock: { diary.now })
  }

  func open(_ unit: Curriculum.Unit, for account: Account) async throws -> Sitting {
    try await room.open(curriculum: DemoTerm.curriculum, unit: unit.id, for: account)
  }

  func commit(_ read: Read, _ key: String, in sitting: Sitting, of account: Account) async throws {
    _ = try await room.commit(
      sitting.handles.closed(read), key: key, in: sitting.attempt.id, of: account)
  }
}

/// The days of one term: some fifteen cases a day, a few days a week, the last one `away` days ago.
private final class Diary: @unchecked Sendable {
  private static let perDay = 15
  // The lock guards `moment`.
  private let lock = NSLock()
  private var moment: Date
  private let start: Date

  init(_ reader: DemoReader, answers: Int, until now: Date) {
    let days = (answers + Self.perDay - 1) / Self.perDay
    start = now.addingTimeInterval(-86_400 * Double(reader.away + days * 4))
    moment = start
  }

  var now: Date { lock.withLock { moment } }

  func goOn(_ answered: Int) {
    let (day, place) = (answered / Self.perDay * 4, answered % Self.perDay)
    lock.withLock { moment = start.addingTimeInterval(86_400 * Double(day) + 70 * Double(place)) }
  }
}

/// Tokens from a seed, so that the same demonstration has the same attempts.
private final class SeededTokens: @unchecked Sendable {
  // The lock guards `random`.
  private let lock = NSLock()
  private var random: SplitMix64

  /// The seed goes through the generator once: streams of near seeds must not overlap.
  init(seed: UInt64) {
    var first = SplitMix64(seed: seed ^ 0x746F_6B65_6E73)
    random = SplitMix64(seed: first.next())
  }

  func next() -> Token { lock.withLock { Token(using: &random) } }
}

private let course = """
  format: 1
  title: Autumn term
  goal: >-
    A term of short sweeps, first alone, then with a second reader. Made for the demonstration: its
    trainees are simulated.
  lexicon: birads-us-2013
  units:
    - id: alone
      title: Short sweeps
      goal: Find what is there and call it, without help.
      cases: {all: [simulated, \(DemoCases.practice)]}
      mode: off
      feedback: afterEachCase
      order: adaptive
      pass: {minimumCases: 30, minimumScores: {find: 0.75, categorise: 0.6}}
    - id: check
      title: Unaided check
      goal: A working list without help; the answers come at its end.
      cases: {all: [simulated, \(DemoCases.check)]}
      mode: off
      feedback: afterUnit
      order: shuffled
      pass: {minimumCases: 40, minimumScores: {find: 0.8, manage: 0.75}}
    - id: second-reader
      title: With a second reader
      goal: Commit first, then weigh what the AI says.
      cases: {all: [simulated, \(DemoCases.second)]}
      mode: secondRead
      feedback: afterEachCase
      order: adaptive
      pass: {minimumCases: 30, minimumScores: {find: 0.75, manage: 0.75}}

  """

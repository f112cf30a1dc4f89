import Foundation
import Records
import Sonography

/// A fixed moment; tests add seconds to it.
let noon = Date(timeIntervalSince1970: 1_760_000_000)

/// A store whose password checks take a millisecond instead of half a second.
func emptyStore(_ place: RecordStore.Place = .inMemory) throws -> RecordStore {
  try RecordStore(place, passwordCost: PasswordCost(log2Rounds: 4))
}

func token(_ seed: UInt64) -> Token {
  var random = SplitMix64(seed: seed)
  return Token(using: &random)
}

/// The stable code of a record error; nil for any other.
func code(of error: any Error) -> String? { (error as? RecordError)?.code }

/// A folder that is gone when the test ends.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String = "records.sqlite") -> String { url.appending(path: name).path }
}

extension RecordStore {
  func person(_ name: String = "ana", role: Role = .trainee) async throws -> Account {
    try await createAccount(
      NewAccount(name: name, displayName: name.capitalized, password: "correct horse"),
      role: role, by: .commandLine, now: noon)
  }

  func opened(
    _ seed: UInt64 = 1, by account: Account, caseId: String = "case-1", unit: String = "u1",
    mode: AIMode = .off
  ) async throws -> AttemptRecord {
    try await open(
      NewAttempt(
        id: token(seed), account: account.id, curriculum: "breast", unit: unit, caseId: caseId,
        caseDigest: "d1", mode: mode), now: noon.addingTimeInterval(Double(seed)))
  }
}

extension AttemptRecord {
  func answer(
    _ stage: ReadStage = .first, key: String = "k1", likelihood: Double = 0.5, find: Double = 1,
    by someone: Account? = nil
  ) -> ReadCommit {
    ReadCommit(
      attempt: id, account: someone?.id ?? account, stage: stage,
      read: Read(noFinding: true, likelihood: likelihood, displayed: ["radial": [0.04, 0.1]]),
      score: .example(find: find), idempotencyKey: key, aiTraceDigest: "t1", modelDigest: nil)
  }
}

extension Score {
  static func example(find: Double) -> Score {
    Score(
      rubric: "1", lexicon: "birads-us-2013",
      measures: [Measure(name: "caseHit", value: find, unit: "fraction", sentence: "Found.")],
      lesions: [], falseMarks: [], skills: ["find": find], calledPositive: false,
      isMalignant: false, assessment: nil, verdict: "Well read.")
  }
}

extension CommitOutcome {
  /// The outcome without its record, to be compared in tables.
  var name: String {
    switch self {
    case .committed: "committed"
    case .replayed: "replayed"
    case .conflict: "conflict"
    case .alreadyCommitted: "alreadyCommitted"
    }
  }

  var record: ReadRecord? {
    switch self {
    case .committed(let record), .replayed(let record), .alreadyCommitted(let record): record
    case .conflict: nil
    }
  }
}

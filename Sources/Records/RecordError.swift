import GRDB

/// What can be wrong with a record or with the database; each description is a sentence for people.
package enum RecordError: Error, Hashable, Sendable {
  case cannotOpen(String)
  case cannotRead(String)
  /// Nothing was saved; the same call may be made again.
  case cannotWrite(String)
  case refusedName(String)
  case nameTaken(String)
  case refusedPassword(String)
  /// `thing` is a word such as `account`, `attempt`, `cohort`.
  case unknown(thing: String, id: String)
  case linkRefused
  case tooManySignIns
  case wrongStage(ReadStage, AttemptPhase)
  case refusedValue(String)

  /// A row that a newer version wrote.
  static func unknownMode(_ mode: String) -> RecordError {
    .cannotRead("attempt: this version does not know the mode '\(mode)'; start the newest version")
  }

  /// A stable name for this kind of problem.
  package var code: String {
    switch self {
    case .cannotOpen: "cannotOpen"
    case .cannotRead: "cannotRead"
    case .cannotWrite: "cannotWrite"
    case .refusedName: "refusedName"
    case .nameTaken: "nameTaken"
    case .refusedPassword: "refusedPassword"
    case .unknown: "unknown"
    case .linkRefused: "linkRefused"
    case .tooManySignIns: "tooManySignIns"
    case .wrongStage: "wrongStage"
    case .refusedValue: "refusedValue"
    }
  }
}

extension RecordError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cannotOpen(let sentence), .cannotRead(let sentence), .cannotWrite(let sentence),
      .refusedName(let sentence), .refusedPassword(let sentence), .refusedValue(let sentence):
      sentence
    case .nameTaken(let name):
      "account: the name '\(name)' is taken; choose another"
    case .unknown(let thing, let id):
      "\(thing): there is no \(thing) '\(id)'; look at the list and try again"
    case .linkRefused:
      "sign-in link: it is unknown, used or too old; ask an administrator for a new one"
    case .tooManySignIns:
      "sign in: too many people are signing in at this moment; try again in a few seconds"
    case .wrongStage(let stage, let phase):
      "read: a \(stage.rawValue) read cannot be committed while the attempt is \(phase.rawValue); "
        + "load the attempt again"
    }
  }
}

extension RecordError {
  /// What an error met while reading means to people.
  init(reading error: any Error) {
    self = (error as? RecordError) ?? .cannotRead(Self.sentence(for: error, did: "read"))
  }

  /// What an error met while writing means to people.
  init(writing error: any Error) {
    self = (error as? RecordError) ?? .cannotWrite(Self.sentence(for: error, did: "saved"))
  }

  private static func sentence(for error: any Error, did: String) -> String {
    guard let error = error as? DatabaseError else {
      // Not the error itself: GRDB's quotes the row, and with it what people wrote.
      return "records: nothing was \(did): a row is not in the form this version knows "
        + "(\(type(of: error))); tell the administrator"
    }
    return "records: nothing was \(did): \(cause(of: error))"
  }

  private static func cause(of error: DatabaseError) -> String {
    switch error.resultCode {
    case .SQLITE_FULL: "the disk is full; free space where the database lies, then try again"
    case .SQLITE_READONLY, .SQLITE_PERM:
      "the database is read-only; make its file and folder writable, then try again"
    case .SQLITE_IOERR: "the disk reported an error; check the disk, then try again"
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      "another process holds the database; close it, then try again"
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      "the database file is damaged; restore the last backup"
    case .SQLITE_CANTOPEN: "the database file cannot be opened; check that its folder exists"
    case .SQLITE_MISUSE: "the database is closed; start the server again"
    default:
      "\(error.message ?? "SQLite error \(error.resultCode.rawValue)"); tell the administrator"
    }
  }
}

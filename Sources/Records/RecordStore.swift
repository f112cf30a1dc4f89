import Foundation
import GRDB

/// Who did what, in SQLite: accounts, sessions, cohorts, attempts, reads and the audit log.
///
/// One writer that groups commits, several readers that each see one consistent moment (WAL). A
/// write has returned only when it is on the disk (`synchronous = FULL`). Time and chance come in
/// as arguments; password salts alone are made here.
package final class RecordStore: Sendable {
  let database: any DatabaseWriter
  let writer: GroupWriter
  let passwords: PasswordChecker
  let sessions = SessionCache()
  let throttle = SignInThrottle()

  /// Where the records lie.
  package enum Place: Hashable, Sendable {
    case file(String)
    /// Ends with the process.
    case inMemory
  }

  /// Opens the database, or makes it, and brings its schema up to date.
  ///
  /// - Parameter largestBytes: The size the database may grow to, so that it leaves room on the
  ///   disk; beyond it, writes fail as they do on a full disk. Nil: no limit but the disk.
  package convenience init(
    _ place: Place, passwordCost: PasswordCost = .standard, largestBytes: Int? = nil
  ) throws(RecordError) {
    do {
      try self.init(Self.open(place), passwordCost, largestBytes)
    } catch let error as RecordError {
      throw error
    } catch {
      throw .cannotOpen("\(place): it cannot be opened as records; \(RecordError(reading: error))")
    }
  }

  private static func open(_ place: Place) throws -> any DatabaseWriter {
    switch place {
    case .file(let path):
      makePrivate(path)
      return try DatabasePool(path: path, configuration: configuration)
    case .inMemory:
      return try DatabaseQueue(configuration: configuration)
    }
  }

  /// Names and password hashes are for the server's own user only; SQLite gives its log the same
  /// rights. Where no file can be made, opening says why.
  private static func makePrivate(_ path: String) {
    guard !FileManager.default.fileExists(atPath: path) else { return }
    _ = FileManager.default.createFile(
      atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
  }

  private init(
    _ database: any DatabaseWriter, _ passwordCost: PasswordCost, _ largestBytes: Int?
  ) throws {
    self.database = database
    writer = GroupWriter(database)
    passwords = PasswordChecker(cost: passwordCost)
    let migrator = migrator()
    if try database.read(migrator.hasBeenSuperseded) {
      throw RecordError.cannotOpen(
        "records: a newer version wrote this database; start that version, or restore a backup")
    }
    try migrator.migrate(database)
    try database.writeWithoutTransaction { db in
      // GRDB chooses NORMAL with WAL, which may lose the last commits when power fails.
      try db.execute(sql: "PRAGMA synchronous = FULL")
      guard let largestBytes else { return }
      let pageSize = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4096
      try db.execute(sql: "PRAGMA max_page_count = \(max(1, largestBytes / pageSize))")
    }
  }

  /// Waits for what is being written, then closes the file.
  package func close() throws(RecordError) {
    writer.finish()
    do { try database.close() } catch { throw RecordError(writing: error) }
  }

  /// Copies the database as it is at one moment, while it is in use, and checks the copy.
  package func backup(to path: String) throws(RecordError) {
    do {
      Self.makePrivate(path)
      let copy = try DatabaseQueue(path: path)
      try database.backup(to: copy)
      let findings = try copy.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
      try copy.close()
      guard findings == ["ok"] else {
        throw RecordError.cannotWrite(
          "\(path): the copy is damaged (\(findings.first ?? "")); copy to another disk")
      }
    } catch {
      throw RecordError(writing: error)
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "records"
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { db in
      // Without it `INSERT OR REPLACE` deletes rows behind the back of the append-only triggers.
      try db.execute(sql: "PRAGMA recursive_triggers = ON")
    }
    return configuration
  }

  /// Reads in one snapshot.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(RecordError) -> Value {
    do { return try await database.read(body) } catch { throw RecordError(reading: error) }
  }

  /// The same for a body that throws errors of its own.
  func readPassing<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    do {
      return try await database.read(body)
    } catch let error as DatabaseError {
      throw RecordError(reading: error)
    }
  }

  /// Writes in one transaction; returns after COMMIT.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(RecordError) -> Value {
    try await writer.write(body)
  }
}

extension RecordStore.Place: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let path): path
    case .inMemory: "memory"
    }
  }
}

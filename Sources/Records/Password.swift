import Crypto
import CryptoExtras
import Foundation

/// The work one password check costs: 2^log2Rounds × blockSize × 128 bytes of memory.
package struct PasswordCost: Hashable, Sendable {
  package var log2Rounds: Int
  package var blockSize: Int
  package var parallelism: Int

  package init(log2Rounds: Int, blockSize: Int = 8, parallelism: Int = 1) {
    self.log2Rounds = log2Rounds
    self.blockSize = blockSize
    self.parallelism = parallelism
  }

  /// OWASP Password Storage Cheat Sheet: N = 2^17, r = 8, p = 1.
  package static let standard = PasswordCost(log2Rounds: 17)
}

/// A scrypt hash as it is stored: `scrypt$17$8$1$<salt>$<key>`, the last two in base64.
///
/// Reference: Percival and Josefsson, RFC 7914.
struct PasswordHash: Equatable, Sendable {
  var cost: PasswordCost
  var salt: Data
  var key: Data

  init(_ password: String, salt: Data, cost: PasswordCost) throws {
    self.cost = cost
    self.salt = salt
    key = try Self.derive(password, salt: salt, cost: cost, count: 32)
  }

  /// Nil unless it was written by `text`. Limits keep a damaged row from taking all memory, or from
  /// matching everything with an empty key.
  init?(text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "scrypt",
      let log2Rounds = Int(parts[1]), (1...20).contains(log2Rounds),
      let blockSize = Int(parts[2]), (1...32).contains(blockSize),
      let parallelism = Int(parts[3]), (1...16).contains(parallelism),
      let salt = Data(base64Encoded: parts[4]), let key = Data(base64Encoded: parts[5]),
      (16...64).contains(key.count)
    else { return nil }
    cost = PasswordCost(log2Rounds: log2Rounds, blockSize: blockSize, parallelism: parallelism)
    self.salt = salt
    self.key = key
  }

  /// Takes as long as `matches` on a real hash, and matches nothing.
  static func dummy(cost: PasswordCost) -> PasswordHash {
    PasswordHash(cost: cost, salt: Data(count: 16), key: Data(count: 32))
  }

  private init(cost: PasswordCost, salt: Data, key: Data) {
    self.cost = cost
    self.salt = salt
    self.key = key
  }

  var text: String {
    "scrypt$\(cost.log2Rounds)$\(cost.blockSize)$\(cost.parallelism)$"
      + "\(salt.base64EncodedString())$\(key.base64EncodedString())"
  }

  func matches(_ password: String) throws -> Bool {
    let other = try Self.derive(password, salt: salt, cost: cost, count: key.count)
    // Every byte is compared, so that time does not tell how many were right.
    return other.count == key.count && zip(other, key).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  static func derive(_ password: String, salt: Data, cost: PasswordCost, count: Int) throws -> Data {
    // One composition, so that the same letters typed on another keyboard match.
    let bytes = Data(password.precomposedStringWithCanonicalMapping.utf8)
    let key = try KDF.Scrypt.deriveKey(
      from: bytes, salt: salt, outputByteCount: count, rounds: 1 << cost.log2Rounds,
      blockSize: cost.blockSize, parallelism: cost.parallelism)
    return key.withUnsafeBytes { Data($0) }
  }
}

/// Hashes and checks passwords, four at a time at most: each takes 128 MiB at the standard cost.
final class PasswordChecker: Sendable {
  static let atOnce = 4
  /// More than so many waiting are refused rather than kept for minutes.
  static let longestQueue = 64

  let cost: PasswordCost
  // Threads of its own: half a second of work would starve the tasks of the shared pool.
  private let queue: OperationQueue

  init(cost: PasswordCost) {
    self.cost = cost
    queue = OperationQueue()
    queue.maxConcurrentOperationCount = Self.atOnce
  }

  func hash(_ password: String) async throws(RecordError) -> String {
    guard (8...256).contains(password.count), password.utf8.count <= 1024 else {
      throw .refusedPassword("password: it has \(password.count) characters; take 8 to 256")
    }
    var random = SystemRandomNumberGenerator()
    let salt = Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    let cost = cost
    return try await perform { try PasswordHash(password, salt: salt, cost: cost).text }
  }

  /// Nil stands for an unknown account: as much work, always false.
  func matches(_ password: String, _ stored: String?) async throws(RecordError) -> Bool {
    let hash = stored.flatMap(PasswordHash.init(text:))
    let dummy = PasswordHash.dummy(cost: cost)
    // A person cannot have chosen more; hashing a megabyte would only serve an attacker.
    let password = String(password.prefix(256))
    return try await perform { try (hash ?? dummy).matches(password) && hash != nil }
  }

  private func perform<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws(RecordError) -> Value {
    guard queue.operationCount < Self.longestQueue else { throw .tooManySignIns }
    do {
      return try await withCheckedThrowingContinuation { continuation in
        queue.addOperation { continuation.resume(with: Result { try work() }) }
      }
    } catch {
      throw .refusedPassword("password: it cannot be hashed (\(error)); choose another")
    }
  }
}

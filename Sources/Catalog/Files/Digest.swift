internal import Foundation

/// Digests of values: of what a file means, not of how it is laid out.
enum Digest {
  /// Lower-case hex SHA-256 over the value as JSON with sorted keys.
  static func of(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("only values of plain words and finite numbers are digested")
    }
    return PlainFile.sha256(Array(data))
  }
}

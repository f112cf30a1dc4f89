import Crypto
import Foundation

/// 128 random bits: a session cookie, a sign-in link, the opaque id of an attempt.
///
/// Never printed by accident: only `text` shows it.
package struct Token: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  /// 32 lower-case hexadecimal digits.
  package let text: String

  package init(using random: inout some RandomNumberGenerator) {
    text = [random.next(), random.next()].map(Self.digits).joined()
  }

  /// Nil unless `text` is a token's text.
  package init?(text: String) {
    guard text.utf8.count == 32, text.utf8.allSatisfy(Self.isDigit) else { return nil }
    self.text = text
  }

  package var description: String { "Token(secret)" }
  package var debugDescription: String { description }

  /// What is stored instead of the token.
  var digest: Data { Data(SHA256.hash(data: Data(text.utf8))) }

  private static func digits(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }
}

/// SHA-256 of a text's UTF-8, as lower-case hexadecimal digits.
func hexDigest(_ text: String) -> String { hex(Data(SHA256.hash(data: Data(text.utf8)))) }

func hex(_ bytes: Data) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

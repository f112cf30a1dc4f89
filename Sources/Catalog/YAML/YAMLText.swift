internal import Sonography

/// Writes the YAML that the readers of this module read: two spaces, keys in the order given.
struct YAMLText {
  private(set) var text = ""

  mutating func line(_ indent: Int, _ content: String) {
    text += String(repeating: " ", count: indent) + content + "\n"
  }

  mutating func free(_ indent: Int, _ key: String, _ value: FreeValue) {
    line(indent, "\(Self.key(key)): \(Self.inline(value))")
  }

  /// On one line, in braces and brackets.
  static func inline(_ value: FreeValue) -> String {
    switch value {
    case .text(let text): quoted(text)
    case .integer(let integer): String(integer)
    case .number(let number): shortest(number)
    case .boolean(let flag): flag ? "true" : "false"
    case .list(let values): "[" + values.map(inline).joined(separator: ", ") + "]"
    case .mapping(let entries): braces(entries.map { ($0.key, inline($0.value)) })
    }
  }

  /// `{a: 1, b: 2}` from parts that are written already; entries without a value are left out.
  static func braces(_ entries: [(key: String, value: String?)]) -> String {
    let parts = entries.compactMap { entry in entry.value.map { "\(key(entry.key)): \($0)" } }
    return "{" + parts.joined(separator: ", ") + "}"
  }

  static func brackets(_ words: [String]) -> String {
    "[" + words.map(quoted).joined(separator: ", ") + "]"
  }

  private static func key(_ key: String) -> String {
    isPlain(key) ? key : quoted(key)
  }

  /// Bare where YAML cannot misread it, else in double quotes.
  static func quoted(_ text: String) -> String {
    if isPlain(text) { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A single word that starts with a letter and is no null, truth value or number.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    guard !words.contains(text.lowercased()) else { return false }
    return text.utf8.allSatisfy { byte in
      isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: " ")].contains(byte)
    } && text.utf8.last != UInt8(ascii: " ")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }
}

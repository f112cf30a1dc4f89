internal import Yams

/// What a scalar says, without YAML's guesses: `no` is a word here and `0x10` no number.
extension Node {
  var isNull: Bool {
    guard case .scalar(let scalar) = self, scalar.style == .plain else { return false }
    return ["", "~", "null"].contains(scalar.string)
  }

  var plainWord: String? {
    guard case .scalar(let scalar) = self else { return nil }
    return scalar.string
  }

  var plainNumber: Double? {
    guard case .scalar(let scalar) = self, scalar.style == .plain else { return nil }
    return decimal(scalar.string)
  }

  var plainInteger: Int? {
    guard case .scalar(let scalar) = self, scalar.style == .plain else { return nil }
    return Int(scalar.string)
  }

  /// For the end of a sentence.
  var asWritten: String {
    switch self {
    case .scalar(let scalar): "'\(scalar.string.prefix(60))'"
    case .mapping: "a mapping"
    case .sequence, .alias: "a list"
    }
  }
}

/// A decimal number as people write it; hexadecimal, `nan` and `inf` are none.
func decimal(_ text: String) -> Double? {
  guard !text.isEmpty, text.utf8.allSatisfy(isDecimalByte) else { return nil }
  return Double(text).flatMap { $0.isFinite ? $0 : nil }
}

private func isDecimalByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
    UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
    true
  default: false
  }
}

/// Small letters, digits and single hyphens, at most 64 of them.
func isKebabCase(_ text: String) -> Bool {
  guard text.utf8.count <= 64 else { return false }
  let words = text.split(separator: "-", omittingEmptySubsequences: false)
  return words.allSatisfy { word in
    !word.isEmpty
      && word.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
  }
}

/// `a, b or c`.
func alternatives(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}

/// Without a decimal point where none is needed.
func shortest(_ value: Double) -> String {
  Int(exactly: value).map(String.init) ?? "\(value)"
}

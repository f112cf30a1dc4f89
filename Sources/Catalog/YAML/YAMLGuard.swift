/// Refuses what a YAML file of ours never needs and a hostile one lives on: anchors, aliases, tags,
/// directives and deep nesting.
///
/// It looks only at where a token starts, before the text reaches a parser that would follow
/// references or recurse. One pass over the bytes. Where it cannot tell what the parser will see
/// (a quoted text that starts a line and does not end on it) it refuses.
package struct YAMLGuard {
  static let deepestIndent = 64
  static let deepestBrackets = 16

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var lineStart = 0
  private var brackets = 0
  /// The next byte that is no blank begins a token.
  private var startsToken = true
  /// Only blanks and list dashes so far on this line.
  private var inLead = true
  /// Where the innermost block on this line begins: its key, else its last dash.
  private var blockColumn = -1

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// The first refusal; nil when the text is plain.
  package static func refusal(of text: String) -> (sentence: String, line: Int)? {
    var scan = YAMLGuard(text)
    while scan.position < scan.bytes.count {
      if let sentence = scan.step() { return (sentence, scan.line) }
    }
    return nil
  }

  private var column: Int { position - lineStart }

  /// Looks at one byte (or one quoted text, comment or block text) and moves past it.
  private mutating func step() -> String? {
    let byte = bytes[position]
    defer { position += 1 }
    switch byte {
    case .newline:
      beginLine()
    case .space, .tab, .carriageReturn:
      break
    case .hash where isBlank(position - 1) || opensEntry(position - 1):
      skipLine()
    case .comma where brackets > 0:
      startsToken = true
    case .closeBracket where brackets > 0, .closeBrace where brackets > 0:
      brackets -= 1
      startsToken = false
    case .colon where endsKey(position):
      startsToken = true
    default:
      guard startsToken else { break }
      return beginToken(byte)
    }
    return nil
  }

  private mutating func beginLine() {
    (line, lineStart) = (line + 1, position + 1)
    (startsToken, inLead, blockColumn) = (true, true, -1)
  }

  private mutating func beginToken(_ byte: UInt8) -> String? {
    if brackets == 0, inLead, column > Self.deepestIndent { return "the text is indented too deeply" }
    if isListMark(byte) {
      blockColumn = column
      return nil
    }
    let beginsLine = inLead && blockColumn < 0
    if inLead { (inLead, blockColumn) = (false, column) }
    startsToken = false
    switch byte {
    case .openBracket, .openBrace:
      startsToken = true
      brackets += 1
      return brackets > Self.deepestBrackets ? "lists are nested too deeply" : nil
    case .doubleQuote, .singleQuote:
      return skipQuoted(byte, mustEndOnLine: beginsLine)
    case .pipe where brackets == 0, .greater where brackets == 0:
      return skipBlockText()
    case .dash where column == 0 && isDocumentMark:
      (position, startsToken) = (position + 2, true)
      return nil
    default:
      return refusal(ofTokenFrom: byte)
    }
  }

  private func isListMark(_ byte: UInt8) -> Bool {
    (byte == .dash || byte == .question) && inLead && isBlank(position + 1)
  }

  private var isDocumentMark: Bool {
    bytes[position...].starts(with: [.dash, .dash, .dash]) && isBlank(position + 3)
  }

  private func refusal(ofTokenFrom byte: UInt8) -> String? {
    switch byte {
    case .ampersand, .star:
      isBlank(position + 1)
        ? nil : "anchors and aliases ('&name', '*name') are not allowed; write the value out"
    case .exclamation: "tags ('!name') are not allowed; write a plain value"
    case .percent where column == 0: "directives ('%') are not allowed"
    case .question where isBlank(position + 1): "keys with '?' are not allowed; write 'key: value'"
    default: nil
    }
  }

  /// Whether the colon at `index` parts a key from its value.
  private func endsKey(_ index: Int) -> Bool {
    if isBlank(index + 1) { return true }
    guard brackets > 0, index > 0 else { return false }
    let before: [UInt8] = [.doubleQuote, .singleQuote, .closeBracket, .closeBrace]
    let after: [UInt8] = [.comma, .openBracket, .closeBracket, .openBrace, .closeBrace]
    return before.contains(bytes[index - 1]) || after.contains(bytes[index + 1])
  }

  private func isBlank(_ index: Int) -> Bool {
    guard bytes.indices.contains(index) else { return true }
    return [.space, .tab, .newline, .carriageReturn].contains(bytes[index])
  }

  private func opensEntry(_ index: Int) -> Bool {
    brackets > 0 && [.openBracket, .openBrace, .comma].contains(bytes[index])
  }

  /// Leaves `position` on the last byte before the line's end.
  private mutating func skipLine() {
    while position + 1 < bytes.count, bytes[position + 1] != .newline { position += 1 }
  }

  /// Leaves `position` on the closing quote.
  private mutating func skipQuoted(_ quote: UInt8, mustEndOnLine: Bool) -> String? {
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == quote {
        let isDoubled = quote == .singleQuote && bytes[position...].dropFirst().first == quote
        if !isDoubled { return nil }
        position += 1
      } else if byte == .backslash, quote == .doubleQuote {
        position += 1
      } else if byte == .newline {
        if mustEndOnLine { return "a quote that starts a line ends on the same line" }
        (line, lineStart) = (line + 1, position + 1)
      }
      position += 1
    }
    return nil
  }

  /// Skips the lines of a `|` or `>` text: those indented deeper than the block they belong to.
  private mutating func skipBlockText() -> String? {
    position += 1
    if position < bytes.count, [.plus, .dash].contains(bytes[position]) { position += 1 }
    guard isBlank(position) else { return "after '|' or '>' the text starts on the next line" }
    let block = blockColumn
    position -= 1
    skipLine()
    var indent: Int?
    while let next = nextIndent() {
      if let blank = next.indent {
        guard blank > block, blank >= indent ?? 0 else { return nil }
        indent = indent ?? blank
      }
      position += 1
      beginLine()
      skipLine()
    }
    return nil
  }

  /// The indentation of the line after this one (nil when that line is blank); nil at the end.
  private func nextIndent() -> (indent: Int?, Void)? {
    guard position + 1 < bytes.count else { return nil }
    var index = position + 2
    while index < bytes.count, bytes[index] == .space { index += 1 }
    let isEmpty = index >= bytes.count || isBlank(index)
    return (isEmpty ? nil : index - position - 2, ())
  }
}

extension UInt8 {
  fileprivate static let newline = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
  fileprivate static let space = UInt8(ascii: " ")
  fileprivate static let tab = UInt8(ascii: "\t")
  fileprivate static let hash = UInt8(ascii: "#")
  fileprivate static let doubleQuote = UInt8(ascii: "\"")
  fileprivate static let singleQuote = UInt8(ascii: "'")
  fileprivate static let backslash = UInt8(ascii: "\\")
  fileprivate static let openBracket = UInt8(ascii: "[")
  fileprivate static let closeBracket = UInt8(ascii: "]")
  fileprivate static let openBrace = UInt8(ascii: "{")
  fileprivate static let closeBrace = UInt8(ascii: "}")
  fileprivate static let comma = UInt8(ascii: ",")
  fileprivate static let colon = UInt8(ascii: ":")
  fileprivate static let dash = UInt8(ascii: "-")
  fileprivate static let plus = UInt8(ascii: "+")
  fileprivate static let pipe = UInt8(ascii: "|")
  fileprivate static let greater = UInt8(ascii: ">")
  fileprivate static let question = UInt8(ascii: "?")
  fileprivate static let ampersand = UInt8(ascii: "&")
  fileprivate static let star = UInt8(ascii: "*")
  fileprivate static let exclamation = UInt8(ascii: "!")
  fileprivate static let percent = UInt8(ascii: "%")
}

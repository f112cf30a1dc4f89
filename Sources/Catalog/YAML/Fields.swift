internal import Yams

/// One mapping of a YAML file, read strictly: unknown keys, missing keys and wrong kinds of value
/// become problems with their line, and reading goes on.
///
/// Every accessor returns nil after adding a problem, so that a reader collects all of them and
/// builds its value at the end.
struct Fields {
  /// With its article, as sentences say it: `a view`.
  let thing: String
  let line: Int?
  let problems: ProblemList
  private let values: [String: Node]
  /// Keys in the order of the file.
  let keys: [String]

  /// `keys` are all keys this mapping may have; nil allows any.
  init?(_ node: Node, as thing: String, keys known: [String]?, in problems: ProblemList) {
    guard case .mapping(let mapping) = node else {
      problems.add("\(thing) is a mapping of keys to values", line: node.mark?.line)
      return nil
    }
    self.thing = thing
    self.line = node.mark?.line
    self.problems = problems
    var values: [String: Node] = [:]
    var keys: [String] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        problems.add("a key of \(thing) is a word", line: key.mark?.line)
        continue
      }
      if let known, !known.contains(scalar.string) {
        problems.add(
          "unknown key '\(scalar.string)'; \(thing) has \(known.joined(separator: ", "))",
          line: key.mark?.line)
        continue
      }
      keys.append(scalar.string)
      values[scalar.string] = value
    }
    self.values = values
    self.keys = keys
  }

  /// The node of a key that is there and not null.
  func node(_ key: String) -> Node? {
    guard let node = values[key], !node.isNull else { return nil }
    return node
  }

  func line(of key: String) -> Int? { values[key]?.mark?.line ?? line }

  /// The node of a key that must be there.
  func required(_ key: String) -> Node? {
    if let node = node(key) { return node }
    problems.add("\(thing) needs '\(key)'", line: line(of: key))
    return nil
  }

  func wrong(_ key: String, _ what: String) { problems.add("'\(key)' \(what)", line: line(of: key)) }

  // MARK: Scalars

  func text(_ key: String, longest: Int = 2000) -> String? {
    required(key).flatMap { text($0, key, longest: longest) }
  }

  func optionalText(_ key: String, longest: Int = 2000) -> String? {
    node(key).flatMap { text($0, key, longest: longest) }
  }

  private func text(_ node: Node, _ key: String, longest: Int) -> String? {
    guard case .scalar(let scalar) = node else { return refuse(key, "is one text") }
    guard !scalar.string.allSatisfy(\.isWhitespace) else { return refuse(key, "is empty") }
    guard scalar.string.count <= longest else {
      return refuse(key, "is longer than \(longest) characters")
    }
    return scalar.string
  }

  func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
    required(key).flatMap { number($0, key, in: range) }
  }

  func optionalNumber(_ key: String, in range: ClosedRange<Double>) -> Double? {
    node(key).flatMap { number($0, key, in: range) }
  }

  private func number(_ node: Node, _ key: String, in range: ClosedRange<Double>) -> Double? {
    guard let value = node.plainNumber else {
      return refuse(key, "is a number, not \(node.asWritten)")
    }
    guard range.contains(value) else {
      return refuse(
        key, "lies in \(shortest(range.lowerBound))...\(shortest(range.upperBound)), not \(shortest(value))")
    }
    return value
  }

  func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    required(key).flatMap { integer($0, key, in: range) }
  }

  func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
    node(key).flatMap { integer($0, key, in: range) }
  }

  private func integer(_ node: Node, _ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = node.plainInteger else {
      return refuse(key, "is a whole number, not \(node.asWritten)")
    }
    guard range.contains(value) else {
      return refuse(key, "lies in \(range.lowerBound)...\(range.upperBound), not \(value)")
    }
    return value
  }

  func boolean(_ key: String) -> Bool? {
    guard let node = required(key) else { return nil }
    switch node.plainWord {
    case "true": return true
    case "false": return false
    default: return refuse(key, "is true or false, not \(node.asWritten)")
    }
  }

  /// One of a fixed set of words.
  func choice<Word: RawRepresentable<String>>(_ key: String, of words: [Word]) -> Word? {
    required(key).flatMap { choice($0, key, words) }
  }

  func optionalChoice<Word: RawRepresentable<String>>(_ key: String, of words: [Word]) -> Word? {
    node(key).flatMap { choice($0, key, words) }
  }

  private func choice<Word: RawRepresentable<String>>(
    _ node: Node, _ key: String, _ words: [Word]
  ) -> Word? {
    if let word = node.plainWord.flatMap(Word.init(rawValue:)), words.contains(where: { $0.rawValue == word.rawValue })
    {
      return word
    }
    return refuse(key, "is \(alternatives(words.map(\.rawValue))), not \(node.asWritten)")
  }

  /// A kebab-case id.
  func identifier(_ key: String) -> String? {
    guard let value = text(key) else { return nil }
    guard isKebabCase(value) else {
      return refuse(key, "is an id of small letters, digits and '-', not '\(value)'")
    }
    return value
  }

  /// A SHA-256 in hexadecimal.
  func digest(_ key: String) -> String? {
    guard let value = text(key) else { return nil }
    let isDigest = value.utf8.count == 64 && value.allSatisfy { $0.isASCII && $0.isHexDigit && !$0.isUppercase }
    return isDigest ? value : refuse(key, "is 64 hexadecimal digits in small letters")
  }

  // MARK: Lists and mappings

  func numbers(_ key: String, longest: Int = 100) -> [Double]? {
    guard let nodes = list(key, longest: longest) else { return nil }
    let values = nodes.compactMap(\.plainNumber)
    return values.count == nodes.count ? values : refuse(key, "is a list of numbers")
  }

  func list(_ key: String, longest: Int) -> [Node]? {
    required(key).flatMap { list($0, key, longest) }
  }

  /// Empty when the key is absent.
  func optionalList(_ key: String, longest: Int) -> [Node]? {
    guard let node = node(key) else { return [] }
    return list(node, key, longest)
  }

  private func list(_ node: Node, _ key: String, _ longest: Int) -> [Node]? {
    guard case .sequence(let sequence) = node else { return refuse(key, "is a list") }
    guard sequence.count <= longest else { return refuse(key, "has more than \(longest) entries") }
    return Array(sequence)
  }

  /// A list of words; empty when the key is absent.
  func optionalTexts(_ key: String, longest: Int = 100) -> [String]? {
    guard let nodes = optionalList(key, longest: longest) else { return nil }
    return texts(nodes, key)
  }

  func texts(_ key: String, longest: Int = 100) -> [String]? {
    list(key, longest: longest).flatMap { texts($0, key) }
  }

  private func texts(_ nodes: [Node], _ key: String) -> [String]? {
    let words = nodes.compactMap { node in node.isNull ? nil : node.plainWord }
    guard words.count == nodes.count else { return refuse(key, "is a list of words") }
    return words
  }

  func fields(_ key: String, as thing: String, keys: [String]?) -> Fields? {
    required(key).flatMap { Fields($0, as: thing, keys: keys, in: problems) }
  }

  func optionalFields(_ key: String, as thing: String, keys: [String]?) -> Fields? {
    node(key).flatMap { Fields($0, as: thing, keys: keys, in: problems) }
  }

  private func refuse<Value>(_ key: String, _ what: String) -> Value? {
    wrong(key, what)
    return nil
  }
}

internal import Yams

/// What a free block of a YAML file says, such as the parameters a phantom needs to render a case again.
package indirect enum FreeValue: Hashable, Sendable {
  case text(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case list([FreeValue])
  case mapping([Entry])

  package struct Entry: Hashable, Sendable {
    package var key: String
    package var value: FreeValue

    package init(key: String, value: FreeValue) {
      self.key = key
      self.value = value
    }
  }

  package subscript(key: String) -> FreeValue? {
    guard case .mapping(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  init(_ node: Node) {
    switch node {
    case .mapping(let mapping):
      self = .mapping(mapping.map { Entry(key: $0.key.plainWord ?? "", value: FreeValue($0.value)) })
    case .sequence(let sequence):
      self = .list(sequence.map { FreeValue($0) })
    case .scalar, .alias:
      self = FreeValue(scalar: node)
    }
  }

  private init(scalar node: Node) {
    let word = node.plainWord ?? ""
    if let integer = node.plainInteger {
      self = .integer(integer)
    } else if let number = node.plainNumber {
      self = .number(number)
    } else if node.isPlain, word == "true" || word == "false" {
      self = .boolean(word == "true")
    } else {
      self = .text(word)
    }
  }
}

extension Node {
  fileprivate var isPlain: Bool {
    guard case .scalar(let scalar) = self else { return false }
    return scalar.style == .plain
  }
}

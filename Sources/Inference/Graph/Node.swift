/// One operation of a graph, by the names of what it reads and writes.
struct Node: Sendable {
  enum Attribute: Sendable {
    case float(Float)
    case integer(Int)
    case string(String)
    case tensor(Constant)
    case floats([Float])
    case integers([Int])
    /// Something no supported operator needs, such as a subgraph.
    case other
  }

  let index: Int
  let opset: Int
  var name = ""
  var operation = ""
  /// Empty names stand for inputs left out.
  var inputs: [String] = []
  var outputs: [String] = []
  var attributes: [String: Attribute] = [:]
  /// For a convolution with known weights: these, in the order the kernel reads them.
  var filters: PackedFilters?

  init(index: Int, opset: Int) {
    self.index = index
    self.opset = opset
  }

  /// Its name, or what else identifies it to someone with the model before them.
  var label: String {
    name.isEmpty ? outputs.first.map { "making \($0)" } ?? "number \(index)" : name
  }

  func invalid(_ problem: String) -> ModelError {
    .invalidNode(node: label, operator: operation, opset: opset, problem: problem)
  }

  func integer(_ key: String, _ standard: Int) throws(ModelError) -> Int {
    switch attributes[key] {
    case nil: return standard
    case .integer(let value)?: return value
    default: throw invalid("attribute \(key) must be an integer")
    }
  }

  func flag(_ key: String, _ standard: Bool = false) throws(ModelError) -> Bool {
    try integer(key, standard ? 1 : 0) != 0
  }

  func float(_ key: String, _ standard: Float) throws(ModelError) -> Float {
    switch attributes[key] {
    case nil: return standard
    case .float(let value)?: return value
    default: throw invalid("attribute \(key) must be a float")
    }
  }

  func string(_ key: String, _ standard: String) throws(ModelError) -> String {
    switch attributes[key] {
    case nil: return standard
    case .string(let value)?: return value
    default: throw invalid("attribute \(key) must be a string")
    }
  }

  func integers(_ key: String) throws(ModelError) -> [Int]? {
    switch attributes[key] {
    case nil: return nil
    case .integers(let values)?: return values
    default: throw invalid("attribute \(key) must be a list of integers")
    }
  }

  /// A choice among words, the first being the standard.
  func choice(_ key: String, _ words: String...) throws(ModelError) -> String {
    let word = try string(key, words[0])
    guard words.contains(word) else {
      throw invalid("attribute \(key) is '\(word)'; supported are \(words.joined(separator: ", "))")
    }
    return word
  }
}

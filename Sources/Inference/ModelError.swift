/// What can be wrong with a model file or with what is fed to it.
package enum ModelError: Error, Hashable, CustomStringConvertible {
  /// The bytes are not an ONNX file.
  case malformed(byte: Int, problem: String)
  /// The graph as a whole does not hold together.
  case invalidGraph(problem: String)
  /// The engine does not know the operator.
  case unsupportedOperator(operator: String, node: String, opset: Int)
  /// A node asks for something wrong, or something its operator does not do here.
  case invalidNode(node: String, operator: String, opset: Int, problem: String)
  /// What was passed to a session is not what the model takes.
  case invalidInput(name: String, problem: String)

  package var description: String {
    switch self {
    case .malformed(let byte, let problem):
      "model file, byte \(byte): \(problem); export the model again"
    case .invalidGraph(let problem):
      "model graph: \(problem)"
    case .unsupportedOperator(let name, let node, let opset):
      "node '\(node)': operator \(name) of opset \(opset) is not supported; "
        + "export with one of: \(OperatorTable.names.joined(separator: ", "))"
    case .invalidNode(let node, let name, let opset, let problem):
      "node '\(node)' (\(name), opset \(opset)): \(problem)"
    case .invalidInput(let name, let problem):
      "input '\(name)': \(problem)"
    }
  }
}

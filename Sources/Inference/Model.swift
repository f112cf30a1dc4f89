/// A neural network read from an ONNX file: checked, simplified and with its weights in kernel order.
///
/// It holds no state of a run, so any number of sessions share one. It knows nothing of what the numbers
/// mean and reads no file: whoever has the bytes passes them in.
package final class Model: Sendable {
  let graph: Graph
  package let inputs: [ValueDescription]
  package let outputs: [ValueDescription]

  /// - Parameters:
  ///   - precision: what it computes in between its inputs and outputs.
  ///   - kernel: with which code, one this processor has.
  package convenience init(
    onnx bytes: [UInt8], precision: Precision = .float32, kernel: Kernel = Kernels.chosen
  ) throws(ModelError) {
    try self.init(onnx: bytes, fixing: [:], Computation(kernel: kernel, precision: precision))
  }

  /// - Parameter fixed: values for inputs that are then no longer inputs.
  convenience init(onnx bytes: [UInt8], fixing fixed: [String: Constant], _ computation: Computation) throws(ModelError)
  {
    try self.init(ModelFile(bytes), fixing: fixed, computation)
  }

  init(_ file: ModelFile, fixing fixed: [String: Constant], _ computation: Computation) throws(ModelError) {
    graph = try Graph(file, fixing: fixed, computation)
    inputs = graph.inputs
    // Planning once, with an open batch at one, finds now what would otherwise fail in the first run.
    if let shapes = try graph.checkableShapes() {
      let draft = try PlanDraft(graph, shapes: shapes)
      let isStatic = graph.inputs.allSatisfy { !$0.shape.contains(nil) }
      outputs = zip(file.outputs, draft.outputs).map { declared, planned in
        ValueDescription(name: planned.name, shape: isStatic ? planned.value.shape.lengths : declared.shape)
      }
    } else {
      outputs = file.outputs.map { ValueDescription(name: $0.name, shape: $0.shape) }
    }
  }
}

extension Graph {
  /// The input shapes to plan with at first, unless another axis than the batch is open.
  fileprivate func checkableShapes() throws(ModelError) -> [String: Shape]? {
    var shapes: [String: Shape] = [:]
    for input in inputs {
      guard !input.shape.dropFirst().contains(nil) else { return nil }
      guard let shape = Shape(checking: input.shape.map { $0 ?? 1 }) else {
        throw .invalidInput(name: input.name, problem: "the shape \(input.shape.map { $0 ?? 1 }) is impossible")
      }
      shapes[input.name] = shape
    }
    return shapes
  }

  /// The shapes of given inputs, checked against what the model declares.
  func shapes(of tensors: [String: Tensor]) throws(ModelError) -> [String: Shape] {
    var shapes: [String: Shape] = [:]
    for input in inputs {
      guard let tensor = tensors[input.name] else { throw .invalidInput(name: input.name, problem: "it is missing") }
      guard tensor.shape.count == input.shape.count,
        zip(tensor.shape, input.shape).allSatisfy({ $1 == nil || $0 == $1 })
      else {
        let wanted = input.shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
        throw .invalidInput(name: input.name, problem: "its shape is \(tensor.shape), not [\(wanted)]")
      }
      guard let shape = Shape(checking: tensor.shape), shape.count == tensor.values.count else {
        throw .invalidInput(
          name: input.name, problem: "\(tensor.values.count) values do not fill the shape \(tensor.shape)")
      }
      shapes[input.name] = shape
    }
    if let stranger = tensors.keys.filter({ name in !inputs.contains { $0.name == name } }).min() {
      throw .invalidInput(name: stranger, problem: "the model has no such input")
    }
    return shapes
  }
}

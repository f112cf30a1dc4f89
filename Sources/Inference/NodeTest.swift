/// One case of the official ONNX backend tests: a model, inputs and the outputs to expect.
///
/// The caller reads the files: `model.onnx`, and of a `test_data_set_0` its `input_*.pb` and
/// `output_*.pb` in the order of their numbers.
package struct NodeTest {
  private let model: Model
  private let inputs: [String: Tensor]
  private let expected: [Constant]

  /// - Parameters:
  ///   - inputs: one file for each input of the model, as `TensorProto`.
  ///   - outputs: likewise for the outputs.
  package init(model bytes: [UInt8], inputs: [[UInt8]], outputs: [[UInt8]], kernel: Kernel = Kernels.chosen)
    throws(ModelError)
  {
    let file = try ModelFile(bytes)
    try file.checkOperators()
    let names = file.inputs.map(\.name)
    guard inputs.count <= names.count else {
      throw .invalidGraph(problem: "\(inputs.count) inputs are given, but it has \(names.count)")
    }
    var fixed: [String: Constant] = [:]
    var tensors: [String: Tensor] = [:]
    for (name, bytes) in zip(names, inputs) {
      let value = try TensorFile(bytes, 0..<bytes.count).constant()
      // Images come in while running; shapes, indices and limits have to be known before.
      if value.kind == .real && value.shape.rank > 1 {
        tensors[name] = Tensor(shape: value.shape.lengths, values: value.values)
      } else {
        fixed[name] = value
      }
    }
    model = try Model(onnx: bytes, fixing: fixed, Computation(kernel: kernel, precision: .float32))
    self.inputs = tensors
    var expected: [Constant] = []
    for bytes in outputs { expected.append(try TensorFile(bytes, 0..<bytes.count).constant()) }
    self.expected = expected
  }

  package struct Result {
    /// What is wrong, one sentence an output; nothing if all is right.
    package var problems: [String] = []
    /// The largest absolute difference of any two finite numbers.
    package var largestError: Float = 0
  }

  package func problems(relative: Float = 1e-3, absolute: Float = 1e-7) throws(ModelError) -> [String] {
    try result(relative: relative, absolute: absolute).problems
  }

  /// - Parameters: how far a result may be from the expected one; by default as in ONNX's own runner.
  package func result(relative: Float = 1e-3, absolute: Float = 1e-7) throws(ModelError) -> Result {
    let results = try Session(model).run(inputs)
    var outcome = Result()
    for (output, expected) in zip(model.outputs, expected) {
      guard let result = results[output.name] else {
        outcome.problems.append("\(output.name): it is missing")
        continue
      }
      guard result.shape == expected.shape.lengths else {
        outcome.problems.append("\(output.name): its shape is \(result.shape), not \(expected.shape.lengths)")
        continue
      }
      let wanted = expected.values
      let errors = zip(result.values, wanted).map { $0 == $1 || ($0.isNaN && $1.isNaN) ? 0 : abs($0 - $1) }
      outcome.largestError = errors.filter(\.isFinite).reduce(outcome.largestError, max)
      if let index = errors.indices.first(where: {
        errors[$0] != 0 && !(errors[$0] <= absolute + relative * abs(wanted[$0]))
      }) {
        outcome.problems.append("\(output.name): element \(index) is \(result.values[index]), not \(wanted[index])")
      }
    }
    return outcome
  }
}

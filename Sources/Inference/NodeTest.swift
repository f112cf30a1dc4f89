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
  package init(model bytes: [UInt8], inputs: [[UInt8]], outputs: [[UInt8]]) throws(ModelError) {
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
    model = try Model(onnx: bytes, fixing: fixed)
    self.inputs = tensors
    var expected: [Constant] = []
    for bytes in outputs { expected.append(try TensorFile(bytes, 0..<bytes.count).constant()) }
    self.expected = expected
  }

  /// - Parameters: how far a result may be from the expected one; by default as in ONNX's own runner.
  /// - Returns: what is wrong with the result, one sentence an output; nothing if all is right.
  package func problems(relative: Float = 1e-3, absolute: Float = 1e-7) throws(ModelError) -> [String] {
    let results = try Session(model).run(inputs)
    return zip(model.outputs, expected).compactMap { output, expected in
      guard let result = results[output.name] else { return "\(output.name): it is missing" }
      guard result.shape == expected.shape.lengths else {
        return "\(output.name): its shape is \(result.shape), not \(expected.shape.lengths)"
      }
      let pairs = zip(result.values, expected.values).enumerated()
      let wrong = pairs.first { _, pair in
        let isSame = pair.0 == pair.1 || (pair.0.isNaN && pair.1.isNaN)
        return !isSame && !(abs(pair.0 - pair.1) <= absolute + relative * abs(pair.1))
      }
      guard let (index, pair) = wrong else { return nil }
      return "\(output.name): element \(index) is \(pair.0), not \(pair.1)"
    }
  }
}

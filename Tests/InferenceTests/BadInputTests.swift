import Inference
import Testing

@Suite struct BadInputTests {
  struct Example: CustomTestStringConvertible {
    let testDescription: String
    let model: Proto
    let sentence: String
  }

  private static let relu = Proto.node("Relu", ["x"], ["y"])

  static let examples = [
    Example(
      testDescription: "no graph", model: Proto(),
      sentence: "model file, byte 0: there is no graph in it; export the model again"),
    Example(
      testDescription: "an operator nobody knows", model: .model([.node("Wish", ["x"], ["y"])]),
      sentence: "node 'making y': operator Wish of opset 17 is not supported; export with one of: Add,"),
    Example(
      testDescription: "another domain", model: .model([.node("Relu", ["x"], ["y"], domain: "com.example")]),
      sentence: "node 'making y': operator com.example.Relu of opset 17 is not supported"),
    Example(
      testDescription: "an old opset", model: .model([relu], opset: 5),
      sentence: "model graph: it uses opset 5; export it with opset_version=17 (6 to 25 are read)"),
    Example(
      testDescription: "a cycle", model: .model([.node("Add", ["x", "y"], ["z"]), .node("Relu", ["z"], ["y"])]),
      sentence: "node 'making z' (Add, opset 17): it reads 'y' before any input, initialiser or node made it"),
    Example(
      testDescription: "a missing initialiser", model: .model([.node("Conv", ["x", "w"], ["y"])]),
      sentence: "node 'making y' (Conv, opset 17): it reads 'w' before any input, initialiser or node made it"),
    Example(
      testDescription: "a value made twice", model: .model([relu, relu]),
      sentence: "node 'making y' (Relu, opset 17): it makes 'y', which already exists"),
    Example(
      testDescription: "an output nobody makes", model: .model([.node("Relu", ["x"], ["z"])]),
      sentence: "model graph: nothing makes its output 'y'"),
    Example(
      testDescription: "weights in another file",
      model: .model(
        [.node("Conv", ["x", "w"], ["y"])], initialisers: [.tensor("w", [1, 1, 1, 1], [], isExternal: true)]),
      sentence: "model graph: tensor 'w' keeps its values in another file; export the model with its weights inside"),
    Example(
      testDescription: "fewer values than the shape",
      model: .model([.node("Conv", ["x", "w"], ["y"])], initialisers: [.tensor("w", [2, 1, 3, 3], [1, 2])]),
      sentence: "tensor 'w' of shape [2, 1, 3, 3] has 2 values"),
    Example(
      testDescription: "a shape whose product overflows",
      model: .model([relu], initialisers: [.tensor("w", [1 << 40, 1 << 40], [])]),
      sentence: "tensor 'w' has the impossible shape [1099511627776, 1099511627776]"),
    Example(
      testDescription: "a negative length", model: .model([relu], initialisers: [.tensor("w", [-1], [])]),
      sentence: "tensor 'w' has the impossible shape [-1]"),
    Example(
      testDescription: "channels that do not fit",
      model: .model([.node("Conv", ["x", "w"], ["y"])], initialisers: [.tensor("w", [1, 2, 1, 1], [1, 2])]),
      sentence:
        "node 'making y' (Conv, opset 17): weights of shape [1, 2, 1, 1] do not fit an input of shape [1, 1, 4, 4]"),
    Example(
      testDescription: "a kernel larger than the image",
      model: .model([.node("MaxPool", ["x"], ["y"], integers: ["kernel_shape": [5, 5]])]),
      sentence: "node 'making y' (MaxPool, opset 17): a window of [5, 5] over [4, 4] is not supported"),
    Example(
      testDescription: "a stride of zero",
      model: .model([.node("MaxPool", ["x"], ["y"], integers: ["kernel_shape": [2, 2], "strides": [0, 1]])]),
      sentence: "a kernel length, stride, dilation, pad or input length is out of range"),
    Example(
      testDescription: "a pad that would fill the memory",
      model: .model(
        [.node("MaxPool", ["x"], ["y"], integers: ["kernel_shape": [1, 1], "pads": [1 << 20, 1 << 20, 0, 0]])]),
      sentence: "its output would have the shape"),
    Example(
      testDescription: "a kernel as long as its border",
      model: .model(
        [.node("Conv", ["x", "w"], ["y"], integers: ["pads": [1 << 18, 0, 1 << 17, 0]])],
        initialisers: [.tensor("w", [1, 1, 1 << 17, 1], [Float](repeating: 0, count: 1 << 17))]),
      sentence: "a kernel of [131072, 1] for an output of [262149, 4] is not supported"),
    Example(
      testDescription: "an attribute of the wrong type",
      model: .model([.node("LeakyRelu", ["x"], ["y"], integers: ["alpha": [1]])]),
      sentence: "node 'making y' (LeakyRelu, opset 17): attribute alpha must be a float"),
    Example(
      testDescription: "an input of negative size", model: .model([relu], inputShape: [1, 1, -4, 4]),
      sentence: "input 'x': the shape [1, 1, -4, 4] is impossible"),
    Example(
      testDescription: "an input of another type", model: .model([relu], inputType: 8),
      sentence: "model graph: its input 'x' is not a tensor of floats"),
  ]

  @Test(arguments: examples)
  func `a bad model is refused with a sentence`(_ example: Example) {
    let error = #expect(throws: ModelError.self) { try Model(onnx: example.model.bytes) }
    let sentence = error?.description ?? ""
    #expect(sentence.contains(example.sentence), "\(sentence)")
  }

  @Test func `a model cut off anywhere is refused`() throws {
    let whole = try Fixture(name: "shapes").model
    for length in stride(from: 0, to: whole.count, by: 7) {
      #expect(throws: ModelError.self) { try Model(onnx: Array(whole[..<length])) }
    }
  }
}

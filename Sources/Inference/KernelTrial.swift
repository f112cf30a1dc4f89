/// One convolution done by a chosen kernel, so that the fast ones can be compared with the plain twin.
package struct KernelTrial {
  package var strides = [1, 1]
  package var dilations = [1, 1]
  package var pads = [0, 0, 0, 0]
  package var groups = 1
  package var isTransposed = false
  package var hasRelu = false
  package var precision = Precision.float32
  /// Whether the weights are an input of the graph, packed in every run, and not part of the model.
  package var hasOpenWeights = false

  package init() {}

  /// - Parameter residual: added before the activation; of the result's shape.
  package func result(
    of image: Tensor, weights: Tensor, bias: Tensor, residual: Tensor?, by kernel: Kernel
  ) throws(ModelError) -> Tensor {
    var file = ModelFile(opset: 17)
    file.add(convolution)
    if residual != nil { file.add(node("Add", ["sum", "residual"], "total")) }
    if hasRelu { file.add(node("Relu", [residual == nil ? "sum" : "total"], "result")) }
    var inputs = ["image": image, "residual": residual].compactMapValues(\.self)
    for (name, tensor) in ["weights": weights, "bias": bias] {
      if hasOpenWeights {
        inputs[name] = tensor
      } else {
        file.initialisers[name] = Constant(shape: Shape(known: tensor.shape), kind: .real, values: tensor.values)
      }
    }
    file.declare(inputs: inputs.mapValues(\.shape), output: hasRelu ? "result" : residual == nil ? "sum" : "total")
    let model = try Model(file, fixing: [:], Computation(kernel: kernel, precision: precision))
    return try Session(model).run(inputs)[model.outputs[0].name] ?? Tensor(shape: [0], values: [])
  }

  private var convolution: Node {
    var node = node(isTransposed ? "ConvTranspose" : "Conv", ["image", "weights", "bias"], "sum")
    node.attributes = [
      "strides": .integers(strides), "dilations": .integers(dilations), "pads": .integers(pads),
      "group": .integer(groups),
    ]
    return node
  }

  private func node(_ operation: String, _ inputs: [String], _ output: String) -> Node {
    var node = Node(index: 0, opset: 17)
    (node.operation, node.inputs, node.outputs) = (operation, inputs, [output])
    return node
  }
}

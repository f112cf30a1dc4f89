/// Every operator the engine knows, by its ONNX name.
///
/// A new one is a function from a request to a plan and a line here.
enum OperatorTable {
  typealias Planner = @Sendable (PlanRequest) throws(ModelError) -> Planned

  /// The opsets whose meaning of these operators is implemented; where one has changed, its planner asks.
  static let opsets = 6...25

  static var names: [String] { planners.keys.sorted() }

  static func knows(_ name: String) -> Bool { planners[name] != nil }

  static func plan(_ request: PlanRequest) throws(ModelError) -> Planned {
    let node = request.node
    guard let planner = planners[node.operation] else {
      throw .unsupportedOperator(operator: node.operation, node: node.label, opset: node.opset)
    }
    return try planner(request)
  }

  private static let planners: [String: Planner] = [
    "Add": Arithmetic.add,
    "AveragePool": Pooling.average,
    "BatchNormalization": ChannelAffine.plan,
    "Cast": ShapeOperators.cast,
    "Clip": Activations.clip,
    "Concat": Joining.concat,
    "Constant": ShapeOperators.constant,
    "Conv": Convolution.plan,
    "ConvTranspose": Convolution.planTransposed,
    "Div": Arithmetic.divide,
    "Flatten": ShapeOperators.flatten,
    "Gather": Selection.gather,
    "Gemm": Products.gemm,
    "GlobalAveragePool": Pooling.globalAverage,
    "HardSigmoid": Activations.hardSigmoid,
    "HardSwish": Activations.hardSwish,
    "Identity": ShapeOperators.identity,
    "LeakyRelu": Activations.leakyRelu,
    "MatMul": Products.matMul,
    "MaxPool": Pooling.maximum,
    "Mul": Arithmetic.multiply,
    "Pad": Padding.plan,
    "ReduceMean": Reductions.mean,
    "Relu": Activations.relu,
    "Reshape": ShapeOperators.reshape,
    "Resize": Resizing.plan,
    "Shape": ShapeOperators.shape,
    "Sigmoid": Activations.sigmoid,
    "Slice": Selection.slice,
    "Softmax": Reductions.softmax,
    "Split": Joining.split,
    "Squeeze": ShapeOperators.squeeze,
    "Sub": Arithmetic.subtract,
    "Tanh": Activations.tanh,
    "Transpose": Selection.transpose,
    "Unsqueeze": ShapeOperators.unsqueeze,
  ]
}

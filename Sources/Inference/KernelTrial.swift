import CKernels

/// One convolution done by a chosen kernel, so that the fast ones can be compared with the plain twin.
package struct KernelTrial {
  package enum Kernel: Int32, CaseIterable, Sendable {
    /// One multiplication after another, in Swift.
    case twin = -1
    case plain, avx2, avx512

    /// Those this processor can run.
    package static var available: [Kernel] { allCases.filter { $0.rawValue <= ck_best_level() } }
  }

  package var strides = [1, 1]
  package var dilations = [1, 1]
  package var pads = [0, 0, 0, 0]
  package var groups = 1
  package var isTransposed = false
  package var hasRelu = false

  package init() {}

  /// - Parameter residual: added before the activation; of the result's shape.
  package func result(
    of image: Tensor, weights: Tensor, bias: Tensor, residual: Tensor?, by kernel: Kernel
  ) throws(ModelError) -> Tensor {
    let tensors = [image, weights, bias]
    let operands = tensors.enumerated().map { index, tensor in
      Operand(name: "\(index)", shape: Shape(known: tensor.shape), kind: .real)
    }
    let request = PlanRequest(node: node, operands: operands)
    var planned = try kernel == .twin ? SolidConvolution.plan(request) : OperatorTable.plan(request)
    var sources = tensors
    if kernel != .twin, case .convolution(var convolution) = planned.work {
      convolution.level = kernel.rawValue
      if let residual, absorb("Add", residual, into: &convolution, planned) { sources.append(residual) }
      if hasRelu { _ = absorb("Relu", nil, into: &convolution, planned) }
      planned.work = .convolution(convolution)
    }
    var result = run(planned, on: sources)
    if kernel == .twin { finish(&result, residual) }
    return result
  }

  private var node: Node {
    var node = Node(index: 0, opset: 17)
    node.operation = isTransposed ? "ConvTranspose" : "Conv"
    node.attributes = [
      "strides": .integers(strides), "dilations": .integers(dilations), "pads": .integers(pads),
      "group": .integer(groups),
    ]
    return node
  }

  private func absorb(
    _ operation: String, _ other: Tensor?, into convolution: inout Convolution, _ planned: Planned
  ) -> Bool {
    var node = Node(index: 1, opset: 17)
    node.operation = operation
    let result = Operand(name: "result", shape: planned.outputs[0].shape, kind: .real)
    let other = other.map { Operand(name: "residual", shape: Shape(known: $0.shape), kind: .real) }
    let operands = [result] + (other.map { [$0] } ?? [])
    return convolution.absorb(PlanRequest(node: node, operands: operands), result: result) != nil
  }

  private func run(_ planned: Planned, on tensors: [Tensor]) -> Tensor {
    let sources = tensors.map { Constant(shape: Shape(known: $0.shape), kind: .real, values: $0.values).buffer }
    let result = FloatBuffer(count: planned.outputs[0].shape.count)
    let scratch = FloatBuffer(count: planned.scratch)
    let memory = StepMemory(
      inputs: sources.map { UnsafePointer($0.start) }, outputs: [result.start], scratch: scratch.start)
    withExtendedLifetime((sources, scratch)) {
      switch planned.work {
      case .convolution(let convolution): convolution.run(memory)
      case .body(let body): body(memory)
      case .alias, .constants: break
      }
    }
    return Tensor(shape: planned.outputs[0].shape.lengths, values: result.values)
  }

  private func finish(_ result: inout Tensor, _ residual: Tensor?) {
    for i in result.values.indices {
      let sum = result.values[i] + (residual?.values[i] ?? 0)
      result.values[i] = hasRelu && sum < 0 ? 0 : sum
    }
  }
}

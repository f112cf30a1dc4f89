import Glibc

/// Functions of one number, applied to each.
enum Activations {
  @Sendable static func relu(_ request: PlanRequest) throws(ModelError) -> Planned {
    try each(request) { $0 < 0 ? 0 : $0 }
  }

  @Sendable static func leakyRelu(_ request: PlanRequest) throws(ModelError) -> Planned {
    let slope = try request.node.float("alpha", 0.01)
    return try each(request) { $0 < 0 ? slope * $0 : $0 }
  }

  @Sendable static func sigmoid(_ request: PlanRequest) throws(ModelError) -> Planned {
    try each(request) { 1 / (1 + expf(-$0)) }
  }

  @Sendable static func tanh(_ request: PlanRequest) throws(ModelError) -> Planned {
    try each(request) { tanhf($0) }
  }

  @Sendable static func hardSigmoid(_ request: PlanRequest) throws(ModelError) -> Planned {
    let slope = try request.node.float("alpha", 0.2)
    let shift = try request.node.float("beta", 0.5)
    return try each(request) { max(0, min(1, slope * $0 + shift)) }
  }

  @Sendable static func hardSwish(_ request: PlanRequest) throws(ModelError) -> Planned {
    try each(request) { $0 * max(0, min(1, $0 / 6 + 0.5)) }
  }

  @Sendable static func clip(_ request: PlanRequest) throws(ModelError) -> Planned {
    let (low, high) = try bounds(request)
    return try each(request, reads: [0]) { min(high, max(low, $0)) }
  }

  /// The limits of a Clip; absent ones are infinite.
  static func bounds(_ request: PlanRequest) throws(ModelError) -> (low: Float, high: Float) {
    func bound(_ index: Int, _ standard: Float) throws(ModelError) -> Float {
      guard request.has(index) else { return standard }
      let values = try request.constant(index, "limit").values
      guard values.count == 1 else { throw request.node.invalid("its limit must be one number") }
      return values[0]
    }
    return (try bound(1, -.infinity), try bound(2, .infinity))
  }

  // Inlined so that the function is compiled into the loop instead of called for each number.
  @inline(__always)
  private static func each(
    _ request: PlanRequest, reads: [Int]? = nil, _ function: @escaping (Float) -> Float
  ) throws(ModelError) -> Planned {
    let shape = try request.operand(0).shape
    return request.step(shape, reads: reads) { memory in
      let (source, target) = (memory.inputs[0], memory.outputs[0])
      for i in 0..<shape.count { target[i] = function(source[i]) }
    }
  }
}

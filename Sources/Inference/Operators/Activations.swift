import Glibc

/// Functions of one number, applied to each.
enum Activations {
  @Sendable static func relu(_ request: PlanRequest) throws(ModelError) -> Planned {
    try each(request, Rectifier(slope: 0))
  }

  @Sendable static func leakyRelu(_ request: PlanRequest) throws(ModelError) -> Planned {
    try each(request, Rectifier(slope: try request.node.float("alpha", 0.01)))
  }

  @Sendable static func sigmoid(_ request: PlanRequest) throws(ModelError) -> Planned {
    try each(request, Logistic())
  }

  @Sendable static func tanh(_ request: PlanRequest) throws(ModelError) -> Planned {
    try each(request, HyperbolicTangent())
  }

  @Sendable static func hardSigmoid(_ request: PlanRequest) throws(ModelError) -> Planned {
    let node = request.node
    return try each(request, Ramp(slope: try node.float("alpha", 0.2), shift: try node.float("beta", 0.5)))
  }

  @Sendable static func hardSwish(_ request: PlanRequest) throws(ModelError) -> Planned {
    try each(request, HardSwish())
  }

  @Sendable static func clip(_ request: PlanRequest) throws(ModelError) -> Planned {
    let (low, high) = try bounds(request)
    return try each(request, Limiter(low: low, high: high))
  }

  /// The limits of a Clip; absent ones are infinite.
  static func bounds(_ request: PlanRequest) throws(ModelError) -> (low: Float, high: Float) {
    func bound(_ index: Int, _ standard: Float) throws(ModelError) -> Float {
      guard request.has(index) else { return standard }
      let values = try request.constant(index, "limit").values
      guard values.count == 1 else { throw request.node.invalid("its limit must be one number") }
      return values[0]
    }
    // Before opset 11 the limits are attributes.
    let (low, high) = (try request.node.float("min", -.infinity), try request.node.float("max", .infinity))
    return (try bound(1, low), try bound(2, high))
  }

  private static func each(_ request: PlanRequest, _ function: some NumberFunction) throws(ModelError) -> Planned {
    let shape = try request.operand(0).shape
    return request.step(shape, layout: try request.floatLayout(0), reads: [0]) { memory in
      let (source, target) = (memory.inputs[0], memory.outputs[0])
      for i in 0..<shape.count { target[i] = function.value(source[i]) }
    }
  }
}

/// A function of one number. A type, not a closure, so that it is compiled into the loop.
private protocol NumberFunction: Sendable {
  func value(_ x: Float) -> Float
}

private struct Rectifier: NumberFunction {
  let slope: Float
  // Times zero would turn minus infinity into not-a-number.
  func value(_ x: Float) -> Float { x < 0 ? (slope == 0 ? 0 : slope * x) : x }
}

private struct Logistic: NumberFunction {
  func value(_ x: Float) -> Float { 1 / (1 + expf(-x)) }
}

private struct HyperbolicTangent: NumberFunction {
  func value(_ x: Float) -> Float { tanhf(x) }
}

private struct Ramp: NumberFunction {
  let slope: Float
  let shift: Float
  func value(_ x: Float) -> Float { max(0, min(1, slope * x + shift)) }
}

private struct HardSwish: NumberFunction {
  func value(_ x: Float) -> Float { x * max(0, min(1, x / 6 + 0.5)) }
}

private struct Limiter: NumberFunction {
  let low: Float
  let high: Float
  func value(_ x: Float) -> Float { min(high, max(low, x)) }
}

/// A batch normalisation as it is at inference: a scale and a shift for every channel.
struct ChannelAffine {
  let scale: [Float]
  let shift: [Float]

  /// `nil` where its parameters are not known or do not fit each other.
  init?(_ node: Node, constants: [String: Constant]) {
    let parameters = node.inputs.dropFirst().prefix(4).compactMap { constants[$0]?.values }
    guard parameters.count == 4, parameters.allSatisfy({ $0.count == parameters[0].count }),
      let epsilon = try? node.float("epsilon", 1e-5), (try? node.flag("training_mode")) == false
    else { return nil }
    let scale = parameters[0].indices.map { parameters[0][$0] / (parameters[3][$0] + epsilon).squareRoot() }
    shift = parameters[1].indices.map { parameters[1][$0] - parameters[2][$0] * scale[$0] }
    self.scale = scale
  }

  @Sendable static func plan(_ request: PlanRequest) throws(ModelError) -> Planned {
    let node = request.node
    guard try !node.flag("training_mode") else { throw node.invalid("it is in training mode; export with eval()") }
    let shape = try request.operand(0).shape
    let epsilon = try node.float("epsilon", 1e-5)
    guard shape.rank >= 2 else { throw node.invalid("its input \(shape.lengths) has no channels") }
    let channels = shape[1]
    for index in 1...4 where try request.operand(index).shape.count != channels {
      throw node.invalid("input \(index) does not have one number for each of \(channels) channels")
    }
    let (batch, pixels) = (shape[0], shape.count(of: 2..<shape.rank))
    return request.step(shape) { memory in
      for plane in 0..<(batch * channels) {
        let c = plane % channels
        let scale = memory.inputs[1][c] / (memory.inputs[4][c] + epsilon).squareRoot()
        let shift = memory.inputs[2][c] - memory.inputs[3][c] * scale
        let (source, target) = (memory.inputs[0] + plane * pixels, memory.outputs[0] + plane * pixels)
        for i in 0..<pixels { target[i] = source[i] * scale + shift }
      }
    }
  }
}

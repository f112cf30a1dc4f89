/// Operators that put values together along an axis, or take them apart.
enum Joining {
  @Sendable static func concat(_ request: PlanRequest) throws(ModelError) -> Planned {
    let node = request.node
    let first = try request.operand(0)
    let axis = try request.axis(try node.integer("axis", 0), of: first.shape.rank)
    var lengths = first.shape.lengths
    lengths[axis] = 0
    var parts: [Int] = []
    for index in request.operands.indices {
      let operand = try request.operand(index)
      var others = operand.shape.lengths
      guard others.count == lengths.count, operand.kind == first.kind else {
        throw node.invalid("its inputs differ in kind")
      }
      lengths[axis] += others[axis]
      parts.append(operand.shape.count(of: axis..<others.count))
      others[axis] = lengths[axis]
      guard others == lengths else {
        throw node.invalid("its inputs differ in more than axis \(axis): \(operand.shape.lengths)")
      }
    }
    let shape = try request.shape(lengths)
    let outer = shape.count(of: 0..<axis)
    return request.step(shape) { memory in
      var target = memory.outputs[0]
      for block in 0..<outer {
        for (source, part) in zip(memory.inputs, parts) {
          target.update(from: source + block * part, count: part)
          target += part
        }
      }
    }
  }

  @Sendable static func split(_ request: PlanRequest) throws(ModelError) -> Planned {
    let operand = try request.operand(0)
    let shape = operand.shape
    let axis = try request.axis(try request.node.integer("axis", 0), of: shape.rank)
    let parts = try partLengths(request, of: shape[axis])
    let inner = shape.count(of: (axis + 1)..<shape.rank)
    let outer = shape.count(of: 0..<axis)
    var outputs: [Planned.Output] = []
    for part in parts {
      var lengths = shape.lengths
      lengths[axis] = part
      outputs.append(Planned.Output(shape: try request.shape(lengths), kind: operand.kind))
    }
    let work = Planned.Work.body { memory in
      var source = memory.inputs[0]
      for block in 0..<outer {
        for (target, part) in zip(memory.outputs, parts) {
          (target + block * part * inner).update(from: source, count: part * inner)
          source += part * inner
        }
      }
    }
    return Planned(outputs: outputs, reads: [0], work: work)
  }

  private static func partLengths(_ request: PlanRequest, of length: Int) throws(ModelError) -> [Int] {
    if let parts = try request.integers(1, orAttribute: "split") {
      guard parts.allSatisfy({ (0...length).contains($0) }), parts.reduce(0, +) == length else {
        throw request.node.invalid("the parts \(parts) do not make up \(length)")
      }
      return parts
    }
    let count = try request.node.integer("num_outputs", request.node.outputs.count)
    guard (1...max(1, request.node.outputs.count)).contains(count) else {
      throw request.node.invalid("it cannot be split into \(count)")
    }
    let size = (length + count - 1) / count
    return (0..<count).map { min(size, max(0, length - $0 * size)) }
  }
}

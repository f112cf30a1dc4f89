/// Operators that change the shape or the type of a value but none of its numbers.
enum ShapeOperators {
  @Sendable static func identity(_ request: PlanRequest) throws(ModelError) -> Planned {
    try request.alias(try request.operand(0).shape)
  }

  @Sendable static func constant(_ request: PlanRequest) throws(ModelError) -> Planned {
    let node = request.node
    let constant: Constant
    switch (node.attributes["value"], node.attributes.first?.value) {
    case (.tensor(let value)?, _): constant = value
    case (_, .float(let value)?): constant = Constant(shape: .scalar, kind: .real, values: [value])
    case (_, .integer(let value)?): constant = Constant(shape: .scalar, kind: .integer, values: [Float(value)])
    case (_, .floats(let values)?):
      constant = Constant(shape: try request.shape([values.count]), kind: .real, values: values)
    case (_, .integers(let values)?):
      constant = Constant(shape: try request.shape([values.count]), kind: .integer, values: values.map { Float($0) })
    default: throw node.invalid("it has no numeric value")
    }
    return known(constant)
  }

  @Sendable static func shape(_ request: PlanRequest) throws(ModelError) -> Planned {
    let lengths = try request.operand(0).shape.lengths
    let start = clamp(try request.node.integer("start", 0), lengths.count)
    let end = clamp(try request.node.integer("end", lengths.count), lengths.count)
    let part = start < end ? Array(lengths[start..<end]) : []
    return known(Constant(shape: Shape(known: [part.count]), kind: .integer, values: part.map { Float($0) }))
  }

  private static func clamp(_ index: Int, _ count: Int) -> Int {
    max(0, min(count, index < 0 ? index &+ count : index))
  }

  private static func known(_ constant: Constant) -> Planned {
    Planned(
      outputs: [Planned.Output(shape: constant.shape, kind: constant.kind)], reads: [], work: .constants([constant]))
  }

  @Sendable static func cast(_ request: PlanRequest) throws(ModelError) -> Planned {
    let operand = try request.operand(0)
    let number = try request.node.integer("to", 0)
    guard let type = ElementType(rawValue: number) else {
      throw request.node.invalid("the element type \(number) is not supported")
    }
    switch type {
    case .bool:
      return request.step(operand.shape, kind: .integer) { convert($0, operand.shape.count) { $0 == 0 ? 0 : 1 } }
    case .float, .double: return try request.alias(operand.shape, kind: .real)
    case .float16:
      return request.step(operand.shape, kind: .real) { convert($0, operand.shape.count) { Float(Float16($0)) } }
    default:
      if operand.kind == .integer { return try request.alias(operand.shape) }
      return request.step(operand.shape, kind: .integer) {
        convert($0, operand.shape.count) { $0.rounded(.towardZero) }
      }
    }
  }

  private static func convert(_ memory: StepMemory, _ count: Int, _ function: (Float) -> Float) {
    for i in 0..<count { memory.outputs[0][i] = function(memory.inputs[0][i]) }
  }

  @Sendable static func flatten(_ request: PlanRequest) throws(ModelError) -> Planned {
    let shape = try request.operand(0).shape
    let axis = try request.node.integer("axis", 1)
    let split = axis < 0 ? axis &+ shape.rank : axis
    guard (0...shape.rank).contains(split) else {
      throw request.node.invalid("axis \(axis) is not one of \(shape.rank)")
    }
    return try request.alias(try request.shape([shape.count(of: 0..<split), shape.count(of: split..<shape.rank)]))
  }

  @Sendable static func reshape(_ request: PlanRequest) throws(ModelError) -> Planned {
    let old = try request.operand(0).shape
    var lengths = try request.integers(1, "shape")
    if try !request.node.flag("allowzero") {
      for axis in lengths.indices where lengths[axis] == 0 && axis < old.rank { lengths[axis] = old[axis] }
    }
    if let open = lengths.firstIndex(of: -1) {
      lengths[open] = 1
      let rest = try request.shape(lengths).count
      guard rest > 0, old.count % rest == 0 else { throw misfit(request, old, lengths) }
      lengths[open] = old.count / rest
    }
    let shape = try request.shape(lengths)
    guard shape.count == old.count else { throw misfit(request, old, lengths) }
    return try request.alias(shape)
  }

  private static func misfit(_ request: PlanRequest, _ old: Shape, _ lengths: [Int]) -> ModelError {
    request.node.invalid("the shape \(old.lengths) cannot become \(lengths)")
  }

  @Sendable static func squeeze(_ request: PlanRequest) throws(ModelError) -> Planned {
    let shape = try request.operand(0).shape
    let given = try request.integers(1, orAttribute: "axes")
    let axes = try given.map { axes throws(ModelError) in try request.axes(axes, of: shape.rank) }
    let dropped = Set(axes ?? (0..<shape.rank).filter { shape[$0] == 1 })
    guard dropped.allSatisfy({ shape[$0] == 1 }) else {
      throw request.node.invalid("it drops an axis of \(shape.lengths) that is longer than one")
    }
    let kept = (0..<shape.rank).filter { !dropped.contains($0) }.map { shape[$0] }
    return try request.alias(try request.shape(kept))
  }

  @Sendable static func unsqueeze(_ request: PlanRequest) throws(ModelError) -> Planned {
    let shape = try request.operand(0).shape
    guard let given = try request.integers(1, orAttribute: "axes"), given.count <= Limits.rank else {
      throw request.node.invalid("it does not say which axes to add, or says too many")
    }
    let rank = shape.rank + given.count
    let added = Set(try request.axes(given, of: rank))
    var old = shape.lengths.makeIterator()
    let lengths = (0..<rank).map { added.contains($0) ? 1 : old.next() ?? 1 }
    return try request.alias(try request.shape(lengths))
  }
}

import Glibc

/// Operators that sum along axes.
enum Reductions {
  @Sendable static func softmax(_ request: PlanRequest) throws(ModelError) -> Planned {
    let shape = try request.operand(0).shape
    // Before opset 13 all axes from this one on are normalised together.
    let isFlat = request.node.opset < 13
    let axis = try request.axis(try request.node.integer("axis", isFlat ? 1 : -1), of: shape.rank)
    let end = isFlat ? shape.rank : axis + 1
    let (length, inner) = (shape.count(of: axis..<end), shape.count(of: end..<shape.rank))
    let outer = shape.count(of: 0..<axis)
    return request.step(shape) { memory in
      for block in 0..<outer {
        for i in 0..<inner {
          let start = block * length * inner + i
          softmax(memory.inputs[0] + start, memory.outputs[0] + start, length, step: inner)
        }
      }
    }
  }

  private static func softmax(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ length: Int, step: Int
  ) {
    guard length > 0 else { return }
    // The largest is taken away first: its exponential would overflow.
    var largest = source[0]
    for i in 1..<max(1, length) { largest = max(largest, source[i * step]) }
    var sum: Float = 0
    for i in 0..<length {
      target[i * step] = expf(source[i * step] - largest)
      sum += target[i * step]
    }
    for i in 0..<length { target[i * step] /= sum }
  }

  @Sendable static func mean(_ request: PlanRequest) throws(ModelError) -> Planned {
    let shape = try request.operand(0).shape
    let given = try request.integers(1, orAttribute: "axes") ?? []
    if given.isEmpty, try request.node.flag("noop_with_empty_axes") { return try request.alias(shape) }
    let axes = Set(given.isEmpty ? Array(0..<shape.rank) : try request.axes(given, of: shape.rank))
    let reduced = Shape(known: (0..<shape.rank).map { axes.contains($0) ? 1 : shape[$0] })
    let kept = (0..<shape.rank).filter { !axes.contains($0) }.map { shape[$0] }
    let result = try request.node.flag("keepdims", true) ? reduced : Shape(known: kept)
    guard shape.count > 0 else { throw request.node.invalid("it takes the mean of nothing") }
    let rows = RowWalk(shape, [Arithmetic.strides(of: reduced, in: shape)])
    return request.step(result, reads: [0]) { mean($0, rows, reduced.count, of: shape.count / max(1, reduced.count)) }
  }

  private static func mean(_ memory: StepMemory, _ rows: RowWalk, _ count: Int, of summands: Int) {
    let (source, target) = (memory.inputs[0], memory.outputs[0])
    for i in 0..<count { target[i] = 0 }
    rows.forEach { row, starts in
      if rows.innerStrides[0] == 0 {
        var sum: Float = 0
        for i in 0..<rows.length { sum += source[row * rows.length + i] }
        target[starts[0]] += sum
      } else {
        for i in 0..<rows.length { target[starts[0] + i] += source[row * rows.length + i] }
      }
    }
    for i in 0..<count { target[i] /= Float(summands) }
  }
}

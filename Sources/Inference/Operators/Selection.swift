/// Operators that pick or reorder elements: every output element is one input element.
enum Selection {
  @Sendable static func transpose(_ request: PlanRequest) throws(ModelError) -> Planned {
    let shape = try request.operand(0).shape
    let order = try request.node.integers("perm") ?? (0..<shape.rank).reversed()
    guard order.count == shape.rank, Set(order) == Set(0..<shape.rank) else {
      throw request.node.invalid("perm \(order) does not order \(shape.rank) axes")
    }
    let strides = shape.strides
    return pick(request, Shape(known: order.map { shape[$0] }), from: 0, strides: order.map { strides[$0] })
  }

  @Sendable static func slice(_ request: PlanRequest) throws(ModelError) -> Planned {
    let shape = try request.operand(0).shape
    // Before opset 10 these are attributes.
    guard let starts = try request.integers(1, orAttribute: "starts"),
      let ends = try request.integers(2, orAttribute: "ends")
    else { throw request.node.invalid("it does not say where to start and end") }
    let given = try request.integers(3, orAttribute: "axes") ?? Array(starts.indices)
    let steps = request.has(4) ? try request.integers(4, "steps") : starts.map { _ in 1 }
    guard starts.count == ends.count, given.count == starts.count, steps.count == starts.count else {
      throw request.node.invalid("its starts, ends, axes and steps differ in number")
    }
    var (lengths, strides, offset) = (shape.lengths, shape.strides, 0)
    for (i, axis) in try request.axes(given, of: shape.rank).enumerated() {
      guard steps[i] != 0, steps[i] != Int.min else { throw request.node.invalid("a step is \(steps[i])") }
      let (start, count) = span(starts[i], ends[i], step: steps[i], of: shape[axis])
      offset += start * strides[axis]
      lengths[axis] = count
      // With one element or none the step is never taken, and could be too large to multiply.
      strides[axis] = count > 1 ? strides[axis] * steps[i] : 0
    }
    return pick(request, try request.shape(lengths), from: offset, strides: strides)
  }

  /// Where a slice begins and how many elements it takes; ends beyond the axis are cut.
  private static func span(_ start: Int, _ end: Int, step: Int, of length: Int) -> (start: Int, count: Int) {
    func place(_ index: Int, _ range: ClosedRange<Int>) -> Int {
      let positive = index < 0 ? index + length : index
      return min(max(positive, range.lowerBound), range.upperBound)
    }
    guard length > 0 else { return (0, 0) }
    if step > 0 {
      let (first, last) = (place(start, 0...length), place(end, 0...length))
      return (min(first, length - 1), last > first ? (last - first - 1) / step + 1 : 0)
    }
    let (first, last) = (place(start, -1...(length - 1)), place(end, -1...(length - 1)))
    return (max(first, 0), first > last ? (first - last - 1) / -step + 1 : 0)
  }

  private static func pick(_ request: PlanRequest, _ shape: Shape, from offset: Int, strides: [Int]) -> Planned {
    let rows = RowWalk(shape, [strides])
    return request.step(shape, reads: [0]) { memory in
      let (source, target, step) = (memory.inputs[0] + offset, memory.outputs[0], rows.innerStrides[0])
      rows.forEach { row, starts in
        for i in 0..<rows.length { target[row &* rows.length &+ i] = source[starts[0] &+ i &* step] }
      }
    }
  }

  @Sendable static func gather(_ request: PlanRequest) throws(ModelError) -> Planned {
    let operand = try request.operand(0)
    let shape = operand.shape
    let axis = try request.axis(try request.node.integer("axis", 0), of: shape.rank)
    let indices = try request.constant(1, "indices")
    var places: [Int] = []
    for index in indices.integers {
      let place = index < 0 ? index + shape[axis] : index
      guard (0..<shape[axis]).contains(place) else {
        throw request.node.invalid("index \(index) is beyond \(shape[axis])")
      }
      places.append(place)
    }
    let result = try request.shape(shape.lengths[..<axis] + indices.shape.lengths + shape.lengths[(axis + 1)...])
    let inner = shape.count(of: (axis + 1)..<shape.rank)
    let (outer, length) = (shape.count(of: 0..<axis), shape[axis])
    return request.step(result, reads: [0]) { memory in
      var target = memory.outputs[0]
      for block in 0..<outer {
        for place in places {
          target.update(from: memory.inputs[0] + (block * length + place) * inner, count: inner)
          target += inner
        }
      }
    }
  }
}

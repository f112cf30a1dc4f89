/// Surrounds a value with more elements: a constant, the edge, its mirror image or itself again.
enum Padding {
  @Sendable static func plan(_ request: PlanRequest) throws(ModelError) -> Planned {
    let node = request.node
    let mode = try node.choice("mode", "constant", "edge", "reflect", "wrap")
    let shape = try request.operand(0).shape
    let pads = try pads(request, rank: shape.rank)
    let value =
      request.has(2)
      ? try request.constant(2, "constant value").values.first ?? 0 : try node.float("value", 0)
    var lengths: [Int] = []
    var sources: [[Int]] = []
    for axis in 0..<shape.rank {
      let (before, after) = pads[axis]
      guard abs(before) <= Limits.elements, abs(after) <= Limits.elements else {
        throw node.invalid("a pad is impossible")
      }
      let length = shape[axis] + before + after
      guard length >= 0, length <= Limits.elements else {
        throw node.invalid("axis \(axis) would have length \(length)")
      }
      guard mode == "constant" || shape[axis] > 0 || length == 0 else {
        throw node.invalid("there is nothing to repeat")
      }
      lengths.append(length)
      sources.append((0..<length).map { source($0 - before, shape[axis], mode) })
    }
    let result = try request.shape(lengths)
    return request.step(result, reads: [0]) { fill($0, result, sources, strides: shape.strides, value) }
  }

  private static func pads(_ request: PlanRequest, rank: Int) throws(ModelError) -> [(Int, Int)] {
    // Before opset 11 pads and value are attributes.
    guard let given = try request.integers(1, orAttribute: "pads") else {
      throw request.node.invalid("it does not say how much to pad")
    }
    let axes = request.has(3) ? try request.axes(try request.integers(3, "axes"), of: rank) : Array(0..<rank)
    guard given.count == 2 * axes.count else {
      throw request.node.invalid("\(given.count) pads are given for \(axes.count) axes")
    }
    var pads = [(Int, Int)](repeating: (0, 0), count: rank)
    for (i, axis) in axes.enumerated() { pads[axis] = (given[i], given[i + axes.count]) }
    guard given.allSatisfy({ $0 != Int.min }) else { throw request.node.invalid("a pad is impossible") }
    return pads
  }

  /// The element an index outside an axis stands for; -1 for the constant.
  private static func source(_ index: Int, _ length: Int, _ mode: String) -> Int {
    if (0..<length).contains(index) { return index }
    switch mode {
    case "edge": return min(max(index, 0), length - 1)
    case "wrap": return ((index % length) + length) % length
    case "reflect":
      let period = max(1, 2 * (length - 1))
      let place = ((index % period) + period) % period
      return min(place, period - place)
    default: return -1
    }
  }

  private static func fill(_ memory: StepMemory, _ shape: Shape, _ sources: [[Int]], strides: [Int], _ value: Float) {
    let target = memory.outputs[0]
    let own = shape.strides
    for i in 0..<shape.count {
      var place = 0
      for axis in 0..<shape.rank {
        let source = sources[axis][i / own[axis] % shape[axis]]
        guard source >= 0 else {
          place = -1
          break
        }
        place += source * strides[axis]
      }
      target[i] = place < 0 ? value : memory.inputs[0][place]
    }
  }
}

import CKernels

/// Sums, differences, products and quotients of two values, the smaller repeated along missing axes.
enum Arithmetic {
  @Sendable static func add(_ request: PlanRequest) throws(ModelError) -> Planned {
    let (first, second) = (try request.operand(0), try request.operand(1))
    guard first.layout == .halves, second.layout == .halves, first.shape == second.shape else {
      return try pairwise(request, Sum())
    }
    let (shape, level) = (first.shape, request.computation.kernel.rawValue)
    return request.step(shape, layout: .halves) { memory in
      // Two halves lie in each float of the block.
      ck_add_halves(
        level, 2 * Layout.halves.words(shape), UnsafeRawPointer(memory.inputs[0]).assumingMemoryBound(to: UInt16.self),
        UnsafeRawPointer(memory.inputs[1]).assumingMemoryBound(to: UInt16.self),
        UnsafeMutableRawPointer(memory.outputs[0]).assumingMemoryBound(to: UInt16.self))
    }
  }

  @Sendable static func subtract(_ request: PlanRequest) throws(ModelError) -> Planned {
    try pairwise(request, Difference())
  }

  @Sendable static func multiply(_ request: PlanRequest) throws(ModelError) -> Planned {
    try pairwise(request, Product())
  }

  @Sendable static func divide(_ request: PlanRequest) throws(ModelError) -> Planned {
    guard try request.operand(0).kind == .integer else { return try pairwise(request, Quotient()) }
    if try request.operand(1).constant?.values.contains(0) ?? false {
      throw request.node.invalid("it divides an integer by zero")
    }
    return try pairwise(request, IntegerQuotient())
  }

  /// The common shape of two, by ONNX's multidirectional broadcasting.
  static func broadcast(_ first: Shape, _ second: Shape, for request: PlanRequest) throws(ModelError) -> Shape {
    let rank = max(first.rank, second.rank)
    var lengths: [Int] = []
    for axis in 0..<rank {
      let a = axis < rank - first.rank ? 1 : first[axis - rank + first.rank]
      let b = axis < rank - second.rank ? 1 : second[axis - rank + second.rank]
      guard a == b || a == 1 || b == 1 else {
        throw request.node.invalid("the shapes \(first.lengths) and \(second.lengths) do not fit each other")
      }
      lengths.append(a == 1 ? b : a)
    }
    return try request.shape(lengths)
  }

  /// Before opset 7 an attribute said at which axis of the first shape the second begins.
  private static func aligned(_ second: Shape, with first: Shape, for request: PlanRequest) throws(ModelError) -> Shape
  {
    guard request.node.opset < 7, request.node.attributes["axis"] != nil else { return second }
    let axis = try request.axis(try request.node.integer("axis", 0), of: first.rank)
    let missing = max(0, first.rank - axis - second.rank)
    return Shape(known: second.lengths + [Int](repeating: 1, count: missing))
  }

  /// How far to go in `shape` for a step along each axis of a larger shape: zero where it is repeated.
  static func strides(of shape: Shape, in larger: Shape) -> [Int] {
    let own = shape.strides
    return (0..<larger.rank).map { axis in
      let mine = axis - larger.rank + shape.rank
      return mine < 0 || shape[mine] == 1 ? 0 : own[mine]
    }
  }

  private static func pairwise(_ request: PlanRequest, _ function: some PairFunction) throws(ModelError) -> Planned {
    let (first, second) = (try request.operand(0), try request.operand(1))
    guard first.kind == second.kind else { throw request.node.invalid("it mixes integers and floats") }
    let secondShape = try aligned(second.shape, with: first.shape, for: request)
    let shape = try broadcast(first.shape, secondShape, for: request)
    if first.shape == shape && secondShape == shape {
      let layouts = [try request.floatLayout(0), try request.floatLayout(1)]
      return request.step(shape, layout: layouts.contains(.pixels) ? .pixels : .rows) { memory in
        let (a, b, target) = (memory.inputs[0], memory.inputs[1], memory.outputs[0])
        for i in 0..<shape.count { target[i] = function.value(a[i], b[i]) }
      }
    }
    let rows = RowWalk(shape, [strides(of: first.shape, in: shape), strides(of: secondShape, in: shape)])
    return request.step(shape) { memory in
      let (a, b, target) = (memory.inputs[0], memory.inputs[1], memory.outputs[0])
      let (aStep, bStep) = (rows.innerStrides[0], rows.innerStrides[1])
      rows.forEach { row, starts in
        for i in 0..<rows.length {
          target[row &* rows.length &+ i] = function.value(a[starts[0] &+ i &* aStep], b[starts[1] &+ i &* bStep])
        }
      }
    }
  }
}

/// A function of two numbers. A type, not a closure, so that it is compiled into the loop and vectorised.
private protocol PairFunction: Sendable {
  func value(_ a: Float, _ b: Float) -> Float
}

private struct Sum: PairFunction {
  func value(_ a: Float, _ b: Float) -> Float { a + b }
}

private struct Difference: PairFunction {
  func value(_ a: Float, _ b: Float) -> Float { a - b }
}

private struct Product: PairFunction {
  func value(_ a: Float, _ b: Float) -> Float { a * b }
}

private struct Quotient: PairFunction {
  func value(_ a: Float, _ b: Float) -> Float { a / b }
}

private struct IntegerQuotient: PairFunction {
  func value(_ a: Float, _ b: Float) -> Float { (a / b).rounded(.towardZero) }
}

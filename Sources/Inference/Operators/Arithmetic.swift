/// Sums, differences, products and quotients of two values, the smaller repeated along missing axes.
enum Arithmetic {
  @Sendable static func add(_ request: PlanRequest) throws(ModelError) -> Planned { try pairwise(request) { $0 + $1 } }

  @Sendable static func subtract(_ request: PlanRequest) throws(ModelError) -> Planned {
    try pairwise(request) { $0 - $1 }
  }

  @Sendable static func multiply(_ request: PlanRequest) throws(ModelError) -> Planned {
    try pairwise(request) { $0 * $1 }
  }

  @Sendable static func divide(_ request: PlanRequest) throws(ModelError) -> Planned {
    guard try request.operand(0).kind == .integer else { return try pairwise(request) { $0 / $1 } }
    if try request.operand(1).constant?.values.contains(0) ?? false {
      throw request.node.invalid("it divides an integer by zero")
    }
    return try pairwise(request) { ($0 / $1).rounded(.towardZero) }
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

  /// How far to go in `shape` for a step along each axis of a larger shape: zero where it is repeated.
  static func strides(of shape: Shape, in larger: Shape) -> [Int] {
    let own = shape.strides
    return (0..<larger.rank).map { axis in
      let mine = axis - larger.rank + shape.rank
      return mine < 0 || shape[mine] == 1 ? 0 : own[mine]
    }
  }

  @inline(__always)
  private static func pairwise(
    _ request: PlanRequest, _ function: @escaping (Float, Float) -> Float
  ) throws(ModelError) -> Planned {
    let (first, second) = (try request.operand(0), try request.operand(1))
    guard first.kind == second.kind else { throw request.node.invalid("it mixes integers and floats") }
    let shape = try broadcast(first.shape, second.shape, for: request)
    if first.shape == shape && second.shape == shape {
      return request.step(shape) { memory in
        let (a, b, target) = (memory.inputs[0], memory.inputs[1], memory.outputs[0])
        for i in 0..<shape.count { target[i] = function(a[i], b[i]) }
      }
    }
    let rows = RowWalk(shape, [strides(of: first.shape, in: shape), strides(of: second.shape, in: shape)])
    return request.step(shape) { memory in
      let (a, b, target) = (memory.inputs[0], memory.inputs[1], memory.outputs[0])
      let (aStep, bStep) = (rows.innerStrides[0], rows.innerStrides[1])
      rows.forEach { row, starts in
        for i in 0..<rows.length {
          target[row &* rows.length &+ i] = function(a[starts[0] &+ i &* aStep], b[starts[1] &+ i &* bStep])
        }
      }
    }
  }
}

/// Visits the rows of a shape, the last axis being the row, with the place of each in several layouts.
struct RowWalk {
  let length: Int
  let innerStrides: [Int]
  private let rows: Int
  /// For every row, where it starts in each layout.
  private let starts: [Int]

  init(_ shape: Shape, _ layouts: [[Int]]) {
    length = shape.lengths.last ?? 1
    innerStrides = layouts.map { $0.last ?? 0 }
    rows = length == 0 ? 0 : shape.count / length
    var starts: [Int] = []
    starts.reserveCapacity(rows * layouts.count)
    var index = [Int](repeating: 0, count: max(0, shape.rank - 1))
    for _ in 0..<rows {
      for layout in layouts { starts.append(zip(index, layout).reduce(0) { $0 + $1.0 * $1.1 }) }
      Self.advance(&index, in: shape)
    }
    self.starts = starts
  }

  private static func advance(_ index: inout [Int], in shape: Shape) {
    for axis in index.indices.reversed() {
      index[axis] += 1
      if index[axis] < shape[axis] { return }
      index[axis] = 0
    }
  }

  @inline(__always)
  func forEach(_ body: (_ row: Int, _ starts: UnsafePointer<Int>) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      // Without rows there is no address, and nothing to do.
      guard let first = starts.baseAddress else { return }
      for row in 0..<rows { body(row, first + row * innerStrides.count) }
    }
  }
}

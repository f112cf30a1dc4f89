/// A value as far as it is known when a plan is made.
struct Operand {
  let name: String
  let shape: Shape
  let kind: ElementKind
  var constant: Constant?
  /// How it was made; a step may still ask for it in another.
  var layout = Layout.rows
}

/// The memory one step works on; bound once, when the arena exists.
struct StepMemory {
  /// One a listed input; inputs left out are absent here, see `Planned.reads`.
  let inputs: [UnsafePointer<Float>]
  let outputs: [UnsafeMutablePointer<Float>]
  let scratch: UnsafeMutablePointer<Float>
}

/// What an operator decided to do about one node with inputs of known shapes.
struct Planned {
  enum Work {
    /// The output is the input under another shape: nothing to do.
    case alias
    /// The outputs follow from shapes alone.
    case constants([Constant])
    case convolution(Convolution)
    case body((StepMemory) -> Void)
  }

  struct Output {
    let shape: Shape
    let kind: ElementKind
    var layout = Layout.rows
  }

  var outputs: [Output]
  /// Which inputs of the node the step reads while running, in this order.
  var reads: [Int]
  /// In which layout it reads images that are computed: input 0 of a convolution, every input of another.
  var imageLayout = Layout.rows
  /// Floats the step needs for itself while it runs.
  var scratch = 0
  /// How many a run takes, where that is most of the work.
  var multiplications = 0.0
  var work: Work

  /// A convolution's weights and bias are no images.
  func layout(ofRead index: Int) -> Layout {
    if case .convolution = work, index > 0 { return .rows }
    return imageLayout
  }
}

/// A node together with what is known of its inputs: all an operator has to decide on.
struct PlanRequest {
  let node: Node
  let operands: [Operand?]
  var computation = Computation(kernel: .best, precision: .float32)
  /// Whether the graph itself gives the result away.
  var isOutput = false

  func has(_ index: Int) -> Bool { index < operands.count && operands[index] != nil }

  func operand(_ index: Int) throws(ModelError) -> Operand {
    guard has(index), let operand = operands[index] else { throw node.invalid("input \(index) is missing") }
    return operand
  }

  /// The layout of an image that a step reads as floats: as it is, or pixels if it is in halves.
  func floatLayout(_ index: Int) throws(ModelError) -> Layout {
    try operand(index).layout == .rows ? .rows : .pixels
  }

  func constant(_ index: Int, _ meaning: String) throws(ModelError) -> Constant {
    guard let constant = try operand(index).constant else {
      throw node.invalid("its \(meaning) must be known before it runs, not computed from an image")
    }
    return constant
  }

  func integers(_ index: Int, _ meaning: String) throws(ModelError) -> [Int] {
    let constant = try constant(index, meaning)
    guard constant.shape.rank <= 1 else { throw node.invalid("its \(meaning) must be a plain list") }
    return constant.integers
  }

  /// Integers given as an input, or as the attribute of earlier opsets.
  func integers(_ index: Int, orAttribute key: String) throws(ModelError) -> [Int]? {
    if has(index) { return try integers(index, key) }
    return try node.integers(key)
  }

  func shape(_ lengths: [Int]) throws(ModelError) -> Shape {
    guard let shape = Shape(checking: lengths) else { throw node.invalid("its output would have the shape \(lengths)") }
    return shape
  }

  /// An axis counted from the end when negative.
  func axis(_ axis: Int, of rank: Int) throws(ModelError) -> Int {
    let positive = axis < 0 ? axis &+ rank : axis
    guard (0..<rank).contains(positive) else { throw node.invalid("axis \(axis) is not one of \(rank)") }
    return positive
  }

  func axes(_ axes: [Int], of rank: Int) throws(ModelError) -> [Int] {
    var result: [Int] = []
    for axis in axes { result.append(try self.axis(axis, of: rank)) }
    guard Set(result).count == result.count else { throw node.invalid("an axis appears twice in \(axes)") }
    return result
  }

  /// A step with one output that reads every input there is.
  func step(
    _ shape: Shape, kind: ElementKind? = nil, layout: Layout = .rows, scratch: Int = 0, reads: [Int]? = nil,
    multiplications: Double = 0, _ body: @escaping (StepMemory) -> Void
  ) -> Planned {
    let kind = kind ?? operands.first.flatMap(\.self)?.kind ?? .real
    return Planned(
      outputs: [Planned.Output(shape: shape, kind: kind, layout: layout)],
      reads: reads ?? operands.indices.filter(has), imageLayout: layout, scratch: scratch,
      multiplications: multiplications, work: .body(body))
  }

  func alias(_ shape: Shape, kind: ElementKind? = nil) throws(ModelError) -> Planned {
    let operand = try operand(0)
    return Planned(outputs: [Planned.Output(shape: shape, kind: kind ?? operand.kind)], reads: [0], work: .alias)
  }
}

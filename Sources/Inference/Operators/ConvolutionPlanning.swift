extension Convolution {
  @Sendable static func plan(_ request: PlanRequest) throws(ModelError) -> Planned {
    let node = request.node
    let (image, weights) = try operands(request)
    guard image.rank <= 4, request.computation.kernel != .twin else { return try SolidConvolution.plan(request) }
    let filters = try FilterLayout(node, weights: weights)
    guard image[1] == filters.groups * filters.channels else { throw misfit(request, image, weights) }
    let input = Array(image.lengths[2...])
    var window = try Window(node, kernel: Array(weights.lengths[2...]), over: input)
    try window.autoPad(node, over: input)
    let lengths = window.outputLengths(over: input)
    return try plan(request, filters, window, input: input, lengths: lengths, spread: input.map { _ in 1 })
  }

  @Sendable static func planTransposed(_ request: PlanRequest) throws(ModelError) -> Planned {
    let node = request.node
    let (image, weights) = try operands(request)
    let filters = try FilterLayout(node, weights: weights)
    guard image.rank <= 4, request.computation.kernel != .twin else { return try SolidConvolution.plan(request) }
    guard image[1] == filters.groups * filters.channels else { throw misfit(request, image, weights) }
    let input = Array(image.lengths[2...])
    let transposed = try TransposedWindow(node, kernel: Array(weights.lengths[2...]), over: input)
    return try plan(
      request, filters, transposed.window, input: input, lengths: transposed.lengths, spread: transposed.spread)
  }

  static func operands(_ request: PlanRequest) throws(ModelError) -> (image: Shape, weights: Shape) {
    let (image, weights) = (try request.operand(0).shape, try request.operand(1).shape)
    guard image.rank >= 3, image.rank == weights.rank else { throw misfit(request, image, weights) }
    if let kernel = try request.node.integers("kernel_shape"), kernel != Array(weights.lengths[2...]) {
      throw request.node.invalid("kernel_shape \(kernel) is not that of its weights, \(weights.lengths)")
    }
    return (image, weights)
  }

  static func misfit(_ request: PlanRequest, _ image: Shape, _ weights: Shape) -> ModelError {
    request.node.invalid("weights of shape \(weights.lengths) do not fit an input of shape \(image.lengths)")
  }

  private static func plan(
    _ request: PlanRequest, _ filters: FilterLayout, _ window: Window, input: [Int], lengths: [Int], spread: [Int]
  ) throws(ModelError) -> Planned {
    let node = request.node
    let outputChannels = filters.groups * filters.rows
    if request.has(2), try request.operand(2).shape.lengths != [outputChannels] {
      throw node.invalid("its bias does not have one number for each of \(outputChannels) channels")
    }
    guard lengths.allSatisfy({ (1...Limits.elements).contains($0) }) else {
      throw node.invalid("a kernel of \(window.kernel) over \(input) leaves an output of \(lengths)")
    }
    let batch = try request.operand(0).shape[0]
    let shape = try request.shape([batch, outputChannels] + lengths)
    try request.checkWork(shape.count, filters.depth)
    // Every output row and column has an offset for each tap; that too must be affordable.
    let offsets = lengths.indices.reduce(0.0) { $0 + Double(lengths[$1]) * Double(window.kernel[$1]) }
    guard offsets <= 0x1p22 else {
      throw node.invalid("a kernel of \(window.kernel) for an output of \(lengths) is not supported")
    }
    let packed = node.filters?.layout.matches(filters) ?? false ? node.filters : nil
    let filters = packed?.layout ?? filters
    let tables = tables(window, input: input, lengths: lengths, spread: spread, words: filters.groups * filters.words)
    let keepsHalves = request.computation.keepsHalves && filters.groups == 1 && !request.isOutput
    let convolution = Convolution(
      filters, tables, batch: batch, hasBias: request.has(2), packed: packed,
      outputLayout: keepsHalves ? .halves : .pixels, kernel: request.computation.kernel)
    let reads = packed != nil ? [0] : request.operands.indices.filter(request.has)
    return Planned(
      outputs: [Planned.Output(shape: shape, kind: .real, layout: convolution.outputLayout)], reads: reads,
      imageLayout: convolution.inputLayout, scratch: convolution.scratch,
      multiplications: Double(shape.count) * Double(filters.depth), work: .convolution(convolution))
  }

  private static func tables(
    _ window: Window, input: [Int], lengths: [Int], spread: [Int], words: Int
  ) -> OffsetTables {
    let axes = input.indices.map { axis in
      OffsetTables.Axis(
        input: input[axis], kernel: window.kernel[axis], stride: window.strides[axis],
        dilation: window.dilations[axis], before: window.before[axis], outputs: lengths[axis], spread: spread[axis])
    }
    let isSignal = axes.count == 1
    return OffsetTables(rows: isSignal ? .single : axes[0], columns: isSignal ? axes[0] : axes[1], words: words)
  }
}

/// A transposed convolution told as a plain one over a spread image.
struct TransposedWindow {
  /// Stride one; its pads may be negative, where the result is cropped.
  private(set) var window: Window
  let spread: [Int]
  private(set) var lengths: [Int] = []

  init(_ node: Node, kernel: [Int], over input: [Int]) throws(ModelError) {
    window = try Window(node, kernel: kernel, over: input)
    spread = window.strides
    let extra = try node.integers("output_padding") ?? input.map { _ in 0 }
    let wanted = try node.integers("output_shape")
    let mode = try node.choice("auto_pad", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")
    guard extra.count == input.count, extra.allSatisfy({ (0...(1 << 20)).contains($0) }),
      wanted.map({ $0.count == input.count && $0.allSatisfy { (1...Limits.elements).contains($0) } }) ?? true
    else { throw node.invalid("its output shape or padding does not fit \(input.count) axes") }
    for axis in input.indices {
      let full = spread[axis] * (input[axis] - 1) + extra[axis] + window.extent(axis)
      if let target = wanted?[axis] ?? (mode.hasPrefix("SAME") ? input[axis] * spread[axis] : nil) {
        // An output larger than the full one grows at its end.
        let total = max(0, full - target)
        window.before[axis] = mode == "SAME_UPPER" ? total / 2 : total - total / 2
        lengths.append(target)
      } else {
        if mode == "VALID" { (window.before[axis], window.after[axis]) = (0, 0) }
        lengths.append(full - window.before[axis] - window.after[axis])
      }
      window.before[axis] = window.extent(axis) - 1 - window.before[axis]
      window.strides[axis] = 1
    }
  }
}

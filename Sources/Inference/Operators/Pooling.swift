/// Operators that reduce every window of an image to its largest or its mean value.
enum Pooling {
  @Sendable static func maximum(_ request: PlanRequest) throws(ModelError) -> Planned {
    try pool(request) { source, taps, count in
      var largest = -Float.infinity
      for i in 0..<count where !(source[Int(taps[i])] <= largest) { largest = source[Int(taps[i])] }
      return largest
    }
  }

  @Sendable static func average(_ request: PlanRequest) throws(ModelError) -> Planned {
    try pool(request) { source, taps, count in
      var sum: Float = 0
      for i in 0..<count { sum += source[Int(taps[i])] }
      return sum
    }
  }

  @Sendable static func globalAverage(_ request: PlanRequest) throws(ModelError) -> Planned {
    let shape = try request.operand(0).shape
    guard shape.rank >= 3, shape.count > 0 else { throw request.node.invalid("\(shape.lengths) is not an image") }
    let (planes, pixels) = (shape.count(of: 0..<2), shape.count(of: 2..<shape.rank))
    let lengths = [shape[0], shape[1]] + shape.lengths.dropFirst(2).map { _ in 1 }
    return request.step(Shape(known: lengths)) { memory in
      for plane in 0..<planes {
        let source = memory.inputs[0] + plane * pixels
        // Summed in double: thousands of similar floats would lose digits.
        var sum = 0.0
        for i in 0..<pixels { sum += Double(source[i]) }
        memory.outputs[0][plane] = Float(sum / Double(pixels))
      }
    }
  }

  @inline(__always)
  private static func pool(
    _ request: PlanRequest, _ reduce: @escaping (UnsafePointer<Float>, UnsafePointer<Int32>, Int) -> Float
  ) throws(ModelError) -> Planned {
    let node = request.node
    let shape = try request.operand(0).shape
    guard (3...5).contains(shape.rank) else { throw node.invalid("\(shape.lengths) is not an image") }
    let input = Array(shape.lengths[2...])
    var window = try Window(node, kernel: try node.integers("kernel_shape") ?? [], over: input)
    try window.autoPad(node, over: input)
    let lengths = window.outputLengths(over: input, roundingUp: try node.flag("ceil_mode"))
    let result = try request.shape([shape[0], shape[1]] + lengths)
    guard lengths.allSatisfy({ $0 > 0 }), (lengths + window.kernel).reduce(1.0, { $0 * Double($1) }) < 0x1p25 else {
      throw node.invalid("a window of \(window.kernel) over \(input) is not supported")
    }
    let isAverage = node.operation == "AveragePool"
    let table = PoolTable(
      window, input: input, output: lengths, countsPads: isAverage ? try node.flag("count_include_pad") : false)
    let (planes, pixels, places) = (shape.count(of: 0..<2), shape.count(of: 2..<shape.rank), table.divisors.count)
    return request.step(result) { memory in
      table.taps.withUnsafeBufferPointer { taps in
        for plane in 0..<planes {
          let source = memory.inputs[0] + plane * pixels
          let target = memory.outputs[0] + plane * places
          for place in 0..<places {
            let start = table.starts[place]
            let first = taps.baseAddress.unsafelyUnwrapped + start
            let value = reduce(source, first, table.starts[place + 1] - start)
            target[place] = isAverage ? value / table.divisors[place] : value
          }
        }
      }
    }
  }
}

/// For every place of a pooled plane, which elements of the input plane its window covers.
struct PoolTable {
  private(set) var taps: [Int32] = []
  private(set) var starts = [0]
  /// What a sum is divided by to be a mean.
  private(set) var divisors: [Float] = []

  init(_ window: Window, input: [Int], output: [Int], countsPads: Bool) {
    let axes = output.indices.map { axis in
      (0..<output[axis]).map { AxisTaps(window, axis, place: $0, length: input[axis]) }
    }
    func visit(_ axis: Int, _ offsets: [Int], _ counted: Int) {
      guard axis < axes.count else {
        taps.append(contentsOf: offsets.map { Int32($0) })
        starts.append(taps.count)
        divisors.append(Float(countsPads ? counted : max(1, offsets.count)))
        return
      }
      for place in axes[axis] {
        let next = offsets.flatMap { offset in place.inside.map { offset * input[axis] + $0 } }
        visit(axis + 1, next, counted * place.padded)
      }
    }
    visit(0, [0], 1)
    // So that the list has an address even when no window touches the input.
    taps.append(0)
  }

  /// One window along one axis: the places inside the input, and how many with the pads.
  private struct AxisTaps {
    let inside: [Int]
    let padded: Int

    init(_ window: Window, _ axis: Int, place: Int, length: Int) {
      let start = place * window.strides[axis] - window.before[axis]
      let all = (0..<window.kernel[axis]).map { start + $0 * window.dilations[axis] }
      inside = all.filter { (0..<length).contains($0) }
      padded = all.filter { $0 < length + window.after[axis] }.count
    }
  }
}

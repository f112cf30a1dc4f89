/// How a kernel slides over the spatial axes of its input, for convolutions and pooling alike.
struct Window {
  var kernel: [Int]
  var strides: [Int]
  var dilations: [Int]
  var before: [Int]
  var after: [Int]

  /// - Parameter input: the lengths of the spatial axes.
  init(_ node: Node, kernel: [Int], over input: [Int]) throws(ModelError) {
    self.kernel = kernel
    let ones = kernel.map { _ in 1 }
    strides = try node.integers("strides") ?? ones
    dilations = try node.integers("dilations") ?? ones
    let pads = try node.integers("pads") ?? [Int](repeating: 0, count: 2 * kernel.count)
    guard kernel.count == input.count, strides.count == input.count, dilations.count == input.count,
      pads.count == 2 * input.count
    else { throw node.invalid("its kernel, strides, dilations or pads do not fit \(input.count) spatial axes") }
    // With every number below 2^20, no product of two of them can overflow.
    guard (kernel + strides + dilations).allSatisfy({ (1...(1 << 20)).contains($0) }),
      pads.allSatisfy({ (0...(1 << 20)).contains($0) }), input.allSatisfy({ $0 > 0 })
    else { throw node.invalid("a kernel length, stride, dilation, pad or input length is out of range") }
    before = Array(pads[..<input.count])
    after = Array(pads[input.count...])
  }

  /// The reach of the kernel along an axis.
  func extent(_ axis: Int) -> Int { (kernel[axis] - 1) * dilations[axis] + 1 }

  /// Sets the pads as `auto_pad` says, if it says.
  mutating func autoPad(_ node: Node, over input: [Int]) throws(ModelError) {
    let mode = try node.choice("auto_pad", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")
    guard mode != "NOTSET" else { return }
    for axis in input.indices {
      let outputs = (input[axis] + strides[axis] - 1) / strides[axis]
      let total = mode == "VALID" ? 0 : max(0, (outputs - 1) * strides[axis] + extent(axis) - input[axis])
      let small = total / 2
      before[axis] = mode == "SAME_LOWER" ? total - small : small
      after[axis] = total - before[axis]
    }
  }

  /// The lengths of the output's spatial axes.
  ///
  /// - Parameter roundingUp: whether a last, incomplete step counts, as long as it starts inside.
  func outputLengths(over input: [Int], roundingUp: Bool = false) -> [Int] {
    input.indices.map { axis in
      let room = input[axis] + before[axis] + after[axis] - extent(axis)
      guard room >= 0 else { return 0 }
      let count = room / strides[axis] + 1
      guard roundingUp, room % strides[axis] != 0, count * strides[axis] < input[axis] + before[axis] else {
        return count
      }
      return count + 1
    }
  }
}

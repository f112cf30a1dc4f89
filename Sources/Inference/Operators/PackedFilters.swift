/// The filters of a convolution in the order the kernel reads them.
///
/// Layout: (group, block of 64 output channels, tap, input word, channel of the block), the last block as
/// narrow as a multiple of sixteen allows and filled up with zeros; then the biases, likewise. Depthwise
/// filters, one channel in and one out for every group, are (tap, group).
struct FilterLayout: Hashable, Sendable {
  let groups: Int
  /// Output channels of one group.
  let rows: Int
  /// Input channels of one group.
  let channels: Int
  let taps: Int
  let isTransposed: Bool
  /// Whether weights and image are pairs of bfloat16.
  var isHalf = false

  var isDepthwise: Bool { groups > 1 && rows == 1 && channels == 1 }
  /// Multiplications for one output number.
  var depth: Int { channels * taps }
  /// 32-bit words of one group of one input pixel.
  var words: Int { isHalf ? (channels + 1) / 2 : channels }
  /// Output channels with those that fill up the last block.
  var biasCount: Int { isDepthwise ? 1 : (rows + 15) / 16 * 16 }
  var weightCount: Int { biasCount * taps * words }
  /// Floats for all groups, the biases after the weights.
  var count: Int { groups * (weightCount + biasCount) }

  /// - Parameter weights: (out, in / groups, taps) for a convolution, (in, out / groups, taps) transposed.
  init(_ node: Node, weights: Shape) throws(ModelError) {
    isTransposed = node.operation == "ConvTranspose"
    groups = try node.integer("group", 1)
    guard weights.rank >= 3, weights.count > 0, groups > 0, weights[0] % groups == 0 else {
      throw node.invalid("weights of shape \(weights.lengths) do not make \(groups) groups")
    }
    rows = isTransposed ? weights[1] : weights[0] / groups
    channels = isTransposed ? weights[0] / groups : weights[1]
    taps = weights.count(of: 2..<weights.rank)
  }

  /// Whether it is for the same weights, in whatever precision.
  func matches(_ other: FilterLayout) -> Bool {
    var mine = self
    mine.isHalf = other.isHalf
    return mine == other
  }

  /// Where in the file's order the filter of an output channel begins for an input channel.
  private func source(_ group: Int, _ row: Int, _ channel: Int) -> Int {
    isTransposed
      ? ((group * channels + channel) * rows + row) * taps : ((group * rows + row) * channels + channel) * taps
  }

  func pack(
    _ weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, into target: UnsafeMutablePointer<Float>
  ) {
    for group in 0..<groups {
      let biases = target + groups * weightCount + group * biasCount
      for row in 0..<biasCount {
        biases[row] = row < rows ? bias?[group * rows + row] ?? 0 : 0
        guard row < rows else { continue }
        for channel in 0..<channels { pack(weights + source(group, row, channel), group, row, channel, into: target) }
      }
    }
  }

  /// One filter of one channel. A transposed kernel is turned round: it is run as a plain one.
  @inline(__always)
  private func pack(
    _ filter: UnsafePointer<Float>, _ group: Int, _ row: Int, _ channel: Int,
    into target: UnsafeMutablePointer<Float>
  ) {
    let block = row / 64 * 64
    let width = isDepthwise ? groups : min(64, biasCount - block)
    let word = isHalf ? channel / 2 : channel
    let place = isDepthwise ? group : group * weightCount + block * taps * words + word * width + row - block
    for tap in 0..<taps {
      let value = filter[isTransposed ? taps - 1 - tap : tap]
      let at = target + place + tap * words * width
      if isHalf {
        let half = UInt32(Relayout.rounded(value)) << (channel % 2 == 0 ? 0 : 16)
        at.pointee = Float(bitPattern: at.pointee.bitPattern | half)
      } else {
        at.pointee = value
      }
    }
  }
}

/// Filters packed when the model was loaded.
struct PackedFilters: Sendable {
  let layout: FilterLayout
  let buffer: FloatBuffer

  /// `nil` for another operator, or where weights or bias are not known beforehand.
  init?(_ node: Node, constants: [String: Constant], computation: Computation) throws(ModelError) {
    guard ["Conv", "ConvTranspose"].contains(node.operation), node.inputs.count >= 2,
      let weights = constants[node.inputs[1]], (3...4).contains(weights.shape.rank)
    else { return nil }
    var layout = try FilterLayout(node, weights: weights.shape)
    layout.isHalf = computation.usesHalves(layout)
    var bias: Constant?
    if node.inputs.count > 2, !node.inputs[2].isEmpty {
      guard let known = constants[node.inputs[2]], known.shape.count == layout.groups * layout.rows else { return nil }
      bias = known
    }
    buffer = FloatBuffer(count: layout.count)
    layout.pack(weights.buffer.start, bias: bias.map { UnsafePointer($0.buffer.start) }, into: buffer.start)
    self.layout = layout
  }
}

/// The filters of a convolution in the order the kernel reads them: eight output channels side by side.
///
/// Layout: (group, block, depth, 8 channels), where depth runs over input channels and then taps. The last
/// block of a group is filled up with zeros. A group with one output channel (depthwise) is not widened.
struct FilterLayout: Hashable, Sendable {
  let groups: Int
  /// Output channels of one group.
  let rows: Int
  /// Input channels of one group.
  let channels: Int
  let taps: Int
  let isTransposed: Bool

  var depth: Int { channels * taps }
  var block: Int { rows == 1 ? 1 : 8 }
  var blocks: Int { (rows + block - 1) / block }
  var biasCount: Int { blocks * block }
  var weightCount: Int { biasCount * depth }
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

  /// Where in the file's order a weight is. A transposed kernel is turned round: it is run as a plain one.
  private func source(_ group: Int, _ row: Int, _ depth: Int) -> Int {
    guard isTransposed else { return (group * rows + row) * self.depth + depth }
    let (channel, tap) = (depth / taps, depth % taps)
    return ((group * channels + channel) * rows + row) * taps + (taps - 1 - tap)
  }

  func pack(
    _ weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, into target: UnsafeMutablePointer<Float>
  ) {
    for group in 0..<groups {
      let filters = target + group * weightCount
      let biases = target + groups * weightCount + group * biasCount
      for row in 0..<biasCount {
        let isReal = row < rows
        biases[row] = isReal ? bias?[group * rows + row] ?? 0 : 0
        let column = filters + row / block * block * depth + row % block
        for k in 0..<depth { column[k * block] = isReal ? weights[source(group, row, k)] : 0 }
      }
    }
  }
}

/// Filters packed when the model was loaded.
struct PackedFilters: Sendable {
  let layout: FilterLayout
  let buffer: FloatBuffer

  /// `nil` for another operator, or where weights or bias are not known beforehand.
  init?(_ node: Node, constants: [String: Constant]) throws(ModelError) {
    guard ["Conv", "ConvTranspose"].contains(node.operation), node.inputs.count >= 2,
      let weights = constants[node.inputs[1]], weights.shape.rank <= 4
    else { return nil }
    let layout = try FilterLayout(node, weights: weights.shape)
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

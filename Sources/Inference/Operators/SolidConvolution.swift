/// Convolutions of any rank, one multiplication at a time.
///
/// Images never come here: it serves signals of three spatial axes, and it is the plain twin that the
/// fast convolution is tested against.
struct SolidConvolution {
  let filters: FilterLayout
  let window: Window
  let image: Shape
  let result: Shape

  @Sendable static func plan(_ request: PlanRequest) throws(ModelError) -> Planned {
    let node = request.node
    let (image, weights) = try Convolution.operands(request)
    let filters = try FilterLayout(node, weights: weights)
    guard image[1] == filters.groups * filters.channels else { throw Convolution.misfit(request, image, weights) }
    let input = Array(image.lengths[2...])
    var window = try Window(node, kernel: Array(weights.lengths[2...]), over: input)
    let lengths: [Int]
    if filters.isTransposed {
      let transposed = try TransposedWindow(node, kernel: window.kernel, over: input)
      (window.before, lengths) = (transposed.window.before, transposed.lengths)
    } else {
      try window.autoPad(node, over: input)
      lengths = window.outputLengths(over: input)
    }
    let result = try request.shape([image[0], filters.groups * filters.rows] + lengths)
    try request.checkWork(result.count, filters.depth, 16)
    if request.has(2), try request.operand(2).shape.count != result[1] {
      throw node.invalid("its bias does not have one number for each of \(result[1]) channels")
    }
    let solid = SolidConvolution(filters: filters, window: window, image: image, result: result)
    return request.step(result) { memory in
      solid.run(memory.inputs[0], memory.inputs[1], memory.inputs.count > 2 ? memory.inputs[2] : nil, memory.outputs[0])
    }
  }

  func run(
    _ image: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ target: UnsafeMutablePointer<Float>
  ) {
    let places = result.count(of: 2..<result.rank)
    for plane in 0..<(result[0] * result[1]) {
      let channel = plane % result[1]
      for place in 0..<places {
        target[plane * places + place] =
          (bias?[channel] ?? 0) + sum(image, weights, sample: plane / result[1], channel, at: place)
      }
    }
  }

  private func sum(
    _ image: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, sample: Int, _ output: Int, at place: Int
  ) -> Float {
    let (group, row) = (output / filters.rows, output % filters.rows)
    let pixels = self.image.count(of: 2..<self.image.rank)
    var sum: Float = 0
    for tap in 0..<filters.taps {
      guard let pixel = source(of: place, tap) else { continue }
      for channel in 0..<filters.channels {
        let plane = group * filters.channels + channel
        let weight =
          filters.isTransposed
          ? (plane * filters.rows + row) * filters.taps + filters.taps - 1 - tap
          : (output * filters.channels + channel) * filters.taps + tap
        sum += image[(sample * self.image[1] + plane) * pixels + pixel] * weights[weight]
      }
    }
    return sum
  }

  /// The input pixel a tap reads for an output pixel, if it lies inside.
  private func source(of place: Int, _ tap: Int) -> Int? {
    var (place, tap, step, pixel) = (place, tap, 1, 0)
    for axis in window.kernel.indices.reversed() {
      let (length, outputs, spread) = (image[axis + 2], result[axis + 2], window.strides[axis])
      let shift = tap % window.kernel[axis] * window.dilations[axis] - window.before[axis]
      var position = place % outputs * (filters.isTransposed ? 1 : spread) + shift
      if filters.isTransposed {
        guard position >= 0, position % spread == 0 else { return nil }
        position /= spread
      }
      guard (0..<length).contains(position) else { return nil }
      pixel += position * step
      step *= length
      (place, tap) = (place / outputs, tap / window.kernel[axis])
    }
    return pixel
  }
}

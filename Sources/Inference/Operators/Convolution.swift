import CKernels

/// A convolution of images, ready to run: filters packed, borders and strides settled in tables.
///
/// The work is one matrix product a group, output channels × (input channels · taps) × pixels, by the
/// kernel of CKernels; it also adds the bias, a residual, and applies the activation on the way out.
struct Convolution {
  /// What a convolution does to its sums before they are stored.
  struct Finish {
    var slope: Float = 1
    var low = -Float.infinity
    var high = Float.infinity
  }

  let filters: FilterLayout
  let planes: PlaneLayout
  let batch: Int
  let hasBias: Bool
  /// `nil` where weights are computed by the graph: they are then packed in every run.
  let packed: PackedFilters?
  private let tables: PixelTables
  private(set) var finish: Finish?
  private(set) var hasResidual = false
  /// The kernels to use; the best of this processor unless a test compares them.
  var level = ck_best_level()

  init(_ filters: FilterLayout, _ planes: PlaneLayout, batch: Int, hasBias: Bool, packed: PackedFilters?) {
    self.filters = filters
    self.planes = planes
    self.batch = batch
    self.hasBias = hasBias
    self.packed = packed
    tables = PixelTables(planes, channels: filters.channels)
  }

  var outputPixels: Int { planes.rows.outputs * planes.columns.outputs }

  private var planeCount: Int { planes.isDirect ? 0 : planes.channelCount * filters.channels + FloatBuffer.slack }

  var scratch: Int { planeCount + (packed == nil ? filters.count : 0) }

  // The tables live as long as this value, which the step that runs it holds.
  /// Memory inputs: image, then weights and bias if they are not packed, then the residual if there is one.
  func run(_ memory: StepMemory) {
    var job = job()
    let weights = packed?.buffer.start ?? packNow(memory)
    let biases = weights + filters.groups * filters.weightCount
    let imageCount = planes.input.height * planes.input.width * filters.channels
    let resultCount = outputPixels * filters.rows
    for index in 0..<(batch * filters.groups) {
      let group = index % filters.groups
      let image = memory.inputs[0] + index * imageCount
      if !planes.isDirect { planes.fill(image, channels: filters.channels, into: memory.scratch) }
      ck_convolve(
        &job, planes.isDirect ? image : UnsafePointer(memory.scratch), weights + group * filters.weightCount,
        biases + group * filters.biasCount,
        hasResidual ? memory.inputs[memory.inputs.count - 1] + index * resultCount : nil,
        memory.outputs[0] + index * resultCount)
    }
  }

  private func packNow(_ memory: StepMemory) -> UnsafeMutablePointer<Float> {
    let target = memory.scratch + planeCount
    filters.pack(memory.inputs[1], bias: hasBias ? memory.inputs[2] : nil, into: target)
    return target
  }

  private func job() -> ck_convolution {
    let finish = finish ?? Finish()
    return ck_convolution(
      level: level, rows: Int32(filters.rows), block: Int32(filters.block), depth: Int32(filters.depth),
      vectors: Int32(tables.vectors), taps: tables.taps.start, starts: tables.starts.start,
      places: tables.places.start, lanes: tables.lanes.start, plane: outputPixels, low: finish.low,
      high: finish.high, slope: finish.slope)
  }
}

extension Convolution {
  enum Absorbed {
    case activation
    case residual(Operand)
  }

  /// Takes over the work of the node that alone reads the result, if it can.
  mutating func absorb(_ request: PlanRequest, result: Operand) -> Absorbed? {
    guard finish == nil else { return nil }
    switch request.node.operation {
    case "Relu": finish = Finish(slope: 1, low: 0)
    case "LeakyRelu":
      guard let slope = try? request.node.float("alpha", 0.01) else { return nil }
      finish = Finish(slope: slope)
    case "Clip":
      guard request.operands.first??.name == result.name, let bounds = try? Activations.bounds(request) else {
        return nil
      }
      finish = Finish(low: bounds.low, high: bounds.high)
    case "Add":
      guard !hasResidual, request.operands.count == 2,
        let other = request.operands.compactMap(\.self).first(where: { $0.name != result.name }),
        other.shape == result.shape, other.kind == .real
      else { return nil }
      hasResidual = true
      return .residual(other)
    default: return nil
    }
    return .activation
  }
}

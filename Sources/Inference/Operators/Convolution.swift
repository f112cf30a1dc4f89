import CKernels

/// A convolution of images, ready to run: filters packed, borders and strides settled in tables.
///
/// The work is one matrix product a group, output channels × (taps · input channels) × pixels, by the
/// kernel of CKernels; it also adds the bias, a residual, and applies the activation on the way out.
struct Convolution {
  /// What a convolution does to its sums before they are stored.
  struct Finish {
    var slope: Float = 1
    var low = -Float.infinity
    var high = Float.infinity
  }

  let filters: FilterLayout
  let tables: OffsetTables
  let batch: Int
  let hasBias: Bool
  /// Halves or pixels.
  let outputLayout: Layout
  let kernel: Kernel
  /// `nil` where weights are computed by the graph: they are then packed in every run.
  let packed: PackedFilters?
  private let zeros: FloatBuffer
  private(set) var finish: Finish?
  private(set) var hasResidual = false

  init(
    _ filters: FilterLayout, _ tables: OffsetTables, batch: Int, hasBias: Bool, packed: PackedFilters?,
    outputLayout: Layout, kernel: Kernel
  ) {
    (self.filters, self.tables, self.packed) = (filters, tables, packed)
    (self.batch, self.hasBias, self.outputLayout, self.kernel) = (batch, hasBias, outputLayout, kernel)
    zeros = FloatBuffer(count: filters.words)
  }

  var inputLayout: Layout { filters.isHalf ? .halves : .pixels }

  var scratch: Int { packed == nil ? filters.count : 0 }

  // The tables live as long as this value, which the step that runs it holds.
  /// Memory inputs: image, then weights and bias if they are not packed, then the residual if there is one.
  func run(_ memory: StepMemory) {
    var job = job()
    let weights = packed?.buffer.start ?? packNow(memory)
    let biases = weights + filters.groups * filters.weightCount
    let residuals = hasResidual ? memory.inputs[memory.inputs.count - 1] : nil
    let imageWords = tables.inputPixels * filters.words * filters.groups
    let resultWords = tables.outputPixels * Int(job.pitch) / (outputLayout == .halves ? 2 : 1)
    for index in 0..<batch {
      let (image, result) = (memory.inputs[0] + index * imageWords, memory.outputs[0] + index * resultWords)
      let residual = residuals.map { $0 + index * resultWords }
      guard !filters.isDepthwise else {
        ck_convolve_depthwise(&job, image, weights, biases, residual, result)
        continue
      }
      for group in 0..<filters.groups {
        ck_convolve(
          &job, image + group * filters.words, weights + group * filters.weightCount,
          biases + group * filters.biasCount, residual.map { $0 + group * filters.rows },
          result + group * filters.rows)
      }
    }
  }

  private func packNow(_ memory: StepMemory) -> UnsafeMutablePointer<Float> {
    filters.pack(memory.inputs[1], bias: hasBias ? memory.inputs[2] : nil, into: memory.scratch)
    return memory.scratch
  }

  private func job() -> ck_convolution {
    let finish = finish ?? Finish()
    let isHalf = outputLayout == .halves
    let outputs = filters.groups * filters.rows
    // An odd last half is filled up with one more channel of zero weights.
    let rows = filters.isDepthwise ? outputs : isHalf ? (filters.rows + 1) / 2 * 2 : filters.rows
    return ck_convolution(
      level: kernel.rawValue, words: Int32(filters.words), rows: Int32(rows), height: Int32(tables.rowAxis.outputs),
      width: Int32(tables.columnAxis.outputs), kernel_height: Int32(tables.rowAxis.kernel),
      kernel_width: Int32(tables.columnAxis.kernel), has_runs: tables.hasRuns && filters.groups == 1 ? 1 : 0,
      is_half_in: filters.isHalf ? 1 : 0, is_half_out: isHalf ? 1 : 0,
      pitch: Int32(isHalf ? (outputs + 1) / 2 * 2 : outputs), row_offsets: tables.rows.start,
      column_offsets: tables.columns.start, zeros: zeros.start, slope: finish.slope, low: finish.low,
      high: finish.high)
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

import CKernels

/// A model made ready for inputs of given shapes: steps in order, each bound to its memory.
final class Plan {
  struct Port {
    let name: String
    let shape: Shape
    let memory: UnsafeMutablePointer<Float>
  }

  private struct Step {
    let label: String
    let multiplications: Double
    let memory: StepMemory
    let work: (StepMemory) -> Void
  }

  let inputs: [Port]
  let outputs: [Port]
  let memory: SessionMemory
  private let steps: [Step]
  /// The steps point into this, and into the constants of the model.
  private let arena: FloatBuffer
  private let constants: [FloatBuffer]

  init(_ draft: PlanDraft) throws(ModelError) {
    let lives = draft.lives()
    guard let places = Arena(lives) else {
      throw .invalidGraph(problem: "with these inputs it needs more than \(Limits.arena / 1 << 18) MB of memory")
    }
    let arena = FloatBuffer(count: places.size)
    func pointer(_ place: PlanDraft.Place) -> UnsafeMutablePointer<Float> {
      switch place {
      case .constant(let constant): constant.buffer.start
      case .slot(let slot): arena.start + places.offsets[slot]
      }
    }
    steps = draft.steps.map { step in
      let memory = StepMemory(
        inputs: step.inputs.map { UnsafePointer(pointer($0)) }, outputs: step.outputs.map { pointer(.slot($0)) },
        scratch: pointer(.slot(step.scratch)))
      return Step(label: step.label, multiplications: step.multiplications, memory: memory, work: step.body)
    }
    func port(_ name: String, _ value: PlanDraft.Value) -> Port {
      Port(name: name, shape: value.shape, memory: pointer(value.place))
    }
    inputs = draft.inputs.map { port($0.key, $0.value) }.sorted { $0.name < $1.name }
    outputs = draft.outputs.map { port($0.name, $0.value) }
    constants = draft.constants
    memory = SessionMemory(arena: 4 * places.size, activations: 4 * Arena.largestSet(lives))
    self.arena = arena
  }

  /// Whether it was made for inputs like these; allocates nothing.
  func fits(_ tensors: [String: Tensor]) -> Bool {
    guard tensors.count == inputs.count else { return false }
    for port in inputs {
      guard let tensor = tensors[port.name], tensor.shape == port.shape.lengths, tensor.values.count == port.shape.count
      else { return false }
    }
    return true
  }

  func run() {
    for step in steps { step.work(step.memory) }
  }

  /// Runs with a watch on every step; adds the seconds each took.
  func run(timing layers: inout [LayerTiming]) {
    if layers.isEmpty { layers = steps.map { LayerTiming(name: $0.label, gflop: 2e-9 * $0.multiplications) } }
    for (index, step) in steps.enumerated() {
      let start = ck_seconds()
      step.work(step.memory)
      layers[index].seconds += ck_seconds() - start
    }
  }
}

/// What a session holds beside the model it shares.
package struct SessionMemory: Hashable, Sendable {
  /// Bytes of the one block all values of a run pass through.
  package let arena: Int
  /// Bytes of the values alive at once where most are.
  package let activations: Int
}

/// The time of one step of a network.
package struct LayerTiming: Hashable, Sendable {
  /// Operator and node, or what is converted.
  package let name: String
  /// 10^9 floating-point operations a run, two a multiplication; zero where they are not most of the work.
  package let gflop: Double
  /// Of all the runs together.
  package fileprivate(set) var seconds = 0.0
}

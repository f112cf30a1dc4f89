/// A model made ready for inputs of given shapes: steps in order, each bound to its memory.
struct Plan {
  struct Port {
    let shape: Shape
    let memory: UnsafeMutablePointer<Float>
  }

  let inputs: [String: Port]
  let outputs: [(name: String, port: Port)]
  private let steps: [(memory: StepMemory, work: (StepMemory) -> Void)]
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
      return (memory, step.body)
    }
    inputs = draft.inputs.mapValues { Port(shape: $0.shape, memory: pointer($0.place)) }
    outputs = draft.outputs.map { ($0.name, Port(shape: $0.value.shape, memory: pointer($0.value.place))) }
    constants = draft.constants
    self.arena = arena
  }

  func run() {
    for step in steps { step.work(step.memory) }
  }
}

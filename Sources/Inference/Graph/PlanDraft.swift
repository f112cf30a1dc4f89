/// A plan being made: walks the nodes once, in order, with every shape known.
///
/// On the way it computes what does not depend on the inputs, gives reshaped values the memory of their
/// source, and lets a convolution finish what follows it (adding a residual, an activation).
struct PlanDraft {
  enum Place {
    case constant(Constant)
    case slot(Int)
  }

  struct Value {
    let shape: Shape
    let place: Place
  }

  struct Step {
    /// The node it comes from, for those who measure.
    let label: String
    var inputs: [Place]
    let outputs: [Int]
    let scratch: Int
    let multiplications: Double
    var work: Planned.Work
    /// What it makes, where a following node may still be merged into it.
    var result = ""

    var body: (StepMemory) -> Void {
      switch work {
      case .convolution(let convolution): { convolution.run($0) }
      case .body(let body): body
      case .alias, .constants: { _ in }
      }
    }
  }

  /// A value in one of the layouts it is wanted in.
  private struct Form: Hashable {
    let name: String
    let layout: Layout
  }

  private(set) var steps: [Step] = []
  private(set) var inputs: [String: Value] = [:]
  private(set) var outputs: [(name: String, value: Value)] = []
  private var operands: [String: Operand] = [:]
  private var slots: [Form: Int] = [:]
  /// Constants in other layouts than their own.
  private var forms: [Form: Constant] = [:]
  private var slotSizes: [Int] = []
  private let uses: [String: Int]
  private let results: Set<String>
  private let computation: Computation

  init(_ graph: Graph, shapes: [String: Shape]) throws(ModelError) {
    (uses, results, computation) = (graph.uses, Set(graph.outputs), graph.computation)
    for (name, constant) in graph.constants {
      operands[name] = Operand(name: name, shape: constant.shape, kind: constant.kind, constant: constant)
    }
    for (name, shape) in shapes {
      operands[name] = Operand(name: name, shape: shape, kind: .real)
      slots[Form(name: name, layout: .rows)] = newSlot(shape.count)
      inputs[name] = try value(name)
    }
    for node in graph.nodes { try add(node) }
    for name in graph.outputs { outputs.append((name, try value(name))) }
  }

  /// The constants the steps read, to be kept as long as the steps.
  var constants: [FloatBuffer] {
    (steps.flatMap(\.inputs) + outputs.map(\.value.place)).compactMap { place in
      if case .constant(let constant) = place { constant.buffer } else { nil }
    }
  }

  private mutating func newSlot(_ size: Int) -> Int {
    slotSizes.append(size)
    return slotSizes.count - 1
  }

  private mutating func value(_ name: String) throws(ModelError) -> Value {
    guard let operand = operands[name] else { throw .invalidGraph(problem: "nothing makes its output '\(name)'") }
    return Value(shape: operand.shape, place: place(of: operand, in: .rows))
  }

  /// Where an operand lies in a layout; it is converted at its first use in another than its own.
  private mutating func place(of operand: Operand, in layout: Layout) -> Place {
    let (own, wanted) = (operand.layout.simplest(for: operand.shape), layout.simplest(for: operand.shape))
    let form = Form(name: operand.name, layout: wanted)
    if let constant = forms[form] { return .constant(constant) }
    if let constant = operand.constant {
      if wanted == own { return .constant(constant) }
      let converted = constant.converted(from: own, to: wanted)
      forms[form] = converted
      return .constant(converted)
    }
    if let slot = slots[form] { return .slot(slot) }
    let made = newSlot(wanted.words(operand.shape))
    let relayout = Relayout(shape: operand.shape, source: own, target: wanted)
    slots[form] = made
    steps.append(
      Step(
        label: "layout of \(operand.name)", inputs: [place(of: operand, in: own)], outputs: [made],
        scratch: newSlot(0), multiplications: 0, work: .body { relayout.run($0.inputs[0], $0.outputs[0]) }))
    return .slot(made)
  }

  private mutating func add(_ node: Node) throws(ModelError) {
    let request = PlanRequest(
      node: node, operands: try node.inputs.mapOperands(operands, for: node), computation: computation,
      isOutput: node.outputs.contains(where: results.contains))
    if merge(request) { return }
    let planned = try OperatorTable.plan(request)
    guard node.outputs.dropFirst(planned.outputs.count).allSatisfy(\.isEmpty) else {
      throw node.invalid("only its first \(planned.outputs.count) outputs are supported")
    }
    if case .constants(let constants) = planned.work { return define(node, constants) }
    if planned.reads.allSatisfy({ request.operands[$0]?.constant != nil }) {
      return define(node, evaluate(planned, request))
    }
    define(node, planned, request)
  }

  private mutating func define(_ node: Node, _ constants: [Constant]) {
    for (name, constant) in zip(node.outputs, constants) {
      operands[name] = Operand(name: name, shape: constant.shape, kind: constant.kind, constant: constant)
    }
  }

  private mutating func define(_ node: Node, _ planned: Planned, _ request: PlanRequest) {
    let reads = planned.reads.compactMap { request.operands[$0] }
    let places = reads.indices.map { place(of: reads[$0], in: planned.layout(ofRead: $0)) }
    for (name, output) in zip(node.outputs, planned.outputs) {
      operands[name] = Operand(name: name, shape: output.shape, kind: output.kind, layout: output.layout)
    }
    if case .alias = planned.work, case .slot(let slot) = places[0] {
      slots[Form(name: node.outputs[0], layout: .rows)] = slot
      return
    }
    let made = planned.outputs.map { newSlot($0.layout.words($0.shape)) }
    for (index, name) in node.outputs.prefix(made.count).enumerated() {
      let output = planned.outputs[index]
      slots[Form(name: name, layout: output.layout.simplest(for: output.shape))] = made[index]
    }
    steps.append(
      Step(
        label: "\(node.operation) \(node.label)", inputs: places, outputs: made, scratch: newSlot(planned.scratch),
        multiplications: planned.multiplications, work: planned.work, result: node.outputs[0]))
  }

  /// Runs a node whose inputs are all constants.
  private func evaluate(_ planned: Planned, _ request: PlanRequest) -> [Constant] {
    let sources = planned.reads.compactMap { request.operands[$0]?.constant }
    if case .alias = planned.work {
      return [Constant(shape: planned.outputs[0].shape, kind: planned.outputs[0].kind, buffer: sources[0].buffer)]
    }
    let buffers = sources.indices.map { sources[$0].converted(from: .rows, to: planned.layout(ofRead: $0)).buffer }
    let results = planned.outputs.map { FloatBuffer(count: $0.layout.words($0.shape)) }
    let scratch = FloatBuffer(count: planned.scratch)
    withExtendedLifetime((buffers, scratch)) {
      let memory = StepMemory(
        inputs: buffers.map { UnsafePointer($0.start) }, outputs: results.map(\.start), scratch: scratch.start)
      switch planned.work {
      case .convolution(let convolution): convolution.run(memory)
      case .body(let body): body(memory)
      case .alias, .constants: break
      }
    }
    return zip(planned.outputs, results).map { output, buffer in
      Constant(shape: output.shape, kind: output.kind, buffer: buffer).converted(from: output.layout, to: .rows)
    }
  }

  /// Lets the convolution that made an operand do this node's work too.
  private mutating func merge(_ request: PlanRequest) -> Bool {
    let node = request.node
    guard node.outputs.count == 1 else { return false }
    for case let operand? in request.operands {
      guard uses[operand.name] == 1, let index = steps.lastIndex(where: { $0.result == operand.name }),
        case .convolution(var convolution) = steps[index].work,
        let absorbed = convolution.absorb(request, result: operand)
      else { continue }
      var step = steps.remove(at: index)
      if case .residual(let residual) = absorbed {
        step.inputs.append(place(of: residual, in: convolution.outputLayout))
      }
      step.work = .convolution(convolution)
      step.result = node.outputs[0]
      operands[step.result] = Operand(name: step.result, shape: operand.shape, kind: .real, layout: operand.layout)
      slots[Form(name: step.result, layout: operand.layout.simplest(for: operand.shape))] = step.outputs[0]
      // Its result was read by this node only, so it may run as late as this node would have.
      steps.append(step)
      return true
    }
    return false
  }

  func lives() -> [Arena.Life] {
    var lives = slotSizes.map { Arena.Life(size: $0, steps: 0...0) }
    var isSeen = [Bool](repeating: false, count: lives.count)
    func touch(_ slot: Int, _ step: Int) {
      lives[slot].steps = isSeen[slot] ? lives[slot].steps.lowerBound...step : step...step
      isSeen[slot] = true
    }
    func touch(_ place: Place, _ step: Int) {
      if case .slot(let slot) = place { touch(slot, step) }
    }
    for input in inputs.values { touch(input.place, 0) }
    for (index, step) in steps.enumerated() {
      for place in step.inputs { touch(place, index + 1) }
      for slot in step.outputs + [step.scratch] { touch(slot, index + 1) }
    }
    for output in outputs { touch(output.value.place, steps.count + 1) }
    return lives
  }
}

extension [String] {
  fileprivate func mapOperands(_ operands: [String: Operand], for node: Node) throws(ModelError) -> [Operand?] {
    var result: [Operand?] = []
    for name in self {
      guard name.isEmpty || operands[name] != nil else { throw node.invalid("its input '\(name)' does not exist") }
      result.append(name.isEmpty ? nil : operands[name])
    }
    return result
  }
}

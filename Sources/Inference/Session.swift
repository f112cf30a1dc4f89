/// One thread's use of a model: the memory its values pass through.
///
/// The first run with new input shapes plans and allocates; `run(_:into:)` then allocates nothing. The same
/// inputs give the same bits, whatever ran before and whichever session ran it.
package final class Session {
  /// Plans kept at most; a batch of regions has only a few sizes.
  private static let planLimit = 8

  private let model: Model
  private var plans: [[String: Shape]: Plan] = [:]
  private var current: Plan?

  package init(_ model: Model) throws(ModelError) {
    self.model = model
    var shapes: [String: Shape] = [:]
    for input in model.inputs {
      let lengths = input.shape.compactMap(\.self)
      guard lengths.count == input.shape.count, let shape = Shape(checking: lengths) else { return }
      shapes[input.name] = shape
    }
    current = try plan(for: shapes)
  }

  /// - Returns: every output of the model, by name.
  package func run(_ inputs: [String: Tensor]) throws(ModelError) -> [String: Tensor] {
    var results: [Tensor] = []
    try run(inputs, into: &results)
    return Dictionary(zip(model.outputs.map(\.name), results)) { first, _ in first }
  }

  /// Writes the outputs of the model, in the order of `Model.outputs`, over what `results` holds.
  ///
  /// With the inputs' shapes of the run before, and results of that run that nobody else holds, nothing is
  /// allocated.
  package func run(_ inputs: [String: Tensor], into results: inout [Tensor]) throws(ModelError) {
    let plan = try plan(fitting: inputs)
    load(inputs, plan)
    plan.run()
    if results.count != plan.outputs.count { results = plan.outputs.map { Tensor(zeros: $0.shape.lengths) } }
    for (index, port) in plan.outputs.enumerated() {
      if results[index].shape != port.shape.lengths { results[index] = Tensor(zeros: port.shape.lengths) }
      results[index].values.withUnsafeMutableBufferPointer { values in
        // Empty tensors have no address.
        values.baseAddress?.update(from: port.memory, count: port.shape.count)
      }
    }
  }

  /// Runs with a watch on every layer, in order; adds the seconds each took to `layers`.
  package func run(_ inputs: [String: Tensor], timing layers: inout [LayerTiming]) throws(ModelError) {
    let plan = try plan(fitting: inputs)
    load(inputs, plan)
    plan.run(timing: &layers)
  }

  /// What it holds for inputs of the shapes of the last run; `nil` before the first if these are open.
  package var memory: SessionMemory? { current?.memory }

  private func load(_ inputs: [String: Tensor], _ plan: Plan) {
    for port in plan.inputs {
      inputs[port.name]?.values.withUnsafeBufferPointer { values in
        if let source = values.baseAddress { port.memory.update(from: source, count: port.shape.count) }
      }
    }
  }

  private func plan(fitting inputs: [String: Tensor]) throws(ModelError) -> Plan {
    if let current, current.fits(inputs) { return current }
    let plan = try plan(for: try model.graph.shapes(of: inputs))
    current = plan
    return plan
  }

  private func plan(for shapes: [String: Shape]) throws(ModelError) -> Plan {
    if let plan = plans[shapes] { return plan }
    let plan = try Plan(PlanDraft(model.graph, shapes: shapes))
    if plans.count >= Self.planLimit { plans.removeAll() }
    plans[shapes] = plan
    return plan
  }
}

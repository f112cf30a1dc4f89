/// One thread's use of a model: the memory its values pass through.
///
/// The first run with new input shapes plans and allocates; later ones allocate nothing but their results.
/// The same inputs give the same bits, whatever ran before.
package final class Session {
  /// Plans kept at most; a batch of regions has only a few sizes.
  private static let planLimit = 8

  private let model: Model
  private var plans: [[String: Shape]: Plan] = [:]

  package init(_ model: Model) throws(ModelError) {
    self.model = model
    var shapes: [String: Shape] = [:]
    for input in model.inputs {
      let lengths = input.shape.compactMap(\.self)
      guard lengths.count == input.shape.count, let shape = Shape(checking: lengths) else { return }
      shapes[input.name] = shape
    }
    _ = try plan(for: shapes)
  }

  /// - Returns: every output of the model, by name.
  package func run(_ inputs: [String: Tensor]) throws(ModelError) -> [String: Tensor] {
    let plan = try plan(for: try model.graph.shapes(of: inputs))
    for (name, port) in plan.inputs {
      guard let tensor = inputs[name] else { continue }
      tensor.values.withUnsafeBufferPointer { values in
        // Empty tensors have no address.
        if let source = values.baseAddress { port.memory.update(from: source, count: port.shape.count) }
      }
    }
    plan.run()
    var results: [String: Tensor] = [:]
    for (name, port) in plan.outputs {
      let values = [Float](UnsafeBufferPointer(start: port.memory, count: port.shape.count))
      results[name] = Tensor(shape: port.shape.lengths, values: values)
    }
    return results
  }

  private func plan(for shapes: [String: Shape]) throws(ModelError) -> Plan {
    if let plan = plans[shapes] { return plan }
    let plan = try Plan(PlanDraft(model.graph, shapes: shapes))
    if plans.count >= Self.planLimit { plans.removeAll() }
    plans[shapes] = plan
    return plan
  }
}

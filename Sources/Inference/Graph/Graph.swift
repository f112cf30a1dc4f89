/// The nodes of a model in order, with everything that is known without an input.
struct Graph: Sendable {
  private(set) var nodes: [Node]
  private(set) var constants: [String: Constant]
  let inputs: [ValueDescription]
  let outputs: [String]
  let computation: Computation
  /// How often each value is read, a graph output counting too.
  private(set) var uses: [String: Int] = [:]

  init(_ file: ModelFile, fixing fixed: [String: Constant], _ computation: Computation) throws(ModelError) {
    self.computation = computation
    try file.checkOperators()
    nodes = file.nodes
    constants = file.initialisers.merging(fixed) { $1 }
    outputs = file.outputs.map(\.name)
    var inputs: [ValueDescription] = []
    for input in file.inputs where constants[input.name] == nil {
      guard ElementType(rawValue: input.elementType)?.kind == .real else {
        throw .invalidGraph(problem: "its input '\(input.name)' is not a tensor of floats")
      }
      guard input.shape.compactMap(\.self).allSatisfy({ (0...Limits.elements).contains($0) }) else {
        let lengths = input.shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
        throw .invalidInput(name: input.name, problem: "the shape [\(lengths)] is impossible")
      }
      inputs.append(ValueDescription(name: input.name, shape: input.shape))
    }
    self.inputs = inputs
    try checkOrder()
    countUses()
    foldBatchNormalization()
    guard computation.kernel != .twin else { return }
    for index in nodes.indices {
      nodes[index].filters = try PackedFilters(nodes[index], constants: constants, computation: computation)
    }
  }

  /// Every value is made once, and before it is read.
  private func checkOrder() throws(ModelError) {
    guard !outputs.isEmpty else { throw .invalidGraph(problem: "it has no output") }
    var made = Set(constants.keys).union(inputs.map(\.name))
    guard made.count == constants.count + inputs.count else {
      throw .invalidGraph(problem: "two of its inputs have the same name")
    }
    for node in nodes {
      guard node.outputs.contains(where: { !$0.isEmpty }), node.outputs.first != "" else {
        throw node.invalid("it makes nothing")
      }
      for name in node.inputs where !name.isEmpty && !made.contains(name) {
        throw node.invalid("it reads '\(name)' before any input, initialiser or node made it")
      }
      for name in node.outputs where !name.isEmpty && !made.insert(name).inserted {
        throw node.invalid("it makes '\(name)', which already exists")
      }
    }
    for name in outputs where !made.contains(name) {
      throw .invalidGraph(problem: "nothing makes its output '\(name)'")
    }
  }

  private mutating func countUses() {
    for name in nodes.flatMap(\.inputs) + outputs { uses[name, default: 0] += 1 }
  }

  /// Moves the scale and shift of a batch normalisation into the convolution before it.
  private mutating func foldBatchNormalization() {
    var makers: [String: Int] = [:]
    var folded: Set<Int> = []
    for (index, node) in nodes.enumerated() {
      if node.operation == "BatchNormalization", let source = node.inputs.first, uses[source] == 1,
        let maker = makers[source], let affine = ChannelAffine(node, constants: constants),
        fold(affine, into: maker, result: node.outputs[0])
      {
        makers[node.outputs[0]] = maker
        folded.insert(index)
      } else if node.operation == "Conv", let result = node.outputs.first {
        makers[result] = index
      }
    }
    nodes = nodes.enumerated().filter { !folded.contains($0.offset) }.map(\.element)
  }

  private mutating func fold(_ affine: ChannelAffine, into index: Int, result: String) -> Bool {
    var node = nodes[index]
    guard node.inputs.count >= 2, let weights = constants[node.inputs[1]], weights.shape.rank >= 3,
      weights.shape[0] == affine.scale.count
    else { return false }
    let biasName = node.inputs.count > 2 ? node.inputs[2] : ""
    guard biasName.isEmpty || constants[biasName]?.shape.count == affine.scale.count else { return false }
    let rowLength = weights.shape.count / max(1, affine.scale.count)
    let scaled = weights.values.enumerated().map { $1 * affine.scale[$0 / rowLength] }
    let bias = constants[biasName]?.values ?? [Float](repeating: 0, count: affine.scale.count)
    let shifted = bias.indices.map { bias[$0] * affine.scale[$0] + affine.shift[$0] }
    // Names no other value can have: the originals may be shared between convolutions.
    let names = [node.inputs[1] + "\0\(index)", "bias\0\(index)"]
    constants[names[0]] = Constant(shape: weights.shape, kind: .real, values: scaled)
    constants[names[1]] = Constant(shape: Shape(known: [bias.count]), kind: .real, values: shifted)
    node.inputs = [node.inputs[0]] + names
    node.outputs = [result]
    nodes[index] = node
    return true
  }
}

/// An ONNX `ModelProto`, as stored: what the file says, with nothing yet checked against anything else.
///
/// Field numbers are those of onnx.proto3 (IR version 8 to 10).
struct ModelFile {
  private(set) var opset = 0
  private(set) var nodes: [Node] = []
  var initialisers: [String: Constant] = [:]
  private(set) var inputs: [DeclaredValue] = []
  private(set) var outputs: [DeclaredValue] = []
  private let bytes: [UInt8]

  struct DeclaredValue {
    var name = ""
    var elementType = ElementType.float.rawValue
    var shape: [Int?] = []
  }

  init(_ bytes: [UInt8]) throws(ModelError) {
    self.bytes = bytes
    var graph: Range<Int>?
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 7: graph = try field.range()
      case 8: try readOpset(try field.range())
      default: break
      }
    }
    guard let graph else { throw .malformed(byte: 0, problem: "there is no graph in it") }
    try readGraph(graph)
  }

  /// A graph of our own making, empty at first.
  init(opset: Int) {
    self.opset = opset
    bytes = []
  }

  mutating func add(_ node: Node) { nodes.append(node) }

  mutating func declare(inputs shapes: [String: [Int]], output: String) {
    inputs = shapes.sorted { $0.key < $1.key }.map { DeclaredValue(name: $0.key, shape: $0.value) }
    outputs = [DeclaredValue(name: output)]
  }

  /// Refuses what the engine does not know, before anything else is looked at.
  func checkOperators() throws(ModelError) {
    for node in nodes where !OperatorTable.knows(node.operation) {
      throw .unsupportedOperator(operator: node.operation, node: node.label, opset: opset)
    }
    guard OperatorTable.opsets.contains(opset) else {
      throw .invalidGraph(
        problem: "it uses opset \(opset); export it with opset_version=17 "
          + "(\(OperatorTable.opsets.lowerBound) to \(OperatorTable.opsets.upperBound) are read)")
    }
  }

  private mutating func readOpset(_ range: Range<Int>) throws(ModelError) {
    var domain = ""
    var version = 0
    var reader = WireReader(bytes, range)
    while let field = try reader.next() {
      switch field.number {
      case 1: domain = try field.string(in: bytes)
      case 2: version = try field.integer()
      default: break
      }
    }
    if domain.isEmpty || domain == "ai.onnx" { opset = version }
  }

  private mutating func readGraph(_ range: Range<Int>) throws(ModelError) {
    var reader = WireReader(bytes, range)
    while let field = try reader.next() {
      switch field.number {
      case 1: nodes.append(try readNode(try field.range()))
      case 5: try readInitialiser(try field.range())
      case 11: inputs.append(try readDeclaration(try field.range()))
      case 12: outputs.append(try readDeclaration(try field.range()))
      case 15: throw .invalidGraph(problem: "it has sparse initialisers; export them dense")
      default: break
      }
      guard nodes.count <= Limits.nodes else {
        throw .invalidGraph(problem: "it has more than \(Limits.nodes) nodes")
      }
    }
  }

  private mutating func readInitialiser(_ range: Range<Int>) throws(ModelError) {
    let tensor = try TensorFile(bytes, range)
    initialisers[tensor.name] = try tensor.constant()
  }

  private func readNode(_ range: Range<Int>) throws(ModelError) -> Node {
    var node = Node(index: nodes.count, opset: opset)
    var domain = ""
    var reader = WireReader(bytes, range)
    while let field = try reader.next() {
      switch field.number {
      case 1: node.inputs.append(try field.string(in: bytes))
      case 2: node.outputs.append(try field.string(in: bytes))
      case 3: node.name = try field.string(in: bytes)
      case 4: node.operation = try field.string(in: bytes)
      case 5:
        let (name, attribute) = try readAttribute(try field.range())
        node.attributes[name] = attribute
      case 7: domain = try field.string(in: bytes)
      default: break
      }
    }
    if !domain.isEmpty && domain != "ai.onnx" { node.operation = domain + "." + node.operation }
    return node
  }

  private func readAttribute(_ range: Range<Int>) throws(ModelError) -> (String, Node.Attribute) {
    var name = ""
    var type = 0
    var (float, integer, string) = (Float(0), 0, "")
    var (floats, integers) = ([Float](), [Int]())
    var tensor: Constant?
    var reader = WireReader(bytes, range)
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try field.string(in: bytes)
      case 2: float = try field.float()
      case 3: integer = try field.integer()
      case 4: string = try field.string(in: bytes)
      case 5: tensor = try TensorFile(bytes, try field.range()).constant()
      case 7: try field.append(to: &floats, in: bytes)
      case 8: try field.append(to: &integers, in: bytes)
      case 20: type = try field.integer()
      default: break
      }
    }
    let attribute: Node.Attribute =
      switch (type, tensor) {
      case (1, _): .float(float)
      case (2, _): .integer(integer)
      case (3, _): .string(string)
      case (4, let tensor?): .tensor(tensor)
      case (6, _): .floats(floats)
      case (7, _): .integers(integers)
      default: .other
      }
    return (name, attribute)
  }

  private func readDeclaration(_ range: Range<Int>) throws(ModelError) -> DeclaredValue {
    var value = DeclaredValue()
    var reader = WireReader(bytes, range)
    while let field = try reader.next() {
      switch field.number {
      case 1: value.name = try field.string(in: bytes)
      case 2: try readType(try field.range(), into: &value)
      default: break
      }
    }
    return value
  }

  private func readType(_ range: Range<Int>, into value: inout DeclaredValue) throws(ModelError) {
    var type = WireReader(bytes, range)
    while let field = try type.next() {
      // Only tensors are read; a sequence or an optional keeps element type 0 and is refused as an input.
      guard field.number == 1 else {
        value.elementType = 0
        continue
      }
      var tensor = WireReader(bytes, try field.range())
      while let field = try tensor.next() {
        if field.number == 1 { value.elementType = try field.integer() }
        if field.number == 2 { value.shape = try readShape(try field.range()) }
      }
    }
  }

  private func readShape(_ range: Range<Int>) throws(ModelError) -> [Int?] {
    var shape: [Int?] = []
    var reader = WireReader(bytes, range)
    while let field = try reader.next() {
      guard field.number == 1 else { continue }
      var length: Int?
      var dimension = WireReader(bytes, try field.range())
      while let field = try dimension.next() {
        if field.number == 1 { length = try field.integer() }
      }
      shape.append(length)
    }
    return shape
  }
}

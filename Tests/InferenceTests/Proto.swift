/// Writes just enough of the ONNX format to make bad models by hand.
struct Proto {
  private(set) var bytes: [UInt8] = []

  func integer(_ field: Int, _ value: Int) -> Proto {
    var copy = self
    copy.append(varint: UInt64(field << 3))
    copy.append(varint: UInt64(bitPattern: Int64(value)))
    return copy
  }

  func part(_ field: Int, _ part: [UInt8]) -> Proto {
    var copy = self
    copy.append(varint: UInt64(field << 3 | 2))
    copy.append(varint: UInt64(part.count))
    copy.bytes += part
    return copy
  }

  /// Four or eight bytes as they are.
  func fixed(_ field: Int, _ value: [UInt8]) -> Proto {
    var copy = self
    copy.append(varint: UInt64(field << 3 | (value.count == 8 ? 1 : 5)))
    copy.bytes += value
    return copy
  }

  func string(_ field: Int, _ text: String) -> Proto { part(field, Array(text.utf8)) }

  private mutating func append(varint value: UInt64) {
    var rest = value
    while rest > 0x7f {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  static func tensor(_ name: String, _ shape: [Int], _ values: [Float], isExternal: Bool = false) -> Proto {
    var tensor = shape.reduce(Proto()) { $0.integer(1, $1) }.integer(2, 1).string(8, name)
    tensor = tensor.part(9, values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init) })
    return isExternal ? tensor.integer(14, 1) : tensor
  }

  static func node(
    _ operation: String, _ inputs: [String], _ outputs: [String], integers: [String: [Int]] = [:], domain: String = ""
  ) -> Proto {
    var node = inputs.reduce(Proto()) { $0.string(1, $1) }
    node = outputs.reduce(node) { $0.string(2, $1) }.string(4, operation).string(7, domain)
    for (name, values) in integers.sorted(by: { $0.key < $1.key }) {
      node = node.part(5, values.reduce(Proto().string(1, name)) { $0.integer(8, $1) }.integer(20, 7).bytes)
    }
    return node
  }

  /// A model from `x` to `y`.
  static func model(
    _ nodes: [Proto], initialisers: [Proto] = [], opset: Int = 17, inputType: Int = 1, inputShape: [Int] = [1, 1, 4, 4]
  ) -> Proto {
    let shape = inputShape.reduce(Proto()) { $0.part(1, Proto().integer(1, $1).bytes) }
    let type = Proto().part(1, Proto().integer(1, inputType).part(2, shape.bytes).bytes)
    var graph = nodes.reduce(Proto()) { $0.part(1, $1.bytes) }
    graph = initialisers.reduce(graph) { $0.part(5, $1.bytes) }
    graph = graph.part(11, Proto().string(1, "x").part(2, type.bytes).bytes).part(12, Proto().string(1, "y").bytes)
    return Proto().integer(1, 8).part(7, graph.bytes).part(8, Proto().integer(2, opset).bytes)
  }
}

/// An ONNX `TensorProto`: numbers stored in a model or beside a test.
///
/// Whatever the stored type, the numbers become floats. Integers beyond 2^24 do not fit exactly and are
/// refused, except the very large ones that exporters write for "to the end".
struct TensorFile {
  private(set) var name = ""
  private var dimensions: [Int] = []
  private var elementType = 0
  private var floats: [Float] = []
  private var integers: [Int] = []
  private var raw: Range<Int>?
  private var isExternal = false
  private let bytes: [UInt8]
  private let start: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) throws(ModelError) {
    self.bytes = bytes
    start = range.lowerBound
    var reader = WireReader(bytes, range)
    while let field = try reader.next() { try take(field) }
  }

  private mutating func take(_ field: WireReader.Field) throws(ModelError) {
    switch field.number {
    case 1: try field.append(to: &dimensions, in: bytes)
    case 2: elementType = try field.integer()
    case 4: try field.append(to: &floats, in: bytes)
    case 5, 7, 11: try field.append(to: &integers, in: bytes)
    case 8: name = try field.string(in: bytes)
    case 9: raw = try field.range()
    case 10: try field.append(doublesTo: &floats, in: bytes)
    case 13: isExternal = true
    case 14: isExternal = try field.integer() == 1 || isExternal
    default: break
    }
  }

  func constant() throws(ModelError) -> Constant {
    guard !isExternal else {
      throw .invalidGraph(
        problem: "tensor '\(name)' keeps its values in another file; export the model with its weights inside")
    }
    guard let type = ElementType(rawValue: elementType) else {
      throw .malformed(byte: start, problem: "tensor '\(name)' has the unsupported element type \(elementType)")
    }
    guard let shape = Shape(checking: dimensions) else {
      throw .malformed(byte: start, problem: "tensor '\(name)' has the impossible shape \(dimensions)")
    }
    let values = try values(of: type)
    guard values.count == shape.count else {
      throw .malformed(
        byte: start, problem: "tensor '\(name)' of shape \(dimensions) has \(values.count) values")
    }
    return Constant(shape: shape, kind: type.kind, values: values)
  }

  private func values(of type: ElementType) throws(ModelError) -> [Float] {
    if let raw { return try rawValues(raw, of: type) }
    switch type {
    case .float, .double: return floats
    case .float16: return integers.map { Float(Float16(bitPattern: UInt16(truncatingIfNeeded: $0))) }
    default:
      var result: [Float] = []
      result.reserveCapacity(integers.count)
      for integer in integers { result.append(try exact(integer)) }
      return result
    }
  }

  private func rawValues(_ range: Range<Int>, of type: ElementType) throws(ModelError) -> [Float] {
    let size = type.size
    guard range.count % size == 0 else {
      throw .malformed(byte: range.lowerBound, problem: "tensor '\(name)' ends inside a value")
    }
    if type == .float { return rawFloats(range) }
    var reader = WireReader(bytes, range)
    var result: [Float] = []
    result.reserveCapacity(range.count / size)
    while reader.position < reader.end { result.append(try number(try reader.littleEndian(size), type)) }
    return result
  }

  /// Weights are nearly all of a file, so they are copied at once.
  private func rawFloats(_ range: Range<Int>) -> [Float] {
    [Float](unsafeUninitializedCapacity: range.count / 4) { target, count in
      bytes.withUnsafeBytes { source in
        // Inside the file: the range was checked when its field was read.
        UnsafeMutableRawBufferPointer(target).copyMemory(from: UnsafeRawBufferPointer(rebasing: source[range]))
      }
      count = range.count / 4
    }
  }

  private func number(_ bits: UInt64, _ type: ElementType) throws(ModelError) -> Float {
    switch type {
    case .float: Float(bitPattern: UInt32(truncatingIfNeeded: bits))
    case .double: Float(Double(bitPattern: bits))
    case .float16: Float(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
    case .int8: Float(Int8(truncatingIfNeeded: bits))
    case .int16: Float(Int16(truncatingIfNeeded: bits))
    case .int32: try exact(Int(Int32(truncatingIfNeeded: bits)))
    default: try exact(Int(truncatingIfNeeded: bits))
    }
  }

  private func exact(_ integer: Int) throws(ModelError) -> Float {
    if let value = Float(exactly: integer) { return value }
    guard integer.magnitude >= 1 << 31 - 1 else {
      throw .malformed(byte: start, problem: "tensor '\(name)' holds the integer \(integer), beyond 2^24")
    }
    return Float(integer)
  }
}

/// The element types of ONNX this engine reads, by their number in the file format.
enum ElementType: Int {
  case float = 1
  case uint8 = 2
  case int8 = 3
  case uint16 = 4
  case int16 = 5
  case int32 = 6
  case int64 = 7
  case bool = 9
  case float16 = 10
  case double = 11
  case uint32 = 12
  case uint64 = 13

  var size: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .uint16, .int16, .float16: 2
    case .float, .int32, .uint32: 4
    case .int64, .double, .uint64: 8
    }
  }

  var kind: ElementKind {
    switch self {
    case .float, .float16, .double: .real
    default: .integer
    }
  }
}

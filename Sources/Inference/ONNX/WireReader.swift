/// Reads protocol-buffer fields from a stretch of bytes, and never beyond it.
///
/// The five facts it relies on: a field is a varint key (number × 8 + wire type) followed by a varint, 8
/// bytes, a length and that many bytes, or 4 bytes; groups (types 3 and 4) are long dead and refused.
/// Reference: Protocol Buffers, "Encoding".
struct WireReader {
  enum Content {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(Range<Int>)
  }

  struct Field {
    let number: Int
    let content: Content
    /// Where the field begins, for messages about it.
    let byte: Int
  }

  let bytes: [UInt8]
  private(set) var position: Int
  let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
    self.bytes = bytes
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  mutating func next() throws(ModelError) -> Field? {
    guard position < end else { return nil }
    let start = position
    let key = try varint()
    guard let number = Int(exactly: key >> 3), number > 0, number < 1 << 29 else {
      throw .malformed(byte: start, problem: "field number \(key >> 3) is impossible")
    }
    return Field(number: number, content: try content(wireType: key & 7), byte: start)
  }

  private mutating func content(wireType: UInt64) throws(ModelError) -> Content {
    switch wireType {
    case 0: return .varint(try varint())
    case 1: return .fixed64(try littleEndian(8))
    case 2: return .bytes(try lengthDelimited())
    case 5: return .fixed32(UInt32(truncatingIfNeeded: try littleEndian(4)))
    default: throw .malformed(byte: position, problem: "wire type \(wireType) is unknown")
    }
  }

  mutating func varint() throws(ModelError) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      guard position < end else { throw .malformed(byte: start, problem: "a number is cut off") }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return value }
    }
    throw .malformed(byte: start, problem: "a number is longer than ten bytes")
  }

  mutating func littleEndian(_ count: Int) throws(ModelError) -> UInt64 {
    guard end - position >= count else { throw .malformed(byte: position, problem: "a number is cut off") }
    var value: UInt64 = 0
    for i in 0..<count { value |= UInt64(bytes[position + i]) << UInt64(8 * i) }
    position += count
    return value
  }

  private mutating func lengthDelimited() throws(ModelError) -> Range<Int> {
    let start = position
    let length = try varint()
    guard length <= UInt64(end - position) else {
      throw .malformed(byte: start, problem: "a part says it has \(length) bytes, but \(end - position) are left")
    }
    defer { position += Int(length) }
    return position..<(position + Int(length))
  }
}

extension WireReader.Field {
  func integer() throws(ModelError) -> Int {
    guard case .varint(let value) = content else { throw wrongType("an integer") }
    return Int(Int64(bitPattern: value))
  }

  func range() throws(ModelError) -> Range<Int> {
    guard case .bytes(let range) = content else { throw wrongType("bytes") }
    return range
  }

  func float() throws(ModelError) -> Float {
    guard case .fixed32(let bits) = content else { throw wrongType("a float") }
    return Float(bitPattern: bits)
  }

  func string(in bytes: [UInt8]) throws(ModelError) -> String {
    String(decoding: bytes[try range()], as: UTF8.self)
  }

  /// A repeated integer, packed or one at a time.
  func append(to integers: inout [Int], in bytes: [UInt8]) throws(ModelError) {
    guard case .bytes(let range) = content else { return integers.append(try integer()) }
    var reader = WireReader(bytes, range)
    while reader.position < reader.end { integers.append(Int(Int64(bitPattern: try reader.varint()))) }
  }

  /// A repeated float, packed or one at a time.
  func append(to floats: inout [Float], in bytes: [UInt8]) throws(ModelError) {
    guard case .bytes(let range) = content else { return floats.append(try float()) }
    var reader = WireReader(bytes, range)
    while reader.position < reader.end {
      floats.append(Float(bitPattern: UInt32(truncatingIfNeeded: try reader.littleEndian(4))))
    }
  }

  /// A repeated double, packed or one at a time, rounded to float.
  func append(doublesTo floats: inout [Float], in bytes: [UInt8]) throws(ModelError) {
    if case .fixed64(let bits) = content { return floats.append(Float(Double(bitPattern: bits))) }
    var reader = WireReader(bytes, try range())
    while reader.position < reader.end { floats.append(Float(Double(bitPattern: try reader.littleEndian(8)))) }
  }

  private func wrongType(_ wanted: String) -> ModelError {
    .malformed(byte: byte, problem: "field \(number) is not \(wanted)")
  }
}

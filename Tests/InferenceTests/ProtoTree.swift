/// A protocol-buffer message taken apart, changed at random and put together again.
///
/// Lengths are right again afterwards, so that the damage gets past the reader to what reads the model.
struct ProtoTree {
  private enum Content {
    case varint(UInt64)
    case fixed([UInt8])
    case bytes([UInt8])
    case message(ProtoTree)
  }

  private struct Field {
    var number: UInt64
    var content: Content
  }

  private var fields: [Field] = []

  /// `nil` for bytes that are not a message.
  init?(_ bytes: ArraySlice<UInt8>, depth: Int = 0) {
    var rest = bytes
    while !rest.isEmpty {
      guard let key = Self.varint(&rest), key >> 3 > 0, key >> 3 < 64 else { return nil }
      switch key & 7 {
      case 0:
        guard let value = Self.varint(&rest) else { return nil }
        fields.append(Field(number: key >> 3, content: .varint(value)))
      case 1, 5:
        let size = key & 7 == 1 ? 8 : 4
        guard rest.count >= size else { return nil }
        fields.append(Field(number: key >> 3, content: .fixed(Array(rest.prefix(size)))))
        rest = rest.dropFirst(size)
      case 2:
        guard let length = Self.varint(&rest), length <= rest.count else { return nil }
        let part = rest.prefix(Int(length))
        let message = depth < 8 && !part.isEmpty ? ProtoTree(part, depth: depth + 1) : nil
        fields.append(Field(number: key >> 3, content: message.map(Content.message) ?? .bytes(Array(part))))
        rest = rest.dropFirst(Int(length))
      default: return nil
      }
    }
  }

  private static func varint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      value |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }

  var bytes: [UInt8] {
    var proto = Proto()
    for field in fields {
      let number = Int(field.number)
      switch field.content {
      case .varint(let value): proto = proto.integer(number, Int(truncatingIfNeeded: value))
      case .fixed(let bytes): proto = proto.fixed(number, bytes)
      case .bytes(let bytes): proto = proto.part(number, bytes)
      case .message(let message): proto = proto.part(number, message.bytes)
      }
    }
    return proto.bytes
  }

  /// Changes one field somewhere below.
  mutating func mutate(_ random: inout SplitMix64) {
    guard let index = fields.indices.randomElement(using: &random) else { return }
    // Go down more often than not: most fields are far from the top.
    if case .message(var message) = fields[index].content, Int.random(in: 0..<8, using: &random) > 0 {
      message.mutate(&random)
      fields[index].content = .message(message)
      return
    }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: fields.remove(at: index)
    case 1: fields.insert(fields[index], at: index)
    case 2: fields.swapAt(index, fields.indices.randomElement(using: &random) ?? index)
    case 3: fields[index].number = UInt64.random(in: 1...20, using: &random)
    case 4:
      if let other = fields.randomElement(using: &random) { fields[index].content = other.content }
    default: fields[index].content = changed(fields[index].content, &random)
    }
  }

  /// Numbers at which something might give way.
  private static let extremes: [UInt64] = [
    0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 63, 64, 65, 127, 255, 256, 65535, 1 << 20, 1 << 24, 1 << 26, 1 << 31,
    1 << 32, 1 << 60, 1 << 62, 1 << 63, .max, .max - 1, .max - 2, .max - 63,
  ]

  private func changed(_ content: Content, _ random: inout SplitMix64) -> Content {
    switch content {
    case .varint(let value):
      let isStep = Bool.random(using: &random)
      return .varint(isStep ? value &+ 1 : Self.extremes.randomElement(using: &random) ?? 0)
    case .fixed(let bytes): return .fixed(bytes.map { _ in UInt8.random(in: 0...255, using: &random) })
    case .bytes(var bytes):
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
      case 1: bytes.append(UInt8.random(in: 0...255, using: &random))
      default:
        if let place = bytes.indices.randomElement(using: &random) { bytes[place] ^= 1 << (random.next() % 8) }
      }
      return .bytes(bytes)
    case .message(let message): return .bytes(message.bytes.reversed())
    }
  }
}

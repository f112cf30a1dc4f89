import Foundation
import GRDB

/// Times are stored as whole milliseconds since 1970: exact, sortable, the same in every zone.
extension Date {
  var milliseconds: Int64 {
    // Saturates, so that an absurd date from outside cannot trap.
    Int64(max(-9e15, min(9e15, (timeIntervalSince1970 * 1000).rounded(.down))))
  }

  init(milliseconds: Int64) {
    self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
  }
}

extension Row {
  /// GRDB's subscript traps on a value of another type; a damaged file must not end the process.
  func value<Value: DatabaseValueConvertible>(
    _ column: String, as type: Value.Type = Value.self
  ) throws -> Value {
    try decode(type, forColumn: column)
  }

  func date(_ column: String) throws -> Date {
    Date(milliseconds: try value(column, as: Int64.self))
  }

  func dateIfPresent(_ column: String) throws -> Date? {
    try value(column, as: Int64?.self).map(Date.init(milliseconds:))
  }

  func json<Value: Decodable>(_ column: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(try value(column, as: String.self).utf8))
  }

  func jsonIfPresent<Value: Decodable>(_ column: String) throws -> Value? {
    try value(column, as: String?.self).map {
      try JSONDecoder().decode(Value.self, from: Data($0.utf8))
    }
  }
}

/// JSON with sorted keys: equal values give equal text.
func canonicalJSON(_ value: some Encodable) throws(RecordError) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  do {
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  } catch {
    throw .refusedValue("read: it holds a number that is not finite; send finite numbers only")
  }
}

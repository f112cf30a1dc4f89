import Foundation
import Statistics

/// A report whose fields stand in the order in which they were added; as JSON, every number with all
/// its digits.
struct StudyReport {
  private var fields: [(name: String, value: Value)] = []

  private indirect enum Value {
    case number(Double)
    case whole(Int)
    case text(String)
    case flag(Bool)
    case list([Value])
    case report(StudyReport)
    case none
  }

  mutating func add(_ name: String, _ value: Int) { fields.append((name, .whole(value))) }
  mutating func add(_ name: String, _ value: Bool) { fields.append((name, .flag(value))) }
  mutating func add(_ name: String, _ value: String) { fields.append((name, .text(value))) }
  mutating func add(_ name: String, _ value: StudyReport) { fields.append((name, .report(value))) }
  mutating func add(_ name: String, _ values: [String]) {
    fields.append((name, .list(values.map(Value.text))))
  }
  mutating func add(_ name: String, _ values: [StudyReport]) {
    fields.append((name, .list(values.map(Value.report))))
  }

  /// JSON has neither infinity nor NaN: such a number is null with its reason.
  mutating func add(_ name: String, _ value: Double) {
    guard value.isFinite else {
      return addNone(
        name,
        value.isNaN
          ? "The table has too little variation." : "infinite: the normal or chi-square distribution")
    }
    fields.append((name, .number(value)))
  }

  /// Null, with the reason beside it.
  mutating func addNone(_ name: String, _ reason: String) {
    fields.append((name, .none))
    fields.append((name + "Reason", .text(reason)))
  }

  /// Fields that stand or fall together: each null, with the reason beside it.
  mutating func addNone(_ names: [String], _ reason: String) {
    for name in names { addNone(name, reason) }
  }

  mutating func add(_ name: String, _ figure: Figure<Double>) {
    add([name], figure) { $0.add(name, $1) }
  }

  mutating func add(_ name: String, _ figure: Figure<StudyReport>) {
    add([name], figure) { $0.add(name, $1) }
  }

  /// Adds what `body` makes of a value, or null for each of the fields it would have made.
  mutating func add<Value>(
    _ names: [String], _ figure: Figure<Value>, _ body: (inout StudyReport, Value) -> Void
  ) {
    switch figure {
    case .success(let value): body(&self, value)
    case .failure(let undefined): addNone(names, undefined.reason)
    }
  }

  /// The two ends, named `low` and `high`, or `nameLow` and `nameHigh`.
  mutating func add(_ interval: Interval, of name: String? = nil) {
    add(name.map { $0 + "Low" } ?? "low", interval.low)
    add(name.map { $0 + "High" } ?? "high", interval.high)
  }

  func written() -> String { Self.written(.report(self), indent: "") + "\n" }

  private static func written(_ value: Value, indent: String) -> String {
    let inner = indent + "  "
    switch value {
    case .number(let number): return "\(number)"
    case .whole(let number): return "\(number)"
    case .flag(let flag): return "\(flag)"
    case .text(let text): return quoted(text)
    case .none: return "null"
    case .list(let values):
      let lines = values.map { inner + written($0, indent: inner) }
      return lines.isEmpty ? "[]" : "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
    case .report(let report):
      let lines = report.fields.map {
        "\(inner)\(quoted($0.name)): \(written($0.value, indent: inner))"
      }
      return lines.isEmpty ? "{}" : "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"": return "\\\""
      case "\\": return "\\\\"
      default:
        // Control characters may not stand in a JSON string.
        return scalar.value < 0x20
          ? String(format: "\\u%04x", scalar.value) : String(Character(scalar))
      }
    }
    return "\"\(escaped.joined())\""
  }
}

extension StudyReport {
  /// A share with its counts and Wilson's interval.
  init(_ share: Proportion, confidence: Double, empty: String) {
    self.init()
    add("value", share.value.map { .success($0) } ?? .none(empty))
    add("successes", Int(share.successes))
    add("trials", share.trials)
    let interval = share.wilson(confidence: confidence)
    add(["low", "high"], interval.map { .success($0) } ?? .none(empty)) { $0.add($1) }
  }
}

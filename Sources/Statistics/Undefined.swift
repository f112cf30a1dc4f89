/// Why a figure has no value: one sentence that names what is missing.
package struct Undefined: Error, Hashable, Sendable, CustomStringConvertible {
  package let reason: String

  package init(_ reason: String) { self.reason = reason }

  package var description: String { reason }
}

/// A figure, or why there is none.
///
/// Most figures are made by an initialiser or function that `throws(Undefined)`; where several are
/// reported together, one that cannot be had must not take the others with it, and they are kept so.
package typealias Figure<Value> = Result<Value, Undefined>

extension Result where Failure == Undefined {
  package var value: Success? {
    if case .success(let value) = self { value } else { nil }
  }

  /// Nil where there is a value.
  package var reason: String? {
    if case .failure(let undefined) = self { undefined.reason } else { nil }
  }

  package static func none(_ reason: String) -> Self { .failure(Undefined(reason)) }
}

package import Foundation
import GRDB

/// What a person may do.
package enum Role: String, Hashable, Codable, Sendable, CaseIterable {
  case trainee, instructor, department, administrator
}

/// A person who may sign in.
package struct Account: Hashable, Sendable, Identifiable {
  package var id: ID
  /// What the person types to sign in; unique without regard to case.
  package var name: String
  package var displayName: String
  package var role: Role
  package var createdAt: Date
  /// Nil: may sign in.
  package var disabledAt: Date?

  package var isDisabled: Bool { disabledAt != nil }

  package struct ID: RawRepresentable, Hashable, Codable, Sendable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
  }
}

/// What an account is made from.
package struct NewAccount: Sendable {
  package var name: String
  package var displayName: String
  /// Nil: signs in by link only until a password is set.
  package var password: String?

  package init(name: String, displayName: String, password: String?) {
    self.name = name
    self.displayName = displayName
    self.password = password
  }
}

/// The form in which names are compared: one letter case, one Unicode composition.
func nameKey(_ name: String) -> String {
  name.precomposedStringWithCompatibilityMapping.lowercased()
}

/// The name without surrounding blanks.
func checkedName(_ name: String, longest: Int = 64) throws(RecordError) -> String {
  let trimmed = name.trimmingCharacters(in: .whitespacesAndNewlines)
  let isPlain = trimmed.unicodeScalars.allSatisfy { !$0.properties.isControlLike }
  guard !trimmed.isEmpty, trimmed.count <= longest, trimmed.utf8.count <= longest * 4, isPlain
  else {
    throw .refusedName(
      "name: '\(trimmed.prefix(longest))' cannot be used; take 1 to \(longest) printable characters"
    )
  }
  return trimmed
}

extension Unicode.Scalar.Properties {
  fileprivate var isControlLike: Bool {
    switch generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    default: false
    }
  }
}

extension Role: DatabaseValueConvertible {}
extension Account.ID: DatabaseValueConvertible {}

extension Account: FetchableRecord {
  static let columns = "account.id, name, displayName, role, account.createdAt, disabledAt"

  init(row: Row) throws {
    self.init(
      id: try row.value("id"), name: try row.value("name"),
      displayName: try row.value("displayName"), role: try row.value("role"),
      createdAt: try row.date("createdAt"), disabledAt: try row.dateIfPresent("disabledAt"))
  }
}

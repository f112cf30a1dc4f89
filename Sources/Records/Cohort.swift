package import Foundation
import GRDB

/// A group that learns together: its trainees, and the instructors who see their work.
package struct Cohort: Hashable, Sendable, Identifiable {
  package var id: ID
  package var name: String

  package struct ID: RawRepresentable, Hashable, Codable, Sendable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
  }
}

/// A curriculum given to a cohort.
package struct Assignment: Hashable, Sendable {
  package var cohort: Cohort.ID
  package var curriculum: String
  package var assignedAt: Date
  package var dueAt: Date?
}

extension Cohort.ID: DatabaseValueConvertible {}

extension Cohort: FetchableRecord {
  init(row: Row) throws {
    self.init(id: try row.value("id"), name: try row.value("name"))
  }
}

extension Assignment: FetchableRecord {
  init(row: Row) throws {
    self.init(
      cohort: try row.value("cohort"), curriculum: try row.value("curriculum"),
      assignedAt: try row.date("assignedAt"), dueAt: try row.dateIfPresent("dueAt"))
  }
}

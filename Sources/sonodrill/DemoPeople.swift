import API
import Catalog
import Foundation
import Records
import Teaching

/// The people of the demonstration. Only `sonodrill demo` makes them, in a database of its own.
struct DemoPeople {
  static let password = "sonodrill-demo"

  let store: RecordStore
  let services: Services
  let standings: StandingDesk

  /// Makes who is missing; a second start changes nothing.
  ///
  /// - Parameter withTerm: Also gives the cohort a term of answers by simulated trainees.
  func invite(withTerm: Bool = false) async throws {
    try await invitePeople()
    guard withTerm, let cohort = try await store.cohorts().first else { return }
    try await store.renameCohort(cohort.id, to: Self.termName, by: .commandLine, now: Date())
    try await store.assign(DemoTerm.curriculum, to: cohort.id, by: .commandLine, now: Date())
    try await DemoTerm(
      store: store, library: services.library, standings: standings, cohort: cohort.id, now: Date()
    ).run()
  }

  /// Says in every list what it is.
  static let termName = "Autumn group (simulated trainees)"

  private func invitePeople() async throws {
    let people: [(name: String, displayName: String, role: Role)] = [
      ("trainee", "Tilda Trainee", .trainee), ("instructor", "Ines Instructor", .instructor),
      ("department", "Dora Department", .department), ("admin", "Ada Administrator", .administrator),
    ]
    var accounts: [String: Account] = [:]
    for person in people {
      accounts[person.name] = try await account(person.name, person.displayName, person.role)
    }
    guard try await store.cohorts().isEmpty, let trainee = accounts["trainee"],
      let instructor = accounts["instructor"]
    else { return }
    let cohort = try await store.createCohort("Autumn group", by: .commandLine, now: Date())
    for member in [trainee, instructor] {
      try await store.addMember(member.id, to: cohort.id, by: .commandLine, now: Date())
    }
    for curriculum in services.library.catalog.curricula.keys.sorted() {
      try await store.assign(curriculum, to: cohort.id, by: .commandLine, now: Date())
    }
  }

  private func account(_ name: String, _ displayName: String, _ role: Role) async throws -> Account {
    if let account = try await store.account(named: name) { return account }
    return try await store.createAccount(
      NewAccount(name: name, displayName: displayName, password: Self.password), role: role,
      by: .commandLine, now: Date())
  }
}

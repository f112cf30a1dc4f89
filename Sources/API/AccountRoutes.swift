import Foundation
import Records
import Teaching
import Web

/// Accounts, for administrators; names of trainees for instructors.
struct AccountRoutes: Sendable {
  let services: Services
  let sockets: OpenSockets

  var table: [Route] {
    [
      Route("GET", "/api/accounts", .roles([.administrator, .instructor]), list),
      Route("POST", "/api/accounts", .roles([.administrator]), create),
      Route("PUT", "/api/accounts/{id}", .roles([.administrator]), change),
    ]
  }

  private func list(_ call: Call) async throws -> HTTPResponse {
    let accounts = try await services.frontDesk.accounts()
    if try call.account().role == .instructor {
      return .json(["accounts": accounts.filter { !$0.isDisabled }.map(AccountMessage.init)])
    }
    return .json(["accounts": accounts.map(AccountDetailMessage.init)])
  }

  private func create(_ call: Call) async throws -> HTTPResponse {
    let message = try call.body(NewAccountMessage.self)
    let account = try await services.frontDesk.create(
      NewAccount(
        name: message.name, displayName: message.displayName, password: message.password),
      role: message.role, by: .account(try call.account().id))
    return .json(AccountMessage(account))
  }

  private func change(_ call: Call) async throws -> HTTPResponse {
    let message = try call.body(AccountChangeMessage.self)
    guard let number = Int64(call.place("id")) else { throw Refusal.notFound }
    let id = Account.ID(rawValue: number)
    let author = try call.account()
    if author.id == id, message.isDisabled == true || (message.role ?? author.role) != author.role {
      throw Refusal(
        .malformed, "You cannot disable yourself or change your own role; ask another administrator.")
    }
    let account = try await services.frontDesk.change(
      id,
      AccountChange(
        displayName: message.displayName, role: message.role, password: message.password,
        isDisabled: message.isDisabled), by: .account(author.id))
    if message.isDisabled == true || message.password != nil { await sockets.close(account: id) }
    return .json(AccountDetailMessage(account))
  }
}

struct NewAccountMessage: Codable {
  var name: String
  var displayName: String
  var role: Role
  var password: String
}

struct AccountChangeMessage: Codable {
  var displayName: String?
  var role: Role?
  var isDisabled: Bool?
  var password: String?
}

struct AccountDetailMessage: Encodable {
  var id: Int64
  var name: String
  var displayName: String
  var role: Role
  var createdAt: Date
  var isDisabled: Bool

  init(_ account: Account) {
    id = account.id.rawValue
    name = account.name
    displayName = account.displayName
    role = account.role
    createdAt = account.createdAt
    isDisabled = account.isDisabled
  }
}

import Catalog
import Records
import Sonography
import Teaching
import Web

/// Signing in and out, and one-time links.
struct SessionRoutes: Sendable {
  let services: Services
  let cookie: SessionCookie
  let sockets: OpenSockets

  var table: [Route] {
    [
      Route("POST", "/api/session", .anyone, signIn),
      Route("GET", "/api/session", .signedIn, show),
      Route("DELETE", "/api/session", .signedIn, signOut),
      Route("GET", "/api/links/{token}", .anyone, showLink),
      Route("POST", "/api/links/{token}", .anyone, redeem),
      Route("GET", "/api/lexicons/{id}", .signedIn, lexicon),
    ]
  }

  private func signIn(_ call: Call) async throws -> HTTPResponse {
    let message = try call.body(SignInMessage.self)
    guard
      let (account, token) = try await services.frontDesk.signIn(
        name: message.name, password: message.password)
    else { throw Refusal(.sessionRefused, "The name or the password is not right.") }
    return welcome(account, token)
  }

  private func show(_ call: Call) async throws -> HTTPResponse {
    .json(
      SessionMessage(
        account: AccountMessage(try call.account()),
        server: .init(version: services.version, isDemo: services.isDemo)))
  }

  private func signOut(_ call: Call) async throws -> HTTPResponse {
    let token = cookie.token(in: call.request) ?? ""
    try await services.frontDesk.signOut(token)
    await sockets.close(token: token)
    return HTTPResponse(status: 204, headers: [cookie.clearing], body: [])
  }

  private func showLink(_ call: Call) async throws -> HTTPResponse {
    guard let role = try await services.frontDesk.role(ofLink: call.place("token")) else {
      throw RecordError.linkRefused
    }
    return .json(["role": role.rawValue])
  }

  private func redeem(_ call: Call) async throws -> HTTPResponse {
    let message = try call.body(RedeemMessage.self)
    let new = NewAccount(
      name: message.name, displayName: message.displayName, password: message.password)
    guard
      let (account, token) = try await services.frontDesk.redeem(link: call.place("token"), new)
    else { throw RecordError.linkRefused }
    return welcome(account, token)
  }

  private func lexicon(_ call: Call) async throws -> HTTPResponse {
    guard let lexicon = services.library.catalog.lexicons[call.place("id")] else {
      throw Refusal.notFound
    }
    return .json(LexiconMessage(lexicon))
  }

  private func welcome(_ account: Account, _ token: Token) -> HTTPResponse {
    var response = HTTPResponse.json(["account": AccountMessage(account)])
    response.headers.append(
      cookie.header(settingTo: token.text, lifetime: Int(FrontDesk.sessionLifetime)))
    return response
  }
}

struct SignInMessage: Codable {
  var name: String
  var password: String
}

struct RedeemMessage: Codable {
  var name: String
  var displayName: String
  var password: String
}

struct SessionMessage: Encodable {
  var account: AccountMessage
  var server: Server

  struct Server: Encodable {
    var version: String
    var isDemo: Bool
  }
}

struct AccountMessage: Encodable {
  var id: Int64
  var name: String
  var displayName: String
  var role: Role

  init(_ account: Account) {
    id = account.id.rawValue
    name = account.name
    displayName = account.displayName
    role = account.role
  }
}

/// The lexicon without its credit table: that is for scoring.
struct LexiconMessage: Encodable {
  var format: Int
  var id: String
  var title: String
  var organ: String
  var digest: String
  var features: [Lexicon.Feature]
  var assessment: Scale

  struct Scale: Encodable {
    var label: LocalizedText
    var managements: [AssessmentScale.Management]
    var categories: [AssessmentScale.Category]
    var derivation: AssessmentScale.Derivation?
  }

  init(_ lexicon: Lexicon) {
    format = lexicon.format
    id = lexicon.id
    title = lexicon.title
    organ = lexicon.organ
    digest = lexicon.digest
    features = lexicon.features
    assessment = Scale(
      label: lexicon.assessment.label, managements: lexicon.assessment.managements,
      categories: lexicon.assessment.categories, derivation: lexicon.assessment.derivation)
  }
}

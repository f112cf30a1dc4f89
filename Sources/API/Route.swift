import Records
import Sonography
import Web

/// One line of the route table: who may call what.
struct Route: Sendable {
  let method: String
  /// Path with `{name}` places, each one path segment.
  let pattern: String
  let access: Access
  let respond: @Sendable (Call) async throws -> HTTPResponse

  init(
    _ method: String, _ pattern: String, _ access: Access,
    _ respond: @escaping @Sendable (Call) async throws -> HTTPResponse
  ) {
    self.method = method
    self.pattern = pattern
    self.access = access
    self.respond = respond
  }

  /// The values of the pattern's places, or nil when the path is another one.
  func places(in path: String) -> [String: String]? {
    let mine = pattern.split(separator: "/", omittingEmptySubsequences: false)
    let theirs = path.split(separator: "/", omittingEmptySubsequences: false)
    guard mine.count == theirs.count else { return nil }
    var places: [String: String] = [:]
    for (expected, given) in zip(mine, theirs) {
      if let open = expected.firstIndex(of: "{"), let close = expected.firstIndex(of: "}") {
        let suffix = expected[expected.index(after: close)...]
        guard given.hasSuffix(suffix), given.count > suffix.count else { return nil }
        places[String(expected[expected.index(after: open)..<close])] = String(
          given.dropLast(suffix.count))
      } else if expected != given {
        return nil
      }
    }
    return places
  }
}

/// Who may call a route.
enum Access: Hashable, Sendable {
  case anyone
  case signedIn
  case roles(Set<Role>)

  func admits(_ role: Role?) -> Bool {
    switch self {
    case .anyone: true
    case .signedIn: role != nil
    case .roles(let roles): role.map(roles.contains) ?? false
    }
  }
}

/// One request on its way through a route.
struct Call: Sendable {
  let request: HTTPRequest
  let places: [String: String]
  /// Who is signed in; nil only on routes open to anyone.
  let visitor: Account?

  func place(_ name: String) -> String { places[name] ?? "" }

  /// The signed-in account; the router has let nobody else through.
  func account() throws(Refusal) -> Account {
    guard let visitor else { throw Refusal(.sessionRequired, "Sign in first.") }
    return visitor
  }

  func body<Message: Codable>(_ type: Message.Type) throws(Refusal) -> Message {
    try StrictJSON.decode(type, from: request.body)
  }
}

extension HTTPResponse {
  static func json(_ message: some Encodable, status: Int = 200) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [(name: "Content-Type", value: "application/json")],
      body: StrictJSON.encode(message))
  }

  static let noContent = HTTPResponse(status: 204, headers: [], body: [])
}

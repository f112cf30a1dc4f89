import Web

/// A refused request: the one table from a problem to its status, stable code and sentence.
struct Refusal: Error, Hashable {
  enum Code: String {
    case malformed = "request.malformed"
    case readInvalid = "read.invalid"
    case sessionRequired = "session.required"
    case sessionRefused = "session.refused"
    case sessionThrottled = "session.throttled"
    case roleRefused = "role.refused"
    case originRefused = "origin.refused"
    case notFound
    case methodRefused = "method.refused"
    case alreadyCommitted = "attempt.alreadyCommitted"
    case idempotencyConflict = "idempotency.conflict"
    case unitClosed = "unit.closed"
    case aiWithheld = "attempt.aiWithheld"
    case nameTaken = "account.nameTaken"
    case linkUsed = "link.used"
    case tooLarge = "request.tooLarge"
    case internalFault = "internal"
    case storageUnavailable = "storage.unavailable"

    var status: Int {
      switch self {
      case .malformed, .readInvalid: 400
      case .sessionRequired, .sessionRefused: 401
      case .roleRefused, .originRefused: 403
      case .notFound: 404
      case .methodRefused: 405
      case .alreadyCommitted, .idempotencyConflict, .unitClosed, .aiWithheld, .nameTaken: 409
      case .linkUsed: 410
      case .tooLarge: 413
      case .sessionThrottled: 429
      case .internalFault: 500
      case .storageUnavailable: 503
      }
    }
  }

  let code: Code
  let message: String
  var problems: [String]?
  var retryAfter: Double?

  init(_ code: Code, _ message: String, problems: [String]? = nil, retryAfter: Double? = nil) {
    self.code = code
    self.message = message
    self.problems = problems
    self.retryAfter = retryAfter
  }

  static let notFound = Refusal(.notFound, "There is no such thing here, or it is not yours to see.")

  func response(requestID: String) -> HTTPResponse {
    let message = ErrorMessage(
      error: .init(
        code: code.rawValue, message: message, requestId: requestID, problems: problems,
        retryAfter: retryAfter))
    var headers = [(name: "Content-Type", value: "application/json")]
    if let retryAfter { headers.append((name: "Retry-After", value: "\(Int(retryAfter.rounded(.up)))")) }
    return HTTPResponse(status: code.status, headers: headers, body: StrictJSON.encode(message))
  }
}

struct ErrorMessage: Codable {
  var error: Body

  struct Body: Codable {
    var code: String
    var message: String
    var requestId: String
    var problems: [String]?
    var retryAfter: Double?
  }
}

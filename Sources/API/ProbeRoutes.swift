import Records
import Web

/// What the page of the virtual probe needs to know before it opens its socket.
struct ProbeRoutes: Sendable {
  let services: Services

  var table: [Route] {
    [Route("GET", "/api/probe", .roles([.instructor]), choices)]
  }

  private func choices(_ call: Call) async throws -> HTTPResponse {
    guard let probe = services.probe else { throw Refusal.notFound }
    return .json(probe.choices)
  }
}

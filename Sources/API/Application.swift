package import Logging
import Records
import Teaching
package import Web

/// The server as libwebsockets sees it: requests, upgrades and sockets of this product.
package struct Application: WebHandler {
  private let routes: [Route]
  private let site: StaticSite
  private let screening: Screening
  private let desk: ReplayDesk
  private let meter = Meter()
  private let logger: Logger

  package init(
    services: Services, site: StaticSite, isSecure: Bool, allowedOrigins: Set<String>,
    logger: Logger, webCounters: @escaping @Sendable () async -> WebCounters
  ) {
    let screening = Screening(
      cookie: SessionCookie(isSecure: isSecure), origins: OriginRule(allowed: allowedOrigins),
      frontDesk: services.frontDesk)
    let sockets = OpenSockets()
    self.screening = screening
    self.site = site
    self.logger = logger
    desk = ReplayDesk(services: services, sockets: sockets)
    routes =
      SessionRoutes(services: services, cookie: screening.cookie, sockets: sockets).table
      + ReadingRoutes(services: services).table + ProgressRoutes(services: services).table
      + InstructorRoutes(services: services).table + ItemRoutes(services: services).table
      + DepartmentRoutes(services: services).table
      + AccountRoutes(services: services, sockets: sockets).table
      + HealthRoutes(services: services, meter: meter, webCounters: webCounters).table
  }

  package func respond(to request: HTTPRequest) async -> HTTPResponse {
    let requestID = "r-" + String(UInt64.random(in: 0..<(1 << 40)), radix: 36)
    let clock = ContinuousClock()
    let start = clock.now
    let response: HTTPResponse
    do {
      response = try await answer(request)
    } catch {
      let refusal = Refusal(error)
      if refusal.code == .internalFault {
        logger.error("request failed", metadata: ["requestId": "\(requestID)", "error": "\(error)"])
      }
      response = refusal.response(requestID: requestID)
    }
    let duration = start.duration(to: clock.now)
    meter.count(status: response.status, duration: duration)
    logger.debug(
      "request",
      metadata: [
        "requestId": "\(requestID)", "method": "\(request.method)", "path": "\(request.path)",
        "status": "\(response.status)", "milliseconds": "\(duration / .milliseconds(1))",
      ])
    return response
  }

  private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    let method = request.method == "HEAD" ? "GET" : request.method
    let fitting = routes.compactMap { route in route.places(in: request.path).map { (route, $0) } }
    if fitting.isEmpty {
      guard method == "GET", let file = site.response(to: request) else { throw Refusal.notFound }
      return file
    }
    // Of two patterns that fit, the one that spells out more is meant.
    let exact = fitting.filter { $0.0.method == method }.max {
      $0.0.pattern.count < $1.0.pattern.count
    }
    guard let (route, places) = exact else {
      throw Refusal(.methodRefused, "This path does not take \(request.method).")
    }
    let visitor = screening.visitor(of: request)
    try screening.admit(request, visitor, to: route)
    return try await route.respond(Call(request: request, places: places, visitor: visitor))
  }

  package func admit(_ upgrade: HTTPRequest) -> HTTPResponse? {
    refusal(of: upgrade)?.response(requestID: "socket")
  }

  private func refusal(of upgrade: HTTPRequest) -> Refusal? {
    guard upgrade.path == "/socket" else { return .notFound }
    guard screening.origins.admits(upgrade) else {
      return Refusal(.originRefused, "This socket is asked for by another site.")
    }
    guard screening.visitor(of: upgrade) != nil else {
      return Refusal(.sessionRequired, "Sign in first.")
    }
    return nil
  }

  package func serve(_ socket: WebSocket) async {
    let token = screening.cookie.token(in: socket.request) ?? ""
    await desk.sockets.add(socket, token: token, account: screening.visitor(of: socket.request)?.id)
    await ReplaySocket(socket: socket, screening: screening, desk: desk).serve()
    await desk.sockets.remove(socket)
  }
}

/// Sent with every response: nothing runs, loads or frames but this site's own files.
package let securityHeaders: [(name: String, value: String)] = [
  (
    name: "Content-Security-Policy",
    value:
      "default-src 'self'; img-src 'self' blob: data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
  ),
  (name: "X-Content-Type-Options", value: "nosniff"),
  (name: "Referrer-Policy", value: "no-referrer"),
  (name: "Cross-Origin-Opener-Policy", value: "same-origin"),
  (name: "Cross-Origin-Resource-Policy", value: "same-origin"),
]

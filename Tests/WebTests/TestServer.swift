import Foundation
import Web

/// Answers with what it was asked, slowly if asked to, and keeps the sockets of a room.
final class EchoHandler: WebHandler {
  private let room = NSLock()
  private nonisolated(unsafe) var members: [WebSocket] = []  // behind `room`

  private nonisolated(unsafe) var isReleased = false  // behind `room`

  /// Lets "/slow" answer.
  func release() { room.withLock { isReleased = true } }

  var sockets: [WebSocket] { room.withLock { members } }

  func respond(to request: HTTPRequest) async -> HTTPResponse {
    switch request.path {
    case "/echo": return HTTPResponse(status: 200, body: request.body)
    case "/inspect": return HTTPResponse(status: 200, body: Array(Self.describe(request).utf8))
    case "/large":
      let count = Int(request.query["bytes"] ?? "") ?? 0
      return HTTPResponse(status: 200, body: (0..<count).map { UInt8(truncatingIfNeeded: $0) })
    case "/slow":
      while !room.withLock({ isReleased }), !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(10))
      }
      return HTTPResponse(status: 200, body: Array("late".utf8))
    case "/nothing": return HTTPResponse(status: 204)
    case "/split":
      return HTTPResponse(
        status: 200, headers: [("x-name", "a\r\nset-cookie: stolen=1")], body: [])
    default: return HTTPResponse(status: 404)
    }
  }

  func admit(_ upgrade: HTTPRequest) -> HTTPResponse? {
    if upgrade.headers["origin"] == "https://evil.example" {
      return HTTPResponse(status: 403, body: Array("origin".utf8))
    }
    return upgrade.path == "/socket" || upgrade.path == "/room" || upgrade.path == "/brief"
      ? nil : HTTPResponse(status: 404)
  }

  func serve(_ socket: WebSocket) async {
    switch socket.request.path {
    case "/brief": socket.send(.text("bye"))
    case "/room":
      room.withLock { members.append(socket) }
      for await _ in socket.messages {}
      room.withLock { members.removeAll { $0 == socket } }
    default: for await message in socket.messages { socket.send(message) }
    }
  }

  private static func describe(_ request: HTTPRequest) -> String {
    let query = request.query.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
    let headers = request.headers.sorted { $0.key < $1.key }.map { "\($0): \($1)" }
    return (["\(request.method) \(request.path) \(request.remoteAddress)"] + query + headers)
      .joined(separator: "\n")
  }
}

/// Runs `body`, which may block, against a started server; the server is stopped afterwards.
func withServer<Value: Sendable>(
  _ configuration: WebConfiguration = WebConfiguration(), handler: EchoHandler = EchoHandler(),
  _ body: @escaping @Sendable (WebServer) throws -> Value
) async throws -> Value {
  let server = try WebServer(configuration: configuration, handler: handler)
  server.start()
  let result = await onThread { Result { try body(server) } }
  await server.stop()
  return try result.get()
}

/// Blocking work on a thread of its own: the pool that runs the handlers stays free.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: body()) }
  }
}

/// Waits for `condition`, a minute at most: the machine may be busy.
func eventually(_ condition: () -> Bool) -> Bool {
  for _ in 0..<6000 {
    if condition() { return true }
    usleep(10_000)
  }
  return condition()
}

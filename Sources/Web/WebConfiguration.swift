/// How and where to listen.
package struct WebConfiguration: Sendable {
  /// A numeric address, or a name that stands for one.
  package var host: String
  /// 0 for any free port.
  package var port: Int
  /// PEM files; both or neither.
  package var certificatePath: String?
  package var keyPath: String?
  /// What a WebSocket that names a subprotocol must name.
  package var subprotocol: String
  /// Bytes of a request body; more is answered with 413.
  package var maximumBody: Int
  /// Bytes of a WebSocket message, all its fragments together; more closes with 1009.
  package var maximumMessage: Int
  /// Bytes waiting for one WebSocket; more closes it with 1013.
  package var maximumQueue: Int
  /// Seconds for a request to arrive whole, and for a reader to take the next part of a response.
  package var patience: Int
  /// Added to every response.
  package var serverHeaders: [(name: String, value: String)]

  package init(
    host: String = "127.0.0.1", port: Int = 0, certificatePath: String? = nil,
    keyPath: String? = nil, subprotocol: String = "frames", maximumBody: Int = 4 << 20, maximumMessage: Int = 64 << 10,
    maximumQueue: Int = 8 << 20, patience: Int = 20,
    serverHeaders: [(name: String, value: String)] = []
  ) {
    self.host = host
    self.port = port
    self.certificatePath = certificatePath
    self.keyPath = keyPath
    self.subprotocol = subprotocol
    self.maximumBody = maximumBody
    self.maximumMessage = maximumMessage
    self.maximumQueue = maximumQueue
    self.patience = patience
    self.serverHeaders = serverHeaders
  }
}

/// What answers.
package protocol WebHandler: Sendable {
  /// Runs off the service thread; may take its time.
  func respond(to request: HTTPRequest) async -> HTTPResponse

  /// Whether a WebSocket may be opened: nil accepts, a response refuses.
  ///
  /// Runs on the service thread, which serves nobody else meanwhile: look, do not wait.
  func admit(_ upgrade: HTTPRequest) -> HTTPResponse?

  /// The life of one WebSocket, in its own task. The socket closes when this returns; the task is
  /// cancelled when the socket closes first.
  func serve(_ socket: WebSocket) async
}

/// What went through a server since it started.
package struct WebCounters: Hashable, Sendable {
  /// Open at this moment, WebSockets included.
  package var connections = 0
  package var sockets = 0
  package var requests = 0
  package var messagesIn = 0
  package var messagesOut = 0
  package var bytesIn = 0
  package var bytesOut = 0

  package init() {}
}

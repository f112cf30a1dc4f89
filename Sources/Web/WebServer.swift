import CWebSockets

/// An HTTP and WebSocket server.
///
/// Every libwebsockets call is made from this actor, and this actor lives on the libwebsockets
/// thread. Handlers run elsewhere, in tasks of their own.
package actor WebServer {
  nonisolated let loop: ServiceLoop
  nonisolated let configuration: WebConfiguration
  nonisolated let handler: any WebHandler
  /// The port listened on.
  package nonisolated let port: Int
  private nonisolated let parts: ContextParts

  var connections: [OpaquePointer: Connection] = [:]
  private var byID: [UInt64: Connection] = [:]
  private var lastID: UInt64 = 0
  var isStopping = false
  private var counted = WebCounters()
  let scratch = Scratch(size: ContextParts.pieceSize)

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    loop.asUnownedSerialExecutor()
  }

  /// Listens from here on; answers from `start()` on.
  package init(configuration: WebConfiguration, handler: any WebHandler) throws(WebError) {
    let address = try ListenAddress(host: configuration.host, port: configuration.port)
    let parts = ContextParts()
    let context = try parts.makeContext(configuration, address: address)
    self.parts = parts
    self.configuration = configuration
    self.handler = handler
    loop = ServiceLoop(context: context)
    port = Int(lws_get_vhost_listen_port(lws_get_vhost_by_name(context, "default")))
  }

  /// Starts the service thread, which keeps the server alive until `stop()`.
  package nonisolated func start() {
    loop.start(
      begin: { [self] in parts.server = self },
      write: { [self] sockets in assumeIsolated { $0.askToWrite(sockets) } },
      end: { [parts] in parts.server = nil })
  }

  /// Says goodbye to every client, waits a little for what is on its way, and ends the thread.
  package nonisolated func stop() async {
    guard loop.isRunning else { return }
    await closeAll()
    await loop.stop()
  }

  /// What went through since the start.
  package var counters: WebCounters {
    var counters = counted
    counters.connections = connections.count
    counters.sockets = connections.values.count { if case .socket = $0.phase { true } else { false } }
    return counters
  }

  func count(_ change: (inout WebCounters) -> Void) { change(&counted) }

  /// The connection behind a libwebsockets handle, made when it is first met.
  func connection(_ pointer: OpaquePointer) -> Connection {
    if let known = connections[pointer] { return known }
    lastID += 1
    let connection = Connection(id: lastID, pointer: pointer)
    connections[pointer] = connection
    byID[connection.id] = connection
    return connection
  }

  func connection(id: UInt64) -> Connection? { byID[id] }

  func forget(_ pointer: OpaquePointer) {
    guard let connection = connections.removeValue(forKey: pointer) else { return }
    byID[connection.id] = nil
    switch connection.phase {
    case .answering(let task): task.cancel()
    case .socket(let live):
      live.socket.end()
      live.service.cancel()
    case .idle, .receiving, .sending, .admitted: break
    }
  }

  private func closeAll() async {
    isStopping = true
    for connection in connections.values {
      switch connection.phase {
      case .socket(let live): live.socket.close(code: 1001, reason: "the server is closing")
      case .idle, .receiving, .admitted: kill(connection)
      case .answering, .sending: connection.closesAfterwards = true
      }
    }
    var patience = 200
    while !connections.isEmpty, patience > 0 {
      patience -= 1
      try? await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Closes a connection from outside its callbacks.
  func kill(_ connection: Connection) {
    lws_set_timeout(connection.pointer, PENDING_TIMEOUT_USER_REASON_BASE, CLWS_KILL_SOON)
  }
}

/// Room for one piece to be written. libwebsockets writes its framing into the bytes before it.
final class Scratch {
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  init(size: Int) {
    bytes = .allocate(capacity: CLWS_PRE + size)
    bytes.initialize(repeating: 0)
  }

  deinit { bytes.deallocate() }

  var payload: UnsafeMutableBufferPointer<UInt8> {
    UnsafeMutableBufferPointer(rebasing: bytes[CLWS_PRE...])
  }
}

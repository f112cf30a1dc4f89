import CWebSockets
import Glibc

/// WebSockets.
extension WebServer {
  /// Seconds for a closing socket's peer to take what is still queued.
  private static let closingPatience: Int32 = 5
  /// What the kernel may hold for one peer; more would hide that it is slow.
  private static let kernelBuffer: Int32 = 128 << 10

  /// The last moment at which an upgrade can be answered in HTTP.
  func confirmUpgrade(_ connection: Connection) -> Int32 {
    let parser = RequestParser(socket: connection.pointer)
    // Looked up anew: for another word than "websocket" the callback's own pointer may be stale.
    guard parser.asksForWebSocket, !isStopping else { return -1 }
    do throws(Refusal) {
      let request = try parser.request()
      guard request.method == "GET" else {
        throw Refusal(status: 405, reason: "a WebSocket is opened by GET")
      }
      if let response = handler.admit(request) { return refuse(connection, with: response) }
      connection.phase = .admitted(request)
      return 0
    } catch {
      return refuse(connection, error)
    }
  }

  func filterUpgrade(_ connection: Connection) -> Int32 {
    if case .admitted = connection.phase { 0 } else { -1 }
  }

  func openSocket(_ connection: Connection) -> Int32 {
    guard case .admitted(let request) = connection.phase else { return -1 }
    var buffer = Self.kernelBuffer
    setsockopt(
      lws_get_socket_fd(connection.pointer), SOL_SOCKET, SO_SNDBUF, &buffer,
      socklen_t(MemoryLayout<Int32>.size))
    let socket = WebSocket(
      id: connection.id, request: request, maximumQueue: configuration.maximumQueue, loop: loop)
    let service = Task { @concurrent [handler] in
      await handler.serve(socket)
      socket.close(code: 1000, reason: "")
    }
    connection.phase = .socket(SocketConnection(socket: socket, service: service))
    return 0
  }

  func receiveMessage(_ event: ServiceEvent) -> Int32 {
    guard case .socket(let live) = connection(event.socket).phase else { return -1 }
    count { $0.bytesIn += event.bytes.count }
    guard !live.isRefused else { return 0 }
    guard live.partial.count + event.bytes.count <= configuration.maximumMessage else {
      live.isRefused = true
      live.partial = []
      live.socket.close(
        code: 1009, reason: "a message has at most \(configuration.maximumMessage) bytes")
      return 0
    }
    live.partial.append(contentsOf: event.bytes)
    let isWhole =
      lws_remaining_packet_payload(event.socket) == 0 && lws_is_final_fragment(event.socket) != 0
    if isWhole { deliverMessage(live, isBinary: lws_frame_is_binary(event.socket) != 0) }
    return 0
  }

  private func deliverMessage(_ live: SocketConnection, isBinary: Bool) {
    let bytes = live.partial
    live.partial = []
    count { $0.messagesIn += 1 }
    if isBinary {
      live.socket.receive(.binary(bytes))
    } else if let text = String(validating: bytes, as: UTF8.self) {
      live.socket.receive(.text(text))
    } else {
      live.socket.close(code: 1007, reason: "text must be UTF-8")
    }
  }

  /// Sockets that asked, from any thread, to be written to.
  func askToWrite(_ sockets: [UInt64]) {
    for id in sockets {
      guard let connection = connection(id: id), case .socket(let live) = connection.phase
      else { continue }
      if live.socket.isClosing {
        lws_set_timeout(
          connection.pointer, PENDING_TIMEOUT_USER_REASON_BASE, Self.closingPatience)
      }
      lws_callback_on_writable(connection.pointer)
    }
  }

  func writeMessage(_ connection: Connection) -> Int32 {
    guard case .socket(let live) = connection.phase else { return 0 }
    switch live.socket.nextWrite(upTo: ContextParts.pieceSize) {
    case .nothing: return 0
    case .close(let code, let reason):
      closeSocket(connection.pointer, code: code, reason: reason)
      return -1
    case .piece(let message, let start, let end, let more):
      if end == message.count { count { $0.messagesOut += 1 } }
      guard write(message, start..<end, to: connection.pointer) else { return -1 }
      if more || end < message.count { lws_callback_on_writable(connection.pointer) }
      return 0
    }
  }

  private func write(
    _ message: SocketMessage, _ range: Range<Int>, to socket: OpaquePointer
  ) -> Bool {
    let payload = scratch.payload
    let kind: lws_write_protocol
    switch message {
    case .binary(let bytes):
      bytes.withUnsafeBytes { Self.copy($0, range, into: payload) }
      kind = LWS_WRITE_BINARY
    case .text(var text):
      text.withUTF8 { Self.copy(UnsafeRawBufferPointer($0), range, into: payload) }
      kind = LWS_WRITE_TEXT
    }
    count { $0.bytesOut += range.count }
    let flags = lws_write_ws_flags(
      Int32(kind.rawValue), range.lowerBound == 0 ? 1 : 0, range.upperBound == message.count ? 1 : 0)
    let written = lws_write(
      socket, payload.baseAddress, range.count, lws_write_protocol(UInt32(flags)))
    return written >= range.count
  }

  private static func copy(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>,
    into payload: UnsafeMutableBufferPointer<UInt8>
  ) {
    guard !range.isEmpty else { return }
    UnsafeMutableRawBufferPointer(payload).copyMemory(
      from: UnsafeRawBufferPointer(rebasing: bytes[range]))
  }

  private func closeSocket(_ socket: OpaquePointer, code: Int, reason: String) {
    // A close frame carries at most 125 bytes, two of them the code.
    var text = Array(reason.utf8.prefix(120))
    lws_close_reason(socket, lws_close_status(UInt32(code)), &text, text.count)
  }
}

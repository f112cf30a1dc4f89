import CWebSockets

/// Requests and responses.
extension WebServer {
  /// A body this many times too long is read to its end, so that its sender sees the answer.
  private static let drainedExcess = 16

  func beginRequest(_ connection: Connection) -> Int32 {
    // A client that asks on while a long response is on its way; no browser does.
    if case .sending = connection.phase { return -1 }
    connection.turn += 1
    connection.isBodyOver = false
    connection.closesAfterwards = isStopping
    count { $0.requests += 1 }
    let parser = RequestParser(socket: connection.pointer)
    do throws(Refusal) {
      let request = try parser.request()
      connection.omitsBody = request.method == "HEAD"
      // From here on a clock of our own: the whole body, not each byte, must come in time.
      lws_set_timeout(connection.pointer, NO_PENDING_TIMEOUT, 0)
      return try receive(request, length: try parser.bodyLength(of: request), connection)
    } catch {
      return refuse(connection, error)
    }
  }

  private func receive(
    _ request: HTTPRequest, length: Int, _ connection: Connection
  ) throws(Refusal) -> Int32 {
    setPatience(connection)
    guard length <= configuration.maximumBody else {
      let refusal = Refusal(
        status: 413, reason: "a body has at most \(configuration.maximumBody) bytes")
      guard length <= configuration.maximumBody * Self.drainedExcess else { throw refusal }
      send(HTTPResponse(status: refusal.status, refusal.reason), on: connection)
      return 0
    }
    connection.phase = .receiving(request)
    if length == 0 { answer(request, connection) }
    return 0
  }

  func receiveBody(_ event: ServiceEvent) -> Int32 {
    let connection = connection(event.socket)
    count { $0.bytesIn += event.bytes.count }
    guard case .receiving(var request) = connection.phase else { return 0 }
    // Emptied first: the array is not shared while it grows.
    connection.phase = .idle
    guard request.body.count + event.bytes.count <= configuration.maximumBody else { return -1 }
    request.body.append(contentsOf: event.bytes)
    connection.phase = .receiving(request)
    return 0
  }

  func endBody(_ connection: Connection) -> Int32 {
    // A second end is the next request, sent before this one was answered. libwebsockets 4.1 would
    // report it for ever without taking it; no browser does so.
    if connection.isBodyOver { return -1 }
    connection.isBodyOver = true
    if case .receiving(let request) = connection.phase { answer(request, connection) }
    return 0
  }

  private func answer(_ request: HTTPRequest, _ connection: Connection) {
    connection.isTimed = false
    // The next request on this connection waits its turn in the kernel.
    lws_rx_flow_control(connection.pointer, 0)
    let (id, turn) = (connection.id, connection.turn)
    connection.phase = .answering(
      Task { @concurrent [handler] in
        let response = await handler.respond(to: request)
        await self.deliver(response, to: id, turn: turn)
      })
  }

  private func deliver(_ response: HTTPResponse, to id: UInt64, turn: Int) {
    guard let connection = connection(id: id), connection.turn == turn,
      case .answering = connection.phase
    else { return }
    send(response, on: connection)
  }

  private func send(_ response: HTTPResponse, on connection: Connection) {
    let closing = connection.closesAfterwards || isStopping
    connection.closesAfterwards = closing
    connection.phase = .sending(
      ResponseBytes(
        head: response.head(adding: configuration.serverHeaders, closing: closing),
        body: connection.omitsBody || [204, 304].contains(response.status) ? [] : response.body))
    // At once: while the response is small, the next request need not be looked at yet.
    if writeResponse(connection) != 0 { kill(connection) }
  }

  /// Writes the next piece; -1 when the connection must go.
  func writeResponse(_ connection: Connection) -> Int32 {
    guard case .sending(var bytes) = connection.phase else { return 0 }
    if !bytes.isSent {
      connection.phase = .idle
      let isWritten = write(&bytes, to: connection.pointer)
      connection.phase = .sending(bytes)
      guard isWritten else { return -1 }
      setPatience(connection)
    }
    // libwebsockets may hold the tail of the last piece: not over before that has gone.
    if bytes.isSent, lws_partial_buffered(connection.pointer) == 0 {
      return endResponse(connection)
    }
    // It writes nothing on a connection that it may not read from.
    lws_rx_flow_control(connection.pointer, 1)
    lws_callback_on_writable(connection.pointer)
    return 0
  }

  private func endResponse(_ connection: Connection) -> Int32 {
    connection.phase = .idle
    connection.isTimed = false
    if connection.closesAfterwards { return -1 }
    lws_rx_flow_control(connection.pointer, 1)
    return lws_http_transaction_completed(connection.pointer) == 0 ? 0 : -1
  }

  /// A connection's time is up, if it is still counted.
  func endPatience(_ connection: Connection) -> Int32 { connection.isTimed ? -1 : 0 }

  /// Answers at once and closes: what else the client sent cannot be trusted to start anywhere.
  func refuse(_ connection: Connection, _ refusal: Refusal) -> Int32 {
    refuse(connection, with: HTTPResponse(status: refusal.status, refusal.reason))
  }

  func refuse(_ connection: Connection, with response: HTTPResponse) -> Int32 {
    var bytes = ResponseBytes(
      head: response.head(adding: configuration.serverHeaders, closing: true),
      body: response.body)
    while !bytes.isSent, write(&bytes, to: connection.pointer) {}
    return -1
  }

  private func write(_ bytes: inout ResponseBytes, to socket: OpaquePointer) -> Bool {
    let payload = scratch.payload
    let length = bytes.take(into: payload)
    count { $0.bytesOut += length }
    let kind = bytes.isSent ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP
    return lws_write(socket, payload.baseAddress, length, kind) >= length
  }

  private func setPatience(_ connection: Connection) {
    // Cancelling the timer is what libwebsockets 4.1 cannot do: it would fire at once.
    connection.isTimed = true
    lws_set_timer_usecs(connection.pointer, Int64(configuration.patience) * 1_000_000)
  }
}

/// One whole WebSocket message.
package enum SocketMessage: Hashable, Sendable {
  case text(String)
  case binary([UInt8])

  /// Bytes on the wire, without framing.
  package var count: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .binary(let bytes): bytes.count
    }
  }
}

/// An open WebSocket.
///
/// Everything may be called from any thread. Sending returns at once; the bytes wait in a bounded
/// queue, shared with every other socket that sends the same array, until the peer takes them.
package final class WebSocket: Sendable, Hashable {
  package let id: UInt64
  /// The request that opened it.
  package let request: HTTPRequest
  /// What the peer sends, in order; ends when the socket closes.
  package let messages: AsyncStream<SocketMessage>

  private let inbox: AsyncStream<SocketMessage>.Continuation
  private let outbox: Locked<Outbox>
  private let loop: ServiceLoop

  /// Messages a handler may leave unread; a peer that sends more is closed with 1013.
  private static let patience = 64

  init(id: UInt64, request: HTTPRequest, maximumQueue: Int, loop: ServiceLoop) {
    self.id = id
    self.request = request
    self.loop = loop
    outbox = Locked(Outbox(maximum: maximumQueue))
    (messages, inbox) = AsyncStream.makeStream(
      bufferingPolicy: .bufferingOldest(Self.patience))
  }

  /// Appends a message; silently nothing once the socket closes.
  package func send(_ message: SocketMessage) {
    if outbox.withLock({ $0.append(message) }) { loop.requestWrite(id) }
  }

  /// Closes when what was sent before has gone out.
  package func close(code: Int, reason: String) {
    if outbox.withLock({ $0.close(code: code, reason: reason) }) { loop.requestWrite(id) }
  }

  /// Bytes that wait for the peer.
  package var queuedBytes: Int { outbox.withLock { $0.bytes } }

  package static func == (a: WebSocket, b: WebSocket) -> Bool { a === b }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

  func nextWrite(upTo size: Int) -> Outbox.Write { outbox.withLock { $0.next(upTo: size) } }

  var isClosing: Bool { outbox.withLock { $0.isClosing } }

  func receive(_ message: SocketMessage) {
    if case .dropped = inbox.yield(message) {
      close(code: 1013, reason: "messages come faster than they are read")
    }
  }

  func end() {
    outbox.withLock { $0.end() }
    inbox.finish()
  }
}

import CWebSockets

/// One accepted connection, from its first request to its end. Owned by the server actor.
final class Connection {
  enum Phase {
    /// Between requests.
    case idle
    /// The body is arriving.
    case receiving(HTTPRequest)
    /// A handler is at work.
    case answering(Task<Void, Never>)
    case sending(ResponseBytes)
    /// The handler let the upgrade pass.
    case admitted(HTTPRequest)
    case socket(SocketConnection)
  }

  let id: UInt64
  let pointer: OpaquePointer
  var phase = Phase.idle
  /// Which request this is: a late answer to an earlier one is not taken for this one's.
  var turn = 0
  var isBodyOver = false
  /// Whether the running timer counts.
  var isTimed = false
  var omitsBody = false
  var closesAfterwards = false

  init(id: UInt64, pointer: OpaquePointer) {
    self.id = id
    self.pointer = pointer
  }
}

/// What a connection needs once it is a WebSocket.
final class SocketConnection {
  let socket: WebSocket
  let service: Task<Void, Never>
  var partial: [UInt8] = []
  /// Set when the message on its way is too long: the rest is not kept.
  var isRefused = false

  init(socket: WebSocket, service: Task<Void, Never>) {
    self.socket = socket
    self.service = service
  }
}

/// A response on its way out: the head, then the body, in pieces.
struct ResponseBytes {
  private let head: [UInt8]
  private let body: [UInt8]
  private var sent = 0

  init(head: [UInt8], body: [UInt8]) {
    self.head = head
    self.body = body
  }

  var isSent: Bool { sent == head.count + body.count }

  /// Copies the next piece out.
  ///
  /// - Returns: its length.
  mutating func take(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    let start = sent
    copy(head, from: start, into: buffer, filled: 0)
    let filled = sent - start
    copy(body, from: max(0, start - head.count), into: buffer, filled: filled)
    return sent - start
  }

  private mutating func copy(
    _ part: [UInt8], from start: Int, into buffer: UnsafeMutableBufferPointer<UInt8>, filled: Int
  ) {
    let count = min(part.count - start, buffer.count - filled)
    guard count > 0, let target = buffer.baseAddress else { return }
    part.withUnsafeBufferPointer { source in
      (target + filled).update(from: source.baseAddress! + start, count: count)
    }
    sent += count
  }
}

/// What waits for one WebSocket, and in what pieces it goes out.
struct Outbox {
  enum Write {
    /// A piece of a message: from `start` to `end`.
    case piece(SocketMessage, start: Int, end: Int, more: Bool)
    case close(code: Int, reason: String)
    case nothing
  }

  private let maximum: Int
  // Read from `head` on; compacted now and then, so that a long queue costs no shifting.
  private var queue: [SocketMessage] = []
  private var head = 0
  /// Bytes of the first message that are gone.
  private var sent = 0
  private var closing: (code: Int, reason: String)?
  private var isOver = false
  private var isScheduled = false
  private(set) var bytes = 0

  init(maximum: Int) { self.maximum = maximum }

  var isClosing: Bool { closing != nil }

  /// - Returns: whether the service thread must be told.
  mutating func append(_ message: SocketMessage) -> Bool {
    guard !isOver, closing == nil else { return false }
    guard bytes + message.count <= maximum else {
      clear()
      return close(code: 1013, reason: "the reader is too slow")
    }
    queue.append(message)
    bytes += message.count
    return schedule()
  }

  /// - Returns: whether the service thread must be told.
  mutating func close(code: Int, reason: String) -> Bool {
    guard !isOver, closing == nil else { return false }
    closing = (code, reason)
    // Told even when already scheduled: a peer that takes nothing must be given a deadline.
    isScheduled = true
    return true
  }

  /// The next piece, taken out.
  mutating func next(upTo size: Int) -> Write {
    guard head < queue.count else {
      isScheduled = closing != nil
      return closing.map { .close(code: $0.code, reason: $0.reason) } ?? .nothing
    }
    let (message, start) = (queue[head], sent)
    let end = min(message.count, start + size)
    bytes -= end - start
    sent = end
    if end == message.count { pop() }
    isScheduled = head < queue.count || closing != nil
    return .piece(message, start: start, end: end, more: isScheduled)
  }

  mutating func end() {
    isOver = true
    clear()
  }

  private mutating func schedule() -> Bool {
    defer { isScheduled = true }
    return !isScheduled
  }

  private mutating func pop() {
    queue[head] = .binary([])
    head += 1
    sent = 0
    if head == queue.count || head == 256 {
      queue.removeFirst(head)
      head = 0
    }
  }

  private mutating func clear() {
    queue = []
    head = 0
    sent = 0
    bytes = 0
  }
}

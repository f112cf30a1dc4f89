/// How many frames a viewer still takes: it grants credit, every frame spends one.
///
/// Browsers cannot push back on a WebSocket, so this is the flow control: at most `frameLimit`
/// frames or `byteLimit` bytes are under way without credit, and a viewer that grants none gets none.
package actor CreditGate {
  static let frameLimit = 64
  static let byteLimit = 256 * 1024

  private var credit: Int
  private var underWay: [Int] = []
  private var bytesUnderWay = 0
  private var isClosed = false
  /// The last frame has been sent; the number may be used again.
  private(set) var isOver = false
  private var waiting: CheckedContinuation<Void, Never>?

  package init(credit: Int) { self.credit = min(max(0, credit), Self.frameLimit) }

  /// Waits for credit to send `bytes`; false when the stream is closed.
  package func spend(_ bytes: Int) async -> Bool {
    while !isClosed, credit == 0 || (!underWay.isEmpty && bytesUnderWay + bytes > Self.byteLimit) {
      await withCheckedContinuation { waiting = $0 }
    }
    guard !isClosed else { return false }
    credit -= 1
    underWay.append(bytes)
    bytesUnderWay += bytes
    return true
  }

  package func grant(_ frames: Int) {
    let taken = min(max(0, frames), underWay.count)
    bytesUnderWay -= underWay[..<taken].reduce(0, +)
    underWay.removeFirst(taken)
    credit = min(credit + min(max(0, frames), Self.frameLimit), Self.frameLimit)
    wake()
  }

  func finish() { isOver = true }

  package func close() {
    isClosed = true
    isOver = true
    wake()
  }

  private func wake() {
    waiting?.resume()
    waiting = nil
  }
}

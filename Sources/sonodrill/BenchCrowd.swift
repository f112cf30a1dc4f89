import Foundation

/// Scripted viewers on plain sockets, all in one thread: each asks for one frame every frame time and
/// notes how late it comes.
struct Crowd {
  private var viewers: [CrowdViewer]

  init(address: URL, cookie: String, attempt: String, count: Int) throws {
    let port = UInt16(address.port ?? 80)
    viewers = try (0..<count).map { _ in
      try CrowdViewer(port: port, origin: address.absoluteString, cookie: cookie, attempt: attempt)
    }
  }

  struct Report {
    var due = 0
    var received = 0
    var late = 0
    /// Milliseconds from asking to having, sorted.
    var lateness: [Double] = []
  }

  func watch(fps: Double, seconds: Double) -> Report {
    let frameTime = 1 / fps
    let start = monotonicSeconds()
    var report = Report()
    var ticks = 0
    while monotonicSeconds() < start + seconds + 1 {
      let now = monotonicSeconds()
      if now >= start + Double(ticks) * frameTime, Double(ticks) * frameTime < seconds {
        for viewer in viewers { viewer.ask(at: now) }
        ticks += 1
      }
      let next = start + Double(ticks) * frameTime - monotonicSeconds()
      waitForInput(milliseconds: Int32(max(0, min(5, next * 1000))))
    }
    report.due = ticks * viewers.count
    report.lateness = viewers.flatMap(\.lateness).sorted()
    report.received = report.lateness.count
    report.late = report.lateness.count { $0 > frameTime * 1000 }
    return report
  }

  private func waitForInput(milliseconds: Int32) {
    var polls = viewers.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    guard poll(&polls, nfds_t(polls.count), milliseconds) > 0 else { return }
    for (viewer, poll) in zip(viewers, polls) where poll.revents & Int16(POLLIN) != 0 { viewer.take() }
  }
}

func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// One WebSocket of a viewer: just enough of RFC 6455 for a well-behaved server.
final class CrowdViewer {
  let descriptor: Int32
  private(set) var lateness: [Double] = []
  private let attempt: String
  private var stream = 0
  private var asked: [Double] = []
  private var buffer: [UInt8] = []

  init(port: UInt16, origin: String, cookie: String, attempt: String) throws {
    self.attempt = attempt
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure("a viewer could not connect") }
    write(
      Array(
        "GET /socket HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: sonodrill.1\r\nOrigin: \(origin)\r\nCookie: \(cookie)\r\n\r\n"
          .utf8))
    while !buffer.suffix(4).elementsEqual([13, 10, 13, 10]) { try readByte() }
    guard buffer.starts(with: Array("HTTP/1.1 101".utf8)) else {
      throw Failure("a viewer was refused: \(String(decoding: buffer, as: UTF8.self).prefix(80))")
    }
    buffer = []
    open()
  }

  deinit { close(descriptor) }

  /// Grants one frame of credit.
  func ask(at time: Double) {
    asked.append(time)
    send(#"{"type":"credit","stream":\#(stream),"frames":1}"#)
  }

  /// Takes what has come and notes the lateness of every frame in it.
  func take() {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else { return }
    buffer += chunk[..<count]
    var offset = 0
    while let (opcode, body) = message(at: &offset) {
      if opcode == 2, !asked.isEmpty { lateness.append((monotonicSeconds() - asked.removeFirst()) * 1000) }
      if opcode == 1, body.contains(#""type":"end""#) { open() }
    }
    buffer.removeFirst(offset)
  }

  /// The next whole message: its opcode, and its text when it is text.
  private func message(at offset: inout Int) -> (UInt8, String)? {
    guard buffer.count - offset >= 2 else { return nil }
    let short = Int(buffer[offset + 1] & 127)
    let header = short == 126 ? 4 : short == 127 ? 10 : 2
    guard buffer.count - offset >= header else { return nil }
    let length = header == 2 ? short : buffer[(offset + 2)..<(offset + header)].reduce(0) { $0 << 8 | Int($1) }
    guard buffer.count - offset >= header + length else { return nil }
    let opcode = buffer[offset] & 15
    let body = buffer[(offset + header)..<(offset + header + length)]
    offset += header + length
    return (opcode, opcode == 1 ? String(decoding: body, as: UTF8.self) : "")
  }

  private func open() {
    stream += 1
    send(
      #"{"type":"open","stream":\#(stream),"attempt":"\#(attempt)","view":"v1","codec":"h264","from":0,"credit":\#(asked.count)}"#
    )
  }

  private func send(_ text: String) {
    let body = Array(text.utf8)
    let length: [UInt8] =
      body.count < 126 ? [0x80 | UInt8(body.count)] : [0xFE, UInt8(body.count >> 8), UInt8(body.count & 255)]
    // A mask of zeros leaves the text as it is.
    write([0x81] + length + [0, 0, 0, 0] + body)
  }

  private func write(_ bytes: [UInt8]) { _ = Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

  private func readByte() throws {
    var byte: UInt8 = 0
    guard recv(descriptor, &byte, 1, 0) == 1 else { throw Failure("the server closed a viewer's connection") }
    buffer.append(byte)
  }
}

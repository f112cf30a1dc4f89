import Foundation
import Glibc
import Web

enum ClientError: Error {
  case cannotConnect
  case closed
  case malformed(String)
}

/// A blocking client that writes the bytes it is told to, right or wrong.
final class RawClient {
  struct Response {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
  }

  struct SocketFrame: Equatable {
    let opcode: UInt8
    let isFinal: Bool
    let payload: [UInt8]
  }

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var head = 0

  init(port: Int, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw ClientError.cannotConnect }
  }

  deinit { Glibc.close(descriptor) }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw ClientError.closed }
      sent += count
    }
  }

  /// Sends a request with the header fields every client sends.
  func request(
    _ method: String, _ target: String, headers: [String] = [], body: [UInt8]? = nil
  ) throws -> Response {
    let length = body.map { ["Content-Length: \($0.count)"] } ?? []
    let lines = ["\(method) \(target) HTTP/1.1", "Host: localhost"] + headers + length
    try send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? []))
    return try readResponse(hasBody: method != "HEAD")
  }

  func readResponse(hasBody: Bool = true) throws -> Response {
    var text = ""
    while !text.hasSuffix("\r\n\r\n") {
      text.unicodeScalars.append(UnicodeScalar(try read(1)[0]))
    }
    let lines = text.split(separator: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, let status = Int(words[1]) else { throw ClientError.malformed(text) }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    let length = hasBody ? Int(headers["content-length"] ?? "0") ?? 0 : 0
    return Response(status: status, headers: headers, body: try read(length))
  }

  func openSocket(_ target: String = "/socket", headers: [String] = []) throws -> Response {
    try request(
      "GET", target,
      headers: [
        "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      ] + headers)
  }

  func sendFrame(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) throws {
    var frame: [UInt8] = [opcode | (isFinal ? 0x80 : 0)]
    switch payload.count {
    case ..<126: frame.append(0x80 | UInt8(payload.count))
    case ..<65536:
      frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
    default:
      frame.append(0x80 | 127)
      frame += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
    }
    let mask: [UInt8] = [1, 2, 3, 4]
    try send(frame + mask + payload.enumerated().map { $1 ^ mask[$0 & 3] })
  }

  func readFrame() throws -> SocketFrame {
    let start = try read(2)
    var length = Int(start[1] & 127)
    if length == 126 {
      length = try read(2).reduce(0) { $0 << 8 | Int($1) }
    } else if length == 127 {
      length = try read(8).reduce(0) { $0 << 8 | Int($1) }
    }
    return SocketFrame(
      opcode: start[0] & 15, isFinal: start[0] & 0x80 != 0, payload: try read(length))
  }

  /// One message, its fragments joined.
  func readMessage() throws -> [UInt8] {
    var message: [UInt8] = []
    while true {
      let frame = try readFrame()
      guard frame.opcode != 8 else { throw ClientError.closed }
      message += frame.payload
      if frame.isFinal { return message }
    }
  }

  /// The code of the close frame that comes, after whatever comes before it.
  func readCloseCode() throws -> Int {
    while true {
      let frame = try readFrame()
      if frame.opcode == 8 { return frame.payload.prefix(2).reduce(0) { $0 << 8 | Int($1) } }
    }
  }

  /// Whether the server has hung up, after whatever was still to read.
  func isClosed() -> Bool {
    while true {
      do { _ = try read(1) } catch ClientError.closed { return true } catch { return false }
    }
  }

  private func read(_ count: Int) throws -> [UInt8] {
    while buffer.count - head < count {
      var piece = [UInt8](repeating: 0, count: 65536)
      let received = recv(descriptor, &piece, piece.count, 0)
      guard received > 0 else {
        let timedOut = received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)
        throw timedOut ? ClientError.malformed("nothing comes") : ClientError.closed
      }
      buffer.removeFirst(head)
      head = 0
      buffer += piece.prefix(received)
    }
    defer { head += count }
    return Array(buffer[head..<(head + count)])
  }
}

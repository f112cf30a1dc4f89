import Foundation
import Testing
import Web

@Suite(.serialized) struct WebSocketTests {
  // Key and answer of RFC 6455, section 1.3.
  @Test func `a handshake is answered as the standard says`() async throws {
    try await withServer { server in
      let response = try RawClient(port: server.port).openSocket()
      #expect(response.status == 101)
      #expect(response.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
      #expect(response.headers["sec-websocket-extensions"] == nil)
    }
  }

  @Test(arguments: [0, 1, 125, 126, 4095, 4096, 4097, 65_535, 65_536])
  func `messages come back byte for byte`(count: Int) async throws {
    try await withServer { server in
      let client = try RawClient(port: server.port)
      _ = try client.openSocket()
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try client.sendFrame(2, bytes)
      #expect(try client.readMessage() == bytes)
      let text = [UInt8](repeating: UInt8(ascii: "a"), count: count)
      try client.sendFrame(1, text)
      #expect(try client.readMessage() == text)
    }
  }

  @Test func `fragments are joined, with pings between them`() async throws {
    try await withServer { server in
      let client = try RawClient(port: server.port)
      _ = try client.openSocket()
      try client.sendFrame(1, Array("sono".utf8), isFinal: false)
      try client.sendFrame(9, [1, 2])
      try client.sendFrame(0, [], isFinal: false)
      try client.sendFrame(0, Array("drill".utf8))
      #expect(try client.readFrame() == .init(opcode: 10, isFinal: true, payload: [1, 2]))
      #expect(
        try client.readFrame() == .init(opcode: 1, isFinal: true, payload: Array("sonodrill".utf8)))
    }
  }

  @Test func `a message too long closes with 1009`() async throws {
    try await withServer(WebConfiguration(maximumMessage: 5000)) { server in
      for isFragmented in [false, true] {
        let client = try RawClient(port: server.port)
        _ = try client.openSocket()
        if isFragmented {
          for n in 0..<6 { try client.sendFrame(n == 0 ? 2 : 0, [UInt8](repeating: 0, count: 1000), isFinal: n == 5) }
        } else {
          try client.sendFrame(2, [UInt8](repeating: 0, count: 5001))
        }
        #expect(try client.readCloseCode() == 1009)
      }
    }
  }

  static let broken: [(String, [UInt8])] = [
    ("text that is not UTF-8", [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]),
    ("a reserved opcode", [0x83, 0x80, 0, 0, 0, 0]),
    ("a reserved bit", [0xc1, 0x80, 0, 0, 0, 0]),
    ("a continuation of nothing", [0x80, 0x80, 0, 0, 0, 0]),
    ("a fragmented ping", [0x09, 0x80, 0, 0, 0, 0]),
    ("a ping of 126 bytes", [0x89, 0xfe, 0, 126, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 126)),
    ("a length with its top bit set", [0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    (
      "a length of many gigabytes",
      [0x82, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        + [UInt8](repeating: 0, count: 70_000)
    ),
  ]

  @Test(arguments: broken)
  func `broken framing closes that socket only`(what: String, bytes: [UInt8]) async throws {
    try await withServer(WebConfiguration(patience: 2)) { server in
      let (broken, sound) = (try RawClient(port: server.port), try RawClient(port: server.port))
      _ = try broken.openSocket()
      _ = try sound.openSocket()
      try broken.send(bytes)
      #expect(broken.isClosed(), "\(what)")
      try sound.sendFrame(1, [65])
      #expect(try sound.readMessage() == [65])
    }
  }

  @Test(arguments: [
    ("/nowhere", [], 404), ("/socket", ["Origin: https://evil.example"], 403),
    ("/socket", ["Origin: https://sound.example"], 101),
  ])
  func `the handler decides about an upgrade`(
    target: String, headers: [String], status: Int
  ) async throws {
    try await withServer { server in
      let client = try RawClient(port: server.port)
      #expect(try client.openSocket(target, headers: headers).status == status)
    }
  }

  @Test func `a socket closes when its handler is done, after the last message`() async throws {
    try await withServer { server in
      let client = try RawClient(port: server.port)
      _ = try client.openSocket("/brief")
      #expect(try client.readMessage() == Array("bye".utf8))
      #expect(try client.readCloseCode() == 1000)
    }
  }

  @Test func `two hundred sockets all get what is sent to all`() async throws {
    let handler = EchoHandler()
    try await withServer(handler: handler) { server in
      let clients = try (0..<200).map { _ in try RawClient(port: server.port) }
      for client in clients { _ = try client.openSocket("/room") }
      #expect(eventually { handler.sockets.count == 200 })
      let messages = (0..<20).map { n in [UInt8](repeating: UInt8(n), count: 9000) }
      for message in messages { for socket in handler.sockets { socket.send(.binary(message)) } }
      for client in clients { for message in messages { #expect(try client.readMessage() == message) } }
    }
  }

  @Test func `who does not read is closed and the others notice nothing`() async throws {
    let handler = EchoHandler()
    try await withServer(WebConfiguration(maximumQueue: 1 << 20), handler: handler) { server in
      let (slow, quick) = (
        try RawClient(port: server.port, receiveBuffer: 4096), try RawClient(port: server.port)
      )
      _ = try slow.openSocket("/room")
      #expect(eventually { handler.sockets.count == 1 })
      let stuck = handler.sockets[0]
      _ = try quick.openSocket("/room")
      #expect(eventually { handler.sockets.count == 2 })
      for n in 0..<100 {
        for socket in handler.sockets { socket.send(.binary([UInt8](repeating: 1, count: 50_000))) }
        #expect(stuck.queuedBytes <= 1 << 20)
        if n % 4 == 3 { for _ in 0..<4 { #expect(try quick.readMessage().count == 50_000) } }
      }
      #expect(eventually { handler.sockets.count == 1 })
    }
  }

  @Test func `a flood that nobody reads closes with 1013`() async throws {
    try await withServer(WebConfiguration(patience: 2)) { server in
      let client = try RawClient(port: server.port, receiveBuffer: 4096)
      _ = try client.openSocket()
      // The echo goes nowhere, so its queue fills up.
      for _ in 0..<4000 where (try? client.sendFrame(2, [UInt8](repeating: 0, count: 9000))) == nil {
        break
      }
      #expect(client.isClosed())
    }
  }

  @Test func `stopping tells every client and ends`() async throws {
    let handler = EchoHandler()
    let server = try WebServer(configuration: WebConfiguration(), handler: handler)
    server.start()
    let clients = try await onThread {
      Result {
        try (0..<20).map { n in
          let client = try RawClient(port: server.port)
          if n % 2 == 0 {
            _ = try client.openSocket("/room")
          } else {
            #expect(try client.request("GET", "/nothing").status == 204)
          }
          return Unshared(client)
        }
      }
    }.get()
    await server.stop()
    await server.stop()
    await onThread {
      for (n, client) in clients.enumerated() {
        if n % 2 == 0 { #expect((try? client.value.readCloseCode()) == 1001) }
        #expect(client.value.isClosed())
      }
    }
    #expect(await server.counters.connections == 0)
    for socket in handler.sockets { socket.send(.text("too late")) }
  }

  @Test func `a server can be made and dropped without starting`() throws {
    for _ in 0..<5 { _ = try WebServer(configuration: WebConfiguration(), handler: EchoHandler()) }
  }

  @Test func `what goes through is counted`() async throws {
    let server = try WebServer(configuration: WebConfiguration(), handler: EchoHandler())
    server.start()
    let client = try await onThread {
      Result {
        let client = try RawClient(port: server.port)
        _ = try client.openSocket()
        try client.sendFrame(2, [1, 2, 3])
        #expect(try client.readMessage() == [1, 2, 3])
        return Unshared(client)
      }
    }.get()
    let counters = await server.counters
    #expect(counters.connections == 1 && counters.sockets == 1)
    #expect(counters.messagesIn == 1 && counters.messagesOut == 1 && counters.bytesIn == 3)
    withExtendedLifetime(client) {}
    await server.stop()
  }
}

/// A value handed from one thread to the next, never used by two.
struct Unshared<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}

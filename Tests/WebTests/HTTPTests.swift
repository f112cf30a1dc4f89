import Foundation
import Testing
import Web

@Suite struct HTTPTests {
  @Test func `a request reaches the handler whole`() async throws {
    let text = try await withServer { server in
      try RawClient(port: server.port).request(
        "GET", "/insp%65ct?case=a%20b&x=1&x=2&empty",
        headers: [
          "Cookie: a=1", "Idempotency-Key: k1", "Sec-Fetch-Site: same-origin", "Accept: */*",
          "Origin: http://localhost", "User-Agent: test", "If-None-Match: \"e\"",
          "Accept-Language: en", "Range: bytes=0-1",
        ]
      ).text
    }
    #expect(
      text == """
        GET /inspect 127.0.0.1
        case=a b
        empty=
        x=1
        accept: */*
        accept-language: en
        cookie: a=1
        host: localhost
        idempotency-key: k1
        if-none-match: "e"
        origin: http://localhost
        range: bytes=0-1
        sec-fetch-site: same-origin
        user-agent: test
        """)
  }

  @Test(arguments: [0, 1, 4095, 65_000, 65_536, 1 << 20])
  func `a body comes back byte for byte`(count: Int) async throws {
    let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let response = try await withServer { server in
      try RawClient(port: server.port).request("POST", "/echo", body: body)
    }
    #expect(response.status == 200 && response.body == body)
  }

  @Test func `one connection serves many requests`() async throws {
    try await withServer { server in
      let client = try RawClient(port: server.port)
      for count in [3, 0, 100_000, 1] {
        let body = [UInt8](repeating: 7, count: count)
        #expect(try client.request("POST", "/echo", body: body).body == body)
        #expect(try client.request("GET", "/large?bytes=\(count)").body.count == count)
        #expect(try client.request("HEAD", "/large?bytes=10").headers["content-length"] == "10")
        #expect(try client.request("GET", "/nothing").status == 204)
      }
    }
  }

  @Test func `requests sent at once are answered in order`() async throws {
    let handler = EchoHandler()
    try await withServer(handler: handler) { server in
      let client = try RawClient(port: server.port)
      try client.send(
        ["/slow", "/large?bytes=5", "/nothing"].map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }
          .joined())
      usleep(50_000)
      handler.release()
      #expect(try client.readResponse().text == "late")
      #expect(try client.readResponse().body == [0, 1, 2, 3, 4])
      #expect(try client.readResponse().status == 204)
    }
  }

  @Test func `a request sent on top of a body unanswered is hung up on`() async throws {
    try await withServer { server in
      let client = try RawClient(port: server.port)
      try client.send(
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n"
          + "hiGET /nothing HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(client.isClosed())
      #expect(try RawClient(port: server.port).request("GET", "/nothing").status == 204)
    }
  }

  @Test func `a slow handler holds up nobody else`() async throws {
    let handler = EchoHandler()
    try await withServer(handler: handler) { server in
      let slow = try RawClient(port: server.port)
      try slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try RawClient(port: server.port).request("GET", "/nothing").status == 204)
      handler.release()
      #expect(try slow.readResponse().text == "late")
    }
  }

  @Test func `a client that leaves before its answer harms nothing`() async throws {
    let handler = EchoHandler()
    try await withServer(handler: handler) { server in
      for _ in 0..<20 {
        try RawClient(port: server.port).send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        try RawClient(port: server.port).send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Le")
      }
      handler.release()
      #expect(try RawClient(port: server.port).request("GET", "/nothing").status == 204)
    }
  }

  @Test func `large responses arrive whole while others are served`() async throws {
    try await withServer { server in
      let client = try RawClient(port: server.port, receiveBuffer: 8192)
      try client.send("GET /large?bytes=5000000 HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try RawClient(port: server.port).request("GET", "/nothing").status == 204)
      let body = try client.readResponse().body
      #expect(body.count == 5_000_000 && body.last == UInt8(truncatingIfNeeded: 4_999_999))
    }
  }

  static let malformed: [(String, Int?)] = [
    ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
    ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", 400),
    ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\na", 400),
    ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0x10\r\n\r\n", 400),
    ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na", 400),
    ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
    ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n", 413),
    (
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      400
    ),
    ("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ("POST /echo HTTP/1.1\r\nHost: a\r\n\r\n", 411), ("GET /inspect HTTP/1.1\r\n\r\n", 400),
    ("OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    ("GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n", nil),
    ("GET /%ff%fe HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /inspect?a=%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /inspect HTTP/1.1\r\nHost: a\r\nCookie: \u{1}\r\n\r\n", 400),
    ("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", nil), ("BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n", nil),
    (
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
        + "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n", nil
    ), ("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: tls/1.0\r\n\r\n", nil),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", nil), ("\r\n\r\n\r\n", nil), ("\u{16}\u{3}\u{1}", nil),
    ("GET /" + String(repeating: "a", count: 20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", nil),
    (
      "GET /inspect HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X-A: bcd\r\n", count: 9000)
        + "\r\n", nil
    ),
  ]

  /// Where no status is expected, any refusal will do: an answer of 400 and above, or a hang-up.
  @Test(arguments: malformed)
  func `a malformed request is refused and the server lives`(
    text: String, status: Int?
  ) async throws {
    try await withServer(WebConfiguration(patience: 2)) { server in
      let client = try RawClient(port: server.port)
      try? client.send(text)
      let response = try? client.readResponse()
      if let status { #expect(response?.status == status) }
      #expect((response?.status ?? 400) >= 400)
      #expect(client.isClosed())
      #expect(try RawClient(port: server.port).request("GET", "/nothing").status == 204)
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `noise is survived`(seed: UInt64) async throws {
    var state = seed
    let noise = (0..<2000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    try await withServer(WebConfiguration(patience: 2)) { server in
      for start in ["", "GET / HTTP/1.1\r\nHost: a\r\n", "POST /echo?", "GET / HTTP/1.1\r\nCookie: "] {
        try? RawClient(port: server.port).send(Array(start.utf8) + noise)
      }
      let response = try RawClient(port: server.port).request("GET", "/nothing")
      #expect(response.status == 204)
    }
  }

  @Test func `paths cannot climb`() async throws {
    try await withServer { server in
      for path in ["/../../inspect", "/a/../inspect", "/%2e%2e/inspect", "//inspect"] {
        let response = try RawClient(port: server.port).request("GET", path)
        #expect(response.text.hasPrefix("GET /inspect ") || response.status >= 400)
      }
    }
  }

  @Test func `a body too large is answered before it is read`() async throws {
    try await withServer(WebConfiguration(maximumBody: 1000)) { server in
      let client = try RawClient(port: server.port)
      let response = try client.request(
        "POST", "/echo", body: [UInt8](repeating: 1, count: 10_000))
      #expect(response.status == 413)
      #expect(try client.request("POST", "/echo", body: [1]).body == [1])
    }
  }

  @Test func `who sends slowly is hung up on`() async throws {
    try await withServer(WebConfiguration(patience: 2)) { server in
      for start in ["GET / HT", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n"] {
        let client = try RawClient(port: server.port)
        try client.send(start)
        let begin = ContinuousClock.now
        // A byte now and then does not buy more time.
        for _ in 0..<12 where (try? client.send("a")) != nil { usleep(500_000) }
        #expect(client.isClosed())
        #expect(ContinuousClock.now - begin < .seconds(8))
      }
    }
  }

  @Test func `server headers come with every response and values cannot add more`() async throws {
    let configuration = WebConfiguration(serverHeaders: [("x-content-type-options", "nosniff")])
    try await withServer(configuration) { server in
      for target in ["/split", "/none"] {
        let response = try RawClient(port: server.port).request("GET", target)
        #expect(response.headers["x-content-type-options"] == "nosniff")
        #expect(response.headers["set-cookie"] == nil)
      }
    }
  }

  @Test func `an occupied port is named`() async throws {
    try await withServer { server in
      let configuration = WebConfiguration(port: server.port)
      #expect(
        throws: WebError.cannotListen(
          host: "127.0.0.1", port: server.port, reason: "Address already in use")
      ) { try WebServer(configuration: configuration, handler: EchoHandler()) }
    }
    #expect {
      try WebServer(
        configuration: WebConfiguration(certificatePath: "/no/c.pem", keyPath: "/no/k.pem"),
        handler: EchoHandler())
    } throws: { "\($0)".hasPrefix("/no/c.pem: cannot read the TLS certificate") }
  }
}

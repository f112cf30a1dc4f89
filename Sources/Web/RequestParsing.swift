import CWebSockets

/// Why a request is refused before any handler sees it.
struct Refusal: Error {
  let status: Int
  let reason: String
}

/// Reads the request that libwebsockets has parsed on a connection.
struct RequestParser {
  let socket: OpaquePointer

  /// Headers handed on, known to libwebsockets by number.
  private static let numbered: [(token: lws_token_indexes, name: String)] = [
    (WSI_TOKEN_HOST, "host"), (WSI_TOKEN_ORIGIN, "origin"), (WSI_TOKEN_HTTP_COOKIE, "cookie"),
    (WSI_TOKEN_HTTP_CONTENT_TYPE, "content-type"),
    (WSI_TOKEN_HTTP_CONTENT_LENGTH, "content-length"),
    (WSI_TOKEN_HTTP_USER_AGENT, "user-agent"),
    (WSI_TOKEN_HTTP_ACCEPT_LANGUAGE, "accept-language"),
    (WSI_TOKEN_HTTP_ACCEPT_ENCODING, "accept-encoding"),
    (WSI_TOKEN_HTTP_IF_NONE_MATCH, "if-none-match"), (WSI_TOKEN_HTTP_RANGE, "range"),
    (WSI_TOKEN_HTTP_ACCEPT, "accept"), (WSI_TOKEN_HTTP_REFERER, "referer"),
    (WSI_TOKEN_HTTP_AUTHORIZATION, "authorization"), (WSI_TOKEN_CONNECTION, "connection"),
    (WSI_TOKEN_HTTP_TRANSFER_ENCODING, "transfer-encoding"), (WSI_TOKEN_UPGRADE, "upgrade"),
    (WSI_TOKEN_PROTOCOL, "sec-websocket-protocol"),
  ]

  /// Headers handed on, known by name.
  private static let named = [
    "idempotency-key", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "x-forwarded-for",
    "x-forwarded-proto",
  ]

  private static let methods: [Int32: String] = [
    Int32(LWSHUMETH_GET): "GET", Int32(LWSHUMETH_HEAD): "HEAD",
    Int32(LWSHUMETH_POST): "POST", Int32(LWSHUMETH_PUT): "PUT",
    Int32(LWSHUMETH_PATCH): "PATCH", Int32(LWSHUMETH_DELETE): "DELETE",
  ]

  /// The request without its body.
  func request() throws(Refusal) -> HTTPRequest {
    let (method, path) = try methodAndPath()
    let headers = try headers()
    guard headers["host"] != nil else { throw Refusal(status: 400, reason: "no host header") }
    return HTTPRequest(
      method: method, path: path, query: try query(), headers: headers,
      remoteAddress: remoteAddress, isSecure: lws_is_ssl(socket) != 0)
  }

  /// The length of the body that follows.
  func bodyLength(of request: HTTPRequest) throws(Refusal) -> Int {
    guard request.headers["transfer-encoding"] == nil else {
      throw Refusal(status: 400, reason: "transfer-encoding is not taken; send a content-length")
    }
    guard let text = request.headers["content-length"] else {
      guard !["POST", "PUT", "PATCH"].contains(request.method) else {
        throw Refusal(status: 411, reason: "no content-length")
      }
      return 0
    }
    // A second content-length would be a second opinion on where the next request starts.
    guard lws_hdr_fragment_length(socket, WSI_TOKEN_HTTP_CONTENT_LENGTH, 1) == 0,
      (1...15).contains(text.utf8.count),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let length = Int(text)
    else { throw Refusal(status: 400, reason: "content-length is not one plain number") }
    return length
  }

  var asksForWebSocket: Bool { value(of: WSI_TOKEN_UPGRADE)?.lowercased() == "websocket" }

  private func methodAndPath() throws(Refusal) -> (method: String, path: String) {
    var start: UnsafeMutablePointer<CChar>?
    var count: Int32 = 0
    let index = lws_http_get_uri_and_method(socket, &start, &count)
    guard index >= 0, let start else { throw Refusal(status: 400, reason: "no request line") }
    guard let method = Self.methods[index] else {
      throw Refusal(status: 405, reason: "this method is not known here")
    }
    let bytes = UnsafeRawBufferPointer(start: start, count: Int(count))
    guard let path = Self.text(bytes), path.hasPrefix("/"),
      !path.split(separator: "/").contains("..")
    else { throw Refusal(status: 400, reason: "the path is not plain text") }
    return (method, path)
  }

  private func headers() throws(Refusal) -> [String: String] {
    var headers: [String: String] = [:]
    for (token, name) in Self.numbered where lws_hdr_total_length(socket, token) > 0 {
      guard let value = value(of: token) else {
        throw Refusal(status: 400, reason: "header \(name) is not plain text")
      }
      headers[name] = value
    }
    for name in Self.named {
      if let value = try value(named: name) { headers[name] = value }
    }
    return headers
  }

  private func query() throws(Refusal) -> [String: String] {
    var query: [String: String] = [:]
    var index: Int32 = 0
    while lws_hdr_fragment_length(socket, WSI_TOKEN_HTTP_URI_ARGS, index) > 0 {
      let size = lws_hdr_fragment_length(socket, WSI_TOKEN_HTTP_URI_ARGS, index)
      guard
        let argument = read(
          size,
          { [index] buffer in
            lws_hdr_copy_fragment(
              socket, buffer.baseAddress, Int32(buffer.count), WSI_TOKEN_HTTP_URI_ARGS, index)
          })
      else { throw Refusal(status: 400, reason: "the query is not plain text") }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if query[name] == nil { query[name] = parts.count > 1 ? String(parts[1]) : "" }
      index += 1
    }
    return query
  }

  private func value(of token: lws_token_indexes) -> String? {
    // Fragments of a repeated header are joined by commas, which the total does not count.
    read(lws_hdr_total_length(socket, token) + 64) { buffer in
      lws_hdr_copy(socket, buffer.baseAddress, Int32(buffer.count), token)
    }
  }

  private func value(named name: String) throws(Refusal) -> String? {
    let key = name + ":"
    let size = lws_hdr_custom_length(socket, key, Int32(key.utf8.count))
    guard size >= 0 else { return nil }
    let value = read(size) { buffer in
      lws_hdr_custom_copy(
        socket, buffer.baseAddress, Int32(buffer.count), key, Int32(key.utf8.count))
    }
    guard let value else { throw Refusal(status: 400, reason: "header \(name) is not plain text") }
    return value
  }

  private var remoteAddress: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      buffer[0] = 0
      lws_get_peer_simple(socket, buffer.baseAddress, buffer.count)
      return String(cString: buffer.baseAddress!)
    }
  }

  /// Text of at most `size` bytes that `copy` writes with a closing zero; nil if it is not UTF-8
  /// or has control characters.
  private func read(
    _ size: Int32, _ copy: (UnsafeMutableBufferPointer<CChar>) -> Int32
  ) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(max(0, size)) + 2) { buffer in
      buffer.initialize(repeating: 0)
      guard copy(buffer) >= 0, let end = buffer.firstIndex(of: 0) else { return nil }
      return Self.text(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<end]))
    }
  }

  private static func text(_ bytes: UnsafeRawBufferPointer) -> String? {
    guard bytes.allSatisfy({ $0 >= 32 && $0 != 127 }) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }
}

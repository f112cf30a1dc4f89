/// A request, complete with its body.
package struct HTTPRequest: Hashable, Sendable {
  package var method: String
  /// Percent-decoded, without the query; begins with "/" and has no ".." in it.
  package var path: String
  /// Percent-decoded; of a repeated name the first.
  package var query: [String: String]
  /// By lower-case name.
  package var headers: [String: String]
  package var body: [UInt8]
  package var remoteAddress: String
  package var isSecure: Bool

  package init(
    method: String, path: String, query: [String: String] = [:], headers: [String: String] = [:],
    body: [UInt8] = [], remoteAddress: String = "", isSecure: Bool = false
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.remoteAddress = remoteAddress
    self.isSecure = isSecure
  }
}

/// What is sent back. The server adds the length and its own headers.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]

  package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A plain sentence.
  init(status: Int, _ sentence: String) {
    self.init(
      status: status, headers: [("content-type", "text/plain; charset=utf-8")],
      body: Array((sentence + "\n").utf8))
  }

  /// Status line and headers as bytes, the blank line included.
  ///
  /// Line breaks in a header would let its value write headers of its own: they become spaces.
  func head(adding serverHeaders: [(name: String, value: String)], closing: Bool) -> [UInt8] {
    var text = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "")\r\n"
    for (name, value) in headers + serverHeaders {
      text += Self.line(name) + ": " + Self.line(value) + "\r\n"
    }
    if status != 204, status != 304 { text += "content-length: \(body.count)\r\n" }
    if closing { text += "connection: close\r\n" }
    return Array((text + "\r\n").utf8)
  }

  private static func line(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
  }

  private static let reasons = [
    101: "Switching Protocols", 200: "OK", 201: "Created", 202: "Accepted", 204: "No Content",
    301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified",
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict", 411: "Length Required",
    413: "Content Too Large", 415: "Unsupported Media Type", 422: "Unprocessable Content",
    429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable",
  ]
}

import Web

/// The browser client, held in memory: files are few and small.
package struct StaticSite: Sendable {
  package struct File: Hashable, Sendable {
    package var bytes: [UInt8]
    /// Lower-case hex digest, used as entity tag.
    package var digest: String

    package init(bytes: [UInt8], digest: String) {
      self.bytes = bytes
      self.digest = digest
    }
  }

  private let files: [String: File]

  /// - Parameter files: by path from the root, such as `/parts/cine-viewer.js`.
  package init(files: [String: File]) { self.files = files }

  func response(to request: HTTPRequest) -> HTTPResponse? {
    let path = request.path == "/" ? "/index.html" : request.path
    guard let file = files[path] else { return nil }
    let tag = "\"\(file.digest)\""
    let headers = [
      (name: "Content-Type", value: contentType(of: path)), (name: "ETag", value: tag),
      (name: "Cache-Control", value: "no-cache"),
    ]
    if request.headers["if-none-match"] == tag {
      return HTTPResponse(status: 304, headers: headers, body: [])
    }
    return HTTPResponse(status: 200, headers: headers, body: file.bytes)
  }

  private func contentType(of path: String) -> String {
    switch path.split(separator: ".").last.map(String.init) ?? "" {
    case "html": "text/html; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "json": "application/json"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "md": "text/markdown; charset=utf-8"
    default: "application/octet-stream"
    }
  }
}

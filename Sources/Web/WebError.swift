/// Why a server cannot start.
package enum WebError: Error, Hashable, CustomStringConvertible {
  case cannotListen(host: String, port: Int, reason: String)
  case unreadable(path: String, role: String)
  case cannotStart(reason: String)

  package var description: String {
    switch self {
    case .cannotListen(let host, let port, let reason):
      "\(host):\(port): cannot listen (\(reason)); choose another address or port"
    case .unreadable(let path, let role):
      "\(path): cannot read the TLS \(role); give a readable PEM file"
    case .cannotStart(let reason):
      "the web server cannot start: \(reason)"
    }
  }
}

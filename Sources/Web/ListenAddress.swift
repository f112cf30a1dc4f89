import Glibc

/// A numeric address that was free to listen on a moment ago.
///
/// libwebsockets only says that listening failed; trying once ourselves says why.
struct ListenAddress {
  let text: String
  let port: Int
  let isVersion6: Bool
  let isAny: Bool

  init(host: String, port: Int) throws(WebError) {
    var hints = addrinfo()
    hints.ai_flags = AI_PASSIVE
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    defer { freeaddrinfo(found) }
    guard (0...65535).contains(port) else {
      throw .cannotListen(host: host, port: port, reason: "a port is 0 to 65535")
    }
    let status = getaddrinfo(host.isEmpty ? nil : host, "\(port)", &hints, &found)
    guard status == 0, let address = found?.pointee else {
      throw .cannotListen(host: host, port: port, reason: String(cString: gai_strerror(status)))
    }
    if let problem = Self.probe(address) {
      throw .cannotListen(host: host, port: port, reason: String(cString: strerror(problem)))
    }
    text = Self.numeric(address)
    self.port = port
    isVersion6 = address.ai_family == AF_INET6
    isAny = text == "0.0.0.0" || text == "::"
  }

  /// The error number of binding, if any.
  private static func probe(_ address: addrinfo) -> Int32? {
    let socket = socket(address.ai_family, address.ai_socktype, 0)
    guard socket >= 0 else { return errno }
    defer { close(socket) }
    var yes: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    return bind(socket, address.ai_addr, address.ai_addrlen) == 0 ? nil : errno
  }

  private static func numeric(_ address: addrinfo) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { buffer in
      getnameinfo(
        address.ai_addr, address.ai_addrlen, buffer.baseAddress, socklen_t(buffer.count), nil, 0,
        NI_NUMERICHOST)
      return String(cString: buffer.baseAddress!)
    }
  }
}

import Web

/// Which sites may change something here or open a socket: this one only.
///
/// Browsers send `Origin` with every request that changes something; scripts send neither `Origin`
/// nor `Sec-Fetch-Site` and carry no ambient cookie, so they are let through.
struct OriginRule: Sendable {
  /// Further origins people reach this server by, such as `https://drill.example.org` behind a proxy.
  let allowed: Set<String>

  func admits(_ request: HTTPRequest) -> Bool {
    guard let origin = request.headers["origin"] else {
      let site = request.headers["sec-fetch-site"]
      return site == nil || site == "same-origin" || site == "none"
    }
    if allowed.contains(origin) { return true }
    guard let host = request.headers["host"] else { return false }
    return origin == "\(request.isSecure ? "https" : "http")://\(host)"
  }
}

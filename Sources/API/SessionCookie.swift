import Web

/// The cookie that carries a session: `__Host-` and Secure over TLS; plain http cannot have either.
struct SessionCookie: Sendable {
  let isSecure: Bool

  private var name: String { isSecure ? "__Host-sonodrill" : "sonodrill" }

  func token(in request: HTTPRequest) -> String? {
    for pair in (request.headers["cookie"] ?? "").split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1).map {
        $0.trimmingPrefix(while: { $0 == " " })
      }
      if parts.count == 2, parts[0] == name { return String(parts[1]) }
    }
    return nil
  }

  func header(settingTo token: String, lifetime seconds: Int) -> (name: String, value: String) {
    let secure = isSecure ? "; Secure" : ""
    return (
      name: "Set-Cookie",
      value: "\(name)=\(token); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(seconds)\(secure)"
    )
  }

  var clearing: (name: String, value: String) { header(settingTo: "", lifetime: 0) }
}

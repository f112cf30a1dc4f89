import Records
import Teaching
import Web

/// Who a request is from, and whether it comes from this site.
struct Screening: Sendable {
  let cookie: SessionCookie
  let origins: OriginRule
  let frontDesk: FrontDesk

  func visitor(of request: HTTPRequest) -> Account? {
    cookie.token(in: request).flatMap(frontDesk.visitor)
  }

  /// Throws unless the visitor may call the route now.
  func admit(_ request: HTTPRequest, _ visitor: Account?, to route: Route) throws(Refusal) {
    if request.method != "GET", request.method != "HEAD", !origins.admits(request) {
      throw Refusal(
        .originRefused, "This request comes from another site; use the page of this server.")
    }
    guard !route.access.admits(visitor?.role) else { return }
    guard visitor != nil else { throw Refusal(.sessionRequired, "Sign in first.") }
    throw Refusal(.roleRefused, "Your role may not do this.")
  }
}

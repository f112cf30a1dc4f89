import CWebSockets
import Foundation

/// What libwebsockets keeps pointers to for as long as its context lives: the protocol table, the
/// idle policy, the names; and the way back to Swift.
final class ContextParts: @unchecked Sendable {
  // @unchecked: filled before the service thread starts; touched on that thread only from then on.
  let protocols = UnsafeMutablePointer<lws_protocols>.allocate(capacity: 2)
  private let idlePolicy = UnsafeMutablePointer<lws_retry_bo_t>.allocate(capacity: 1)
  private var names: [UnsafeMutablePointer<CChar>] = []
  /// Set while the service thread runs, and keeps the server alive as long.
  var server: WebServer?

  /// Bytes libwebsockets may hand over, or take, in one go.
  static let pieceSize = 64 << 10

  init() {
    protocols.initialize(repeating: lws_protocols(), count: 2)
    // Held by every WebSocket; a longer message arrives in pieces.
    protocols[0].rx_buffer_size = 4 << 10
    protocols[0].tx_packet_size = Self.pieceSize + 16
    protocols[0].callback = { socket, reason, _, bytes, count in
      guard let socket, let user = lws_context_user(lws_get_context(socket)) else { return 0 }
      let parts = Unmanaged<ContextParts>.fromOpaque(user).takeUnretainedValue()
      guard let server = parts.server else { return 0 }
      // C callbacks come on the service thread only, which is the actor's executor.
      nonisolated(unsafe) let event = ServiceEvent(
        reason: reason, socket: socket, bytes: UnsafeRawBufferPointer(start: bytes, count: count))
      return server.assumeIsolated { $0.handle(event) }
    }
    idlePolicy.initialize(to: lws_retry_bo_t())
    idlePolicy.pointee.secs_since_valid_ping = 30
    idlePolicy.pointee.secs_since_valid_hangup = 45
  }

  deinit {
    for name in names { free(name) }
    protocols.deallocate()
    idlePolicy.deallocate()
  }

  /// A context listening as configured.
  func makeContext(
    _ configuration: WebConfiguration, address: ListenAddress
  ) throws(WebError) -> OpaquePointer {
    protocols[0].name = name(configuration.subprotocol)
    var info = lws_context_creation_info()
    info.port = Int32(address.port)
    info.iface = address.isAny ? nil : name(address.text)
    info.protocols = UnsafePointer(protocols)
    info.user = Unmanaged.passUnretained(self).toOpaque()
    info.options = CLWS_VALIDATE_UTF8 | CLWS_FAIL_IF_UNBOUND
    if !address.isVersion6 { info.options |= CLWS_DISABLE_IPV6 }
    // HTTP/2 of this library is not hardened; WebSockets need HTTP/1.1 in any case.
    info.alpn = name("http/1.1")
    info.max_http_header_data2 = 16 << 10
    info.pt_serv_buf_size = UInt32(Self.pieceSize)
    info.timeout_secs = UInt32(configuration.patience)
    info.timeout_secs_ah_idle = UInt32(configuration.patience)
    info.keepalive_timeout = Int32(max(configuration.patience, 5))
    info.retry_and_idle_policy = UnsafePointer(idlePolicy)
    if let certificate = configuration.certificatePath, let key = configuration.keyPath {
      info.options |= CLWS_TLS
      info.ssl_cert_filepath = name(try readable(certificate, role: "certificate"))
      info.ssl_private_key_filepath = name(try readable(key, role: "key"))
    }
    // Every problem is returned; the library's own lines would only disturb the log.
    lws_set_log_level(0, nil)
    guard let context = lws_create_context(&info) else {
      throw .cannotStart(
        reason: configuration.certificatePath == nil
          ? "libwebsockets refused \(address.text):\(address.port)"
          : "the TLS certificate and its key do not fit together")
    }
    return context
  }

  private func name(_ text: String) -> UnsafePointer<CChar> {
    let copy = strdup(text)!
    names.append(copy)
    return UnsafePointer(copy)
  }

  private func readable(_ path: String, role: String) throws(WebError) -> String {
    guard access(path, R_OK) == 0 else { throw .unreadable(path: path, role: role) }
    return path
  }
}

/// One callback of libwebsockets; the pointers are valid while it lasts.
struct ServiceEvent {
  let reason: lws_callback_reasons
  let socket: OpaquePointer
  let bytes: UnsafeRawBufferPointer
}

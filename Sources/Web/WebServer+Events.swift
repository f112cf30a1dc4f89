import CWebSockets

/// Where libwebsockets' callbacks go. 0 goes on, -1 closes the connection.
extension WebServer {
  func handle(_ event: ServiceEvent) -> Int32 {
    switch event.reason {
    case LWS_CALLBACK_FILTER_NETWORK_CONNECTION: return isStopping ? -1 : 0
    case LWS_CALLBACK_HTTP: return beginRequest(connection(event.socket))
    case LWS_CALLBACK_HTTP_BODY: return receiveBody(event)
    case LWS_CALLBACK_HTTP_BODY_COMPLETION: return endBody(connection(event.socket))
    case LWS_CALLBACK_HTTP_WRITEABLE: return writeResponse(connection(event.socket))
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE: return confirmUpgrade(connection(event.socket))
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: return filterUpgrade(connection(event.socket))
    case LWS_CALLBACK_ESTABLISHED: return openSocket(connection(event.socket))
    case LWS_CALLBACK_RECEIVE: return receiveMessage(event)
    case LWS_CALLBACK_SERVER_WRITEABLE: return writeMessage(connection(event.socket))
    case LWS_CALLBACK_TIMER: return endPatience(connection(event.socket))
    // CONNECT and other ways out of HTTP.
    case LWS_CALLBACK_RAW_ADOPT, LWS_CALLBACK_RAW_CONNECTED, LWS_CALLBACK_RAW_RX: return -1
    case LWS_CALLBACK_CLOSED, LWS_CALLBACK_CLOSED_HTTP, LWS_CALLBACK_WSI_DESTROY:
      forget(event.socket)
      return 0
    default: return 0
    }
  }
}

import Records
import Web

/// Which sockets belong to whom, so that they close when the session ends.
actor OpenSockets {
  private struct Owner {
    var token: String
    var account: Account.ID?
  }

  private var owners: [WebSocket: Owner] = [:]

  func add(_ socket: WebSocket, token: String, account: Account.ID?) {
    owners[socket] = Owner(token: token, account: account)
  }

  func remove(_ socket: WebSocket) { owners[socket] = nil }

  func close(token: String) { close { $0.token == token } }

  func close(account: Account.ID) { close { $0.account == account } }

  private func close(where isMeant: (Owner) -> Bool) {
    for (socket, owner) in owners where isMeant(owner) {
      socket.close(code: 4401, reason: "the session has ended; sign in again")
    }
  }
}

import Foundation

/// The WebSocket subprotocol of `web/protocol.md`.
package enum ReplaySubprotocol {
  package static let name = "sonodrill.1"
}

/// What a viewer may say on its socket.
enum ViewerMessage: Hashable {
  case open(OpenMessage)
  case credit(stream: UInt16, frames: Int)
  case close(stream: UInt16)

  init(_ text: String) throws(Refusal) {
    let bytes = Array(text.utf8)
    let kind = try? JSONDecoder().decode(Kind.self, from: Data(bytes))
    switch kind?.type {
    case "open": self = .open(try StrictJSON.decode(OpenMessage.self, from: bytes))
    case "credit":
      let message = try StrictJSON.decode(CreditMessageText.self, from: bytes)
      self = .credit(stream: message.stream, frames: message.frames)
    case "close": self = .close(stream: try StrictJSON.decode(CloseMessage.self, from: bytes).stream)
    default:
      throw Refusal(.malformed, "A message has a \"type\" of open, credit or close.")
    }
  }

  private struct Kind: Decodable { var type: String }
  private struct CreditMessageText: Codable {
    var type: String
    var stream: UInt16
    var frames: Int
  }
  private struct CloseMessage: Codable {
    var type: String
    var stream: UInt16
  }
}

struct OpenMessage: Codable, Hashable {
  enum Codec: String, Codable { case h264, jpeg }

  var type: String
  var stream: UInt16
  var attempt: String?
  var `case`: String?
  var view: String
  var codec: Codec
  var from: Int
  var credit: Int
}

struct OpenedMessage: Encodable {
  var type = "opened"
  var stream: UInt16
  var codec: String
  var width: Int
  var height: Int
  var frames: Int
  @Nullable var frameRate: Double?
  var hasFindings: Bool
}

struct EndMessage: Encodable {
  var type = "end"
  var stream: UInt16
}

struct SocketErrorMessage: Encodable {
  var type = "error"
  @Nullable var stream: UInt16?
  var code: String
  var message: String
}

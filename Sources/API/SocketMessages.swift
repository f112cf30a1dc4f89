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
    // Credit comes with every frame of every viewer: it is read in one pass.
    let value = try? JSONSerialization.jsonObject(with: Data(text.utf8))
    guard let fields = value as? [String: Any] else {
      throw Refusal(.malformed, "A message is a JSON object.")
    }
    switch fields["type"] as? String {
    case "open":
      self = .open(try StrictJSON.decode(OpenMessage.self, from: Array(text.utf8)))
    case "credit":
      let numbers = try Self.numbers(["stream", "frames"], of: fields)
      self = .credit(stream: try Self.stream(numbers[0]), frames: numbers[1])
    case "close":
      self = .close(stream: try Self.stream(try Self.numbers(["stream"], of: fields)[0]))
    default:
      throw Refusal(.malformed, "A message has a \"type\" of open, credit or close.")
    }
  }

  /// The named whole numbers, when they and the type are all there is.
  private static func numbers(_ names: [String], of fields: [String: Any]) throws(Refusal) -> [Int] {
    let numbers = names.compactMap { fields[$0] as? Int }
    guard numbers.count == names.count, fields.count == names.count + 1 else {
      throw Refusal(
        .malformed, "This message has \"type\" and the whole numbers \(names.joined(separator: ", ")).")
    }
    return numbers
  }

  private static func stream(_ number: Int) throws(Refusal) -> UInt16 {
    guard let stream = UInt16(exactly: number), stream > 0 else {
      throw Refusal(.malformed, "\"stream\" lies between 1 and 65535.")
    }
    return stream
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

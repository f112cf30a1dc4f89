import Foundation

/// JSON in and out of the wire. Reading is strict: a field the message type does not have is refused by name.
enum StrictJSON {
  static func decode<Message: Codable>(_ type: Message.Type, from bytes: [UInt8]) throws(Refusal)
    -> Message
  {
    let data = Data(bytes)
    do {
      let message = try JSONDecoder().decode(type, from: data)
      try refuseUnknownFields(in: data, of: message)
      return message
    } catch let refusal as Refusal {
      throw refusal
    } catch let error as DecodingError {
      throw Refusal(.malformed, sentence(for: error))
    } catch {
      throw Refusal(.malformed, "The request body is not JSON.")
    }
  }

  static func encode(_ message: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    // Messages hold only finite numbers, text and lists: encoding them cannot fail.
    return (try? encoder.encode(message)).map(Array.init) ?? []
  }

  /// A decoded message written again has every field it knows; what is missing there was unknown.
  private static func refuseUnknownFields(in data: Data, of message: some Encodable) throws {
    let given = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    let known = try JSONSerialization.jsonObject(
      with: try JSONEncoder().encode(message), options: .fragmentsAllowed)
    if let path = unknownField(in: given, beside: known, at: "") {
      throw Refusal(.malformed, "The request has an unknown field \"\(path)\".")
    }
  }

  private static func unknownField(in given: Any, beside known: Any, at path: String) -> String? {
    if let given = given as? [String: Any] {
      guard let known = known as? [String: Any] else { return path }
      for (key, value) in given.sorted(by: { $0.key < $1.key }) where !isEmpty(value) {
        let place = path.isEmpty ? key : "\(path).\(key)"
        guard let twin = known[key] else { return place }
        if let found = unknownField(in: value, beside: twin, at: place) { return found }
      }
    }
    if let given = given as? [Any], let known = known as? [Any] {
      for (index, (value, twin)) in zip(given, known).enumerated() {
        if let found = unknownField(in: value, beside: twin, at: "\(path)[\(index)]") { return found }
      }
    }
    return nil
  }

  /// Nothing is lost when these are left out on writing.
  private static func isEmpty(_ value: Any) -> Bool {
    value is NSNull || (value as? [Any])?.isEmpty == true
  }

  private static func sentence(for error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      "The request lacks \"\(path(context.codingPath + [key]))\"."
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\"\(path(context.codingPath))\" has the wrong type."
    case .dataCorrupted(let context):
      context.codingPath.isEmpty
        ? "The request body is not JSON."
        : "\"\(path(context.codingPath))\" is not usable: \(context.debugDescription)."
    @unknown default:
      "The request body does not fit."
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce("") { path, key in
      if let index = key.intValue { return "\(path)[\(index)]" }
      return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
    }
  }
}

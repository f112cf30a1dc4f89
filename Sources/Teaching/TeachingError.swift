/// Why something cannot be done now. `API` turns each into a status and a code.
package enum TeachingError: Error, Sendable {
  case notFound
  case unitClosed(String)
  case unitFinished(String)
  case readInvalid([String])
  case alreadyCommitted
  case idempotencyConflict
  /// This case is read without the AI, or answered before it comes.
  case aiWithheld
  /// A case, loop or model cannot be used; the sentence says why.
  case unusable(String)

  package var sentence: String {
    switch self {
    case .notFound: "There is no such thing here, or it is not yours to see."
    case .unitClosed(let sentence), .unitFinished(let sentence),
      .unusable(let sentence):
      sentence
    case .readInvalid(let problems): problems.joined(separator: " ")
    case .alreadyCommitted:
      "This case is already committed; the stored answer stands. Load it again to see it."
    case .aiWithheld:
      "The AI does not speak on this case yet; answer first."
    case .idempotencyConflict:
      "This key was used for another answer; send a new answer with a new key."
    }
  }
}

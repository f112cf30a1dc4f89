import Catalog
import Records
import Teaching

extension Refusal {
  /// What any error means to the person who asked. Unknown ones are our fault.
  init(_ error: any Error) {
    switch error {
    case let refusal as Refusal: self = refusal
    case let error as TeachingError: self.init(error)
    case ReadingSession.Problem.alreadyCommitted: self.init(TeachingError.alreadyCommitted)
    case ReadingSession.Problem.aiWithheld: self.init(TeachingError.aiWithheld)
    case let error as RecordError: self.init(error)
    case is CancellationError: self.init(.internalFault, "The request was cancelled; send it again.")
    default:
      self.init(.internalFault, "Something went wrong here; the log has this request's id.")
    }
  }

  private init(_ error: TeachingError) {
    let code: Code =
      switch error {
      case .notFound, .unitFinished: .notFound
      case .unitClosed: .unitClosed
      case .readInvalid: .readInvalid
      case .alreadyCommitted: .alreadyCommitted
      case .idempotencyConflict: .idempotencyConflict
      case .aiWithheld: .aiWithheld
      case .unusable: .internalFault
      }
    self.init(code, error.sentence)
    if case .readInvalid(let problems) = error { self.problems = problems }
  }

  private init(_ error: RecordError) {
    let code: Code =
      switch error {
      case .cannotOpen, .cannotRead, .cannotWrite: .storageUnavailable
      case .refusedName, .refusedPassword, .refusedValue: .malformed
      case .nameTaken: .nameTaken
      case .unknown: .notFound
      case .linkRefused: .linkUsed
      case .tooManySignIns: .sessionThrottled
      case .wrongStage: .alreadyCommitted
      }
    self.init(code, error.description)
  }
}

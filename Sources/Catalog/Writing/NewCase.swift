package import Sonography

/// Everything a new case bundle is made of.
package struct NewCase: Sendable {
  /// The digests of its views are filled in from the recordings.
  package var `case`: Case
  /// Nil for a recording nobody has annotated yet.
  package var truth: ReferenceStandard?
  /// Shown after the read.
  package var teaching: String?
  /// What the phantom needs to render the case again; only for simulated cases.
  package var simulation: FreeValue?
  /// The recording of every view, by view id.
  package var recordings: [String: Recording]

  package init(
    case value: Case, truth: ReferenceStandard?, teaching: String? = nil,
    simulation: FreeValue? = nil, recordings: [String: Recording]
  ) {
    self.case = value
    self.truth = truth
    self.teaching = teaching
    self.simulation = simulation
    self.recordings = recordings
  }

  package enum Recording: Sendable {
    /// Copied from this path.
    case file(String)
    case bytes([UInt8])
    /// Written by the closure to the path it is given.
    case written(@Sendable (_ path: String) throws -> Void)
  }
}

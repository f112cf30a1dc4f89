package import Sonography

/// What an instructor orders for the virtual probe: words and numbers of the phantom, unchecked.
package struct ProbeOrder: Codable, Hashable, Sendable {
  package var type: String
  package var seed: Int
  package var composition: String
  /// A lesion's kind, or `normal`.
  package var lesion: String
  package var look: String
}

/// How the probe is held: millimetres and radians against the skin, pressure as a fraction of the depth.
package struct ProbePose: Codable, Hashable, Sendable {
  package var type: String
  package var x: Double
  package var y: Double
  package var tilt: Double
  package var rock: Double
  package var yaw: Double
  package var pressure: Double
}

/// Opens simulated breasts for a held probe. The command line brings the phantom; without it there is none.
package struct ProbeDesk: Sendable {
  /// Gives the frame at a pose, or says in a sentence why nobody can hold a probe so.
  package typealias Look = @Sendable (_ pose: ProbePose, _ index: Int) throws(ProbeRefusal) -> Frame

  package let choices: ProbeChoices
  package let open: @Sendable (ProbeOrder) async throws(ProbeRefusal) -> Look

  package init(
    choices: ProbeChoices, open: @escaping @Sendable (ProbeOrder) async throws(ProbeRefusal) -> Look
  ) {
    self.choices = choices
    self.open = open
  }
}

/// The words an order may have.
package struct ProbeChoices: Encodable, Hashable, Sendable {
  package var compositions: [String]
  package var lesions: [String]
  package var looks: [String]

  package init(compositions: [String], lesions: [String], looks: [String]) {
    self.compositions = compositions
    self.lesions = lesions
    self.looks = looks
  }
}

/// Why there is no picture: one sentence.
package struct ProbeRefusal: Error, Hashable, Sendable {
  package let sentence: String
  package init(_ sentence: String) { self.sentence = sentence }
}

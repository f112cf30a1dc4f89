/// What is so about a case, and on what evidence.
///
/// Decodable, never Encodable: it cannot be sent or stored by accident.
package struct ReferenceStandard: Hashable, Decodable, Sendable {
  package var lesions: [Lesion]
  package var outcome: Outcome
  /// The category of the whole case by each expert, in the order of `Lesion.opinions`.
  package var assessments: [Assessment]
  /// Image-quality faults truly present: `gain`, `depth`, `focus`, `contact`, `motion`, `coverage`.
  package var qualityFaults: [String]
  /// The edition in whose words it is written.
  package var lexicon: String

  /// Where a truth names no lexicon.
  package static let usualLexicon = "birads-us-2013"

  package init(
    lesions: [Lesion], outcome: Outcome, assessments: [Assessment], qualityFaults: [String] = [],
    lexicon: String = usualLexicon
  ) {
    self.lesions = lesions
    self.outcome = outcome
    self.assessments = assessments
    self.qualityFaults = qualityFaults
    self.lexicon = lexicon
  }

  /// The consensus rule: whether a lesion that only the panel vouches for counts.
  ///
  /// At least half of the experts accept it, rounded up, and of several more than one: what a single
  /// one of several saw is a place where experts disagree, and marks on it count neither for nor
  /// against.
  package static func isAccepted(by votes: Int, of experts: Int) -> Bool {
    votes >= max(1, (experts + 1) / 2) && (votes > 1 || experts <= 1)
  }

  package enum Outcome: String, Hashable, Decodable, Sendable { case malignant, benign, normal }
}

/// What truly is at one place in the breast.
package struct Lesion: Hashable, Decodable, Sendable, Identifiable {
  package var id: String
  package var name: String
  package var pathology: Pathology
  package var views: [Appearance]
  package var opinions: [Opinion]
  /// False: a lesion only some experts accept; marks on it count neither for nor against.
  package var isScored: Bool

  package init(
    id: String, name: String, pathology: Pathology, views: [Appearance], opinions: [Opinion],
    isScored: Bool = true
  ) {
    self.id = id
    self.name = name
    self.pathology = pathology
    self.views = views
    self.opinions = opinions
    self.isScored = isScored
  }

  package struct Pathology: Hashable, Decodable, Sendable {
    /// For example `invasive ductal carcinoma`; nil when only the outcome is known.
    package var diagnosis: String?
    package var isMalignant: Bool
    package var evidence: Evidence

    package init(diagnosis: String?, isMalignant: Bool, evidence: Evidence) {
      self.diagnosis = diagnosis
      self.isMalignant = isMalignant
      self.evidence = evidence
    }
  }

  package enum Evidence: String, Hashable, Decodable, Sendable {
    case histology, followUp, panel, simulation
  }

  /// The lesion in one view: where it can be seen, frame by frame. A view in which several experts
  /// outlined it has one appearance for each; an agreed one, without an expert, takes precedence.
  package struct Appearance: Hashable, Decodable, Sendable {
    package var view: String
    /// Whose outlines these are; nil: agreed.
    package var expert: String?
    /// Frames where it can be seen, ascending, each with the outline in it.
    package var outlines: [FrameOutline]
    /// Frames the experts accept as key plane, inclusive.
    package var keyPlane: KeyPlane?

    package init(
      view: String, expert: String? = nil, outlines: [FrameOutline], keyPlane: KeyPlane?
    ) {
      self.view = view
      self.expert = expert
      self.outlines = outlines
      self.keyPlane = keyPlane
    }

    package func outline(at frame: Int) -> Contour? {
      outlines.first { $0.frame == frame }?.contour
    }
  }

  package struct FrameOutline: Hashable, Decodable, Sendable {
    package var frame: Int
    package var contour: Contour

    package init(frame: Int, contour: Contour) {
      self.frame = frame
      self.contour = contour
    }
  }

  /// One expert's words for the lesion.
  package struct Opinion: Hashable, Decodable, Sendable {
    package var expert: String
    package var descriptors: Descriptors
    package var assessment: Assessment?
    package var longAxis: Millimetres?

    package init(
      expert: String, descriptors: Descriptors, assessment: Assessment?, longAxis: Millimetres?
    ) {
      self.expert = expert
      self.descriptors = descriptors
      self.assessment = assessment
      self.longAxis = longAxis
    }
  }
}

/// Where a lesion is best seen: the best frame and the frames accepted as equally good.
package struct KeyPlane: Hashable, Decodable, Sendable {
  package var best: Int
  package var first: Int
  package var last: Int

  package init(best: Int, first: Int, last: Int) {
    self.best = best
    self.first = first
    self.last = last
  }

  package func accepts(_ frame: Int) -> Bool { (first...max(first, last)).contains(frame) }
}

package import Catalog
package import Foundation
package import Learning
package import Records
package import Sonography

/// One attempt with everything its reader may be told about it at this moment.
package struct Sitting: Sendable {
  package var attempt: AttemptRecord
  package var session: ReadingSession
  package var curriculum: Curriculum
  package var unit: Curriculum.Unit
  package var bundle: CaseBundle
  package var draft: Read?
  package var savedAt: Date?
  /// Place of this case among the cases of the unit answered or opened so far, from 1.
  package var position: Int
  package var total: Int
  /// Whether truth may be shown now.
  package var releasesTruth: Bool
  package var firstScore: Score?
  package var finalScore: Score?
  package var committedAt: Date?
  /// Idempotency keys of the stored reads.
  package var keys: [String: ReadStage]

  package var handles: CaseHandles { CaseHandles(bundle.case.views) }
}

/// What the AI says about all views of a case.
package struct AIReading: Sendable {
  package var model: ModelName
  /// The most suspicious track's category; nil when nothing was found or assessed.
  package var assessment: Assessment?
  package var malignancy: Double?
  package var traces: [(view: String, trace: AITrace)]

  package init(model: ModelName, traces: [(view: String, trace: AITrace)]) {
    self.model = model
    self.traces = traces
    let tracks = traces.flatMap(\.trace.tracks)
    let worst = tracks.max { ($0.malignancy ?? -1) < ($1.malignancy ?? -1) }
    assessment = tracks.isEmpty ? Assessment("1") : worst?.assessment
    malignancy = worst?.malignancy
  }
}

extension AIReading {
  /// What the AI says about the whole case, against pathology as a reader's call is; nil without a
  /// category of the lexicon.
  func answer(in lexicon: Lexicon, under rubric: Rubric) -> AIAnswer? {
    let scale = lexicon.assessment
    guard let assessment, scale[assessment] != nil,
      let test = scale.positiveTests[rubric.grading.positiveTest],
      let calledPositive = scale.isPositive(
        assessment, management: scale.management(of: assessment, size: size), in: test)
    else { return nil }
    return AIAnswer(
      calledPositive: calledPositive, assessment: assessment, likelihood: malignancy)
  }

  /// The longest axis the AI measured.
  private var size: Millimetres? { traces.flatMap(\.trace.tracks).compactMap(\.longAxis).max() }
}

package struct ModelName: Hashable, Sendable {
  package var id: String
  package var version: String
  package var digest: String

  package init(id: String, version: String, digest: String) {
    self.id = id
    self.version = version
    self.digest = digest
  }
}

/// Everything shown after the read: truth, AI and answer.
package struct Feedback: Sendable {
  /// Nil in an instructor's preview.
  package var sitting: Sitting?
  package var bundle: CaseBundle
  package var lexicon: String
  package var truth: ReferenceStandard
  package var teaching: String?
  /// As the reader was shown it.
  package var ai: AIReading?
  /// How the AI shown was wrong on purpose; nil when it was not.
  package var plantedError: PlantedErrorKind?
  /// What the AI says without a planted error.
  package var honestAI: AIReading?
  /// The score that counts: of the final answer, else of the only one.
  package var score: Score?
  /// The unaided answer's score, when there was a second one.
  package var firstScore: Score?
  /// The answer beside the AI's; no part of the score. Nil in a preview.
  package var aiAgreement: Measure?
  package var hasNext: Bool
  /// Among the cases whose truth the reader has been shown.
  package var related: [RelatedCase] = []
  /// Why this case was chosen; nil where the unit's order said it.
  package var why: NextCase? = nil
}

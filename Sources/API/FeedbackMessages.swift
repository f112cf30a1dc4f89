import Catalog
import Foundation
import Sonography
import Teaching

/// Truth, AI and the reader's answer side by side: sent only after the commit.
struct FeedbackMessage: Encodable {
  @Nullable var attempt: AttemptMessage?
  /// The case as its reader saw it; the same as the attempt's, and there for previews too.
  var `case`: CaseMessage
  var lexicon: String
  var caseId: String
  var title: String
  @Nullable var verdict: String?
  var outcome: String
  var lesions: [LesionMessage]
  var falseMarks: [FalseMark]
  /// Marks that count neither for nor against.
  var setAside: [String]
  var measures: [MeasureMessage]
  @Nullable var firstMeasures: [MeasureMessage]?
  /// The answer beside the AI's category: apart from the measures, since the AI marks nobody.
  @Nullable var aiAgreement: MeasureMessage?
  var assessment: Assessments
  /// As the reader was shown it.
  @Nullable var ai: AIReadingMessage?
  @Nullable var plantedError: PlantedErrorMessage?
  @Nullable var teaching: String?
  @Nullable var rubric: String?
  var position: Int
  var total: Int
  var hasNext: Bool
  var related: [RelatedMessage]
  @Nullable var why: WhyMessage?

  struct RelatedMessage: Encodable {
    var relation: String
    var attempt: String
    var title: String
  }

  struct Assessments: Encodable {
    @Nullable var mine: String?
    var experts: [String]
    @Nullable var ai: String?
  }

  init(_ feedback: Feedback) {
    let handles = CaseHandles(feedback.bundle.case.views)
    let reading = feedback.ai.map { AIReadingMessage($0, handles) }
    attempt = feedback.sitting.map { AttemptMessage($0, ai: nil) }
    self.case = CaseMessage(feedback.bundle.case, handles)
    lexicon = feedback.lexicon
    caseId = feedback.bundle.case.id
    title = feedback.bundle.case.title
    verdict = feedback.score?.verdict
    outcome = feedback.truth.outcome.rawValue
    lesions = feedback.truth.lesions.map { lesion in
      LesionMessage(
        lesion, feedback.score?.lesions.first { $0.lesion == lesion.id }, handles)
    }
    falseMarks = feedback.score?.falseMarks ?? []
    setAside = feedback.score?.setAside ?? []
    measures = (feedback.score?.measures ?? []).map(MeasureMessage.init)
    firstMeasures = feedback.firstScore?.measures.map(MeasureMessage.init)
    aiAgreement = feedback.aiAgreement.map(MeasureMessage.init)
    assessment = Assessments(
      mine: feedback.score?.assessment?.rawValue,
      experts: feedback.truth.assessments.map(\.rawValue), ai: reading?.assessment)
    ai = reading
    plantedError = feedback.plantedError.map { PlantedErrorMessage($0, honest: feedback.honestAI) }
    teaching = feedback.teaching
    rubric = feedback.score?.rubric
    position = feedback.sitting?.position ?? 0
    total = feedback.sitting?.total ?? 0
    hasNext = feedback.hasNext
    related = feedback.related.map {
      RelatedMessage(relation: $0.relation.rawValue, attempt: $0.attempt, title: $0.title)
    }
    why = feedback.why.map(WhyMessage.init)
  }
}

/// How the AI was wrong on purpose, and what it says otherwise.
struct PlantedErrorMessage: Encodable {
  var kind: PlantedErrorKind
  @Nullable var assessment: String?
  @Nullable var malignancy: Double?

  init(_ kind: PlantedErrorKind, honest: AIReading?) {
    self.kind = kind
    assessment = honest?.assessment?.rawValue
    malignancy = honest?.malignancy.map { rounded($0, 4) }
  }
}

struct MeasureMessage: Encodable {
  var name: String
  @Nullable var value: Double?
  var unit: String
  var sentence: String
  @Nullable var reason: String?

  init(_ measure: Measure) {
    name = measure.name
    value = measure.value
    unit = measure.unit
    sentence = measure.sentence
    reason = measure.reason
  }
}

/// One true lesion and what became of it. Written field by field: truth does not encode by itself.
struct LesionMessage: Encodable {
  var id: String
  var name: String
  var isScored: Bool
  var pathology: PathologyMessage
  @Nullable var mark: String?
  @Nullable var errorKind: String?
  /// What became of it, in words; nil in a preview.
  @Nullable var sentence: String?
  var descriptorCredit: [String: Double]
  @Nullable var timeToMark: Double?
  @Nullable var outlineOverlap: Double?
  var opinions: [OpinionMessage]
  var views: [AppearanceMessage]

  init(_ lesion: Lesion, _ outcome: LesionOutcome?, _ handles: CaseHandles) {
    id = lesion.id
    name = lesion.name
    isScored = lesion.isScored
    pathology = PathologyMessage(
      diagnosis: lesion.pathology.diagnosis, isMalignant: lesion.pathology.isMalignant,
      evidence: lesion.pathology.evidence.rawValue)
    mark = outcome?.mark
    errorKind = outcome?.errorKind
    sentence = outcome?.sentence
    descriptorCredit = outcome?.descriptorCredit ?? [:]
    timeToMark = outcome?.timeToMark
    outlineOverlap = outcome?.outlineOverlap
    opinions = lesion.opinions.map(OpinionMessage.init)
    views = lesion.views.map { AppearanceMessage($0, handle: handles.handle(of: $0.view)) }
  }
}

struct PathologyMessage: Encodable {
  @Nullable var diagnosis: String?
  var isMalignant: Bool
  var evidence: String

  init(diagnosis: String?, isMalignant: Bool, evidence: String) {
    self.diagnosis = diagnosis
    self.isMalignant = isMalignant
    self.evidence = evidence
  }
}

struct OpinionMessage: Encodable {
  var expert: String
  @Nullable var assessment: String?
  @Nullable var longAxisMm: Double?
  var descriptors: [String: [String]]

  init(_ opinion: Lesion.Opinion) {
    expert = opinion.expert
    assessment = opinion.assessment?.rawValue
    longAxisMm = opinion.longAxis?.value
    descriptors = opinion.descriptors.terms
  }
}

struct AppearanceMessage: Encodable {
  var id: String
  /// Whose outlines; nil: agreed.
  @Nullable var expert: String?
  @Nullable var keyPlane: KeyPlaneMessage?
  var outlines: [OutlineMessage]

  struct KeyPlaneMessage: Encodable {
    var best: Int
    var first: Int
    var last: Int
  }

  struct OutlineMessage: Encodable {
    var frame: Int
    var contour: [[Double]]
  }

  init(_ appearance: Lesion.Appearance, handle: String) {
    id = handle
    expert = appearance.expert
    keyPlane = appearance.keyPlane.map {
      KeyPlaneMessage(best: $0.best, first: $0.first, last: $0.last)
    }
    outlines = appearance.outlines.map {
      OutlineMessage(frame: $0.frame, contour: pairs($0.contour))
    }
  }
}

import Catalog
import Foundation
import Records
import Sonography
import Teaching

struct AttemptMessage: Encodable {
  var id: String
  var phase: String
  var mode: AIMode
  var position: Int
  var total: Int
  var curriculum: Named
  var unit: UnitHead
  var lexicon: String
  var `case`: CaseMessage
  @Nullable var draft: Read?
  @Nullable var savedAt: Date?
  var reads: Reads
  @Nullable var ai: AIReadingMessage?
  var hasFeedback: Bool

  struct Named: Encodable {
    var id: String
    var title: String
  }

  struct UnitHead: Encodable {
    var id: String
    var title: String
    var feedback: FeedbackTime
    /// Nil in a drill that is blind to it.
    @Nullable var prevalence: PrevalenceMessage?
  }

  struct Reads: Encodable {
    @Nullable var first: Read?
    @Nullable var final: Read?
  }

  init(_ sitting: Sitting, ai: AIReadingMessage?, prevalence: PrevalenceMessage? = nil) {
    let handles = sitting.handles
    id = sitting.attempt.id
    phase = sitting.session.phase.rawValue
    mode = sitting.session.mode
    position = sitting.position
    total = sitting.total
    curriculum = Named(id: sitting.curriculum.id, title: sitting.curriculum.title)
    unit = UnitHead(
      id: sitting.unit.id, title: sitting.unit.title, feedback: sitting.unit.feedback,
      prevalence: prevalence)
    lexicon = sitting.curriculum.lexicon
    self.case = CaseMessage(sitting.bundle.case, handles)
    draft = sitting.draft.map(handles.closed)
    savedAt = sitting.savedAt
    reads = Reads(
      first: sitting.session.first.map(handles.closed),
      final: sitting.session.final.map(handles.closed))
    self.ai = ai
    hasFeedback = sitting.releasesTruth
  }
}

/// How common cancer is among the unit's cases, to five per cent.
struct PrevalenceMessage: Encodable {
  static let leastCases = 10

  var malignant: Double
  var cases: Int

  init(share: Double, cases: Int) {
    malignant = (share * 20).rounded() / 20
    self.cases = cases
  }
}

/// What a trainee may see of a case: no id, no title, no file name, no tag.
struct CaseMessage: Encodable {
  var vignette: VignetteMessage
  var isSimulated: Bool
  var credit: CreditMessage
  var views: [ViewMessage]

  init(_ value: Case, _ handles: CaseHandles) {
    vignette = VignetteMessage(value.vignette)
    isSimulated = value.isSimulated
    credit = CreditMessage(value.source)
    views = value.views.map { ViewMessage($0, handle: handles.handle(of: $0.id)) }
  }
}

struct VignetteMessage: Encodable {
  @Nullable var age: Int?
  var text: String
  @Nullable var laterality: Laterality?
  @Nullable var clockFace: Int?
  @Nullable var distanceFromNipple: Double?

  init(_ vignette: Case.Vignette) {
    age = vignette.age
    text = vignette.text
    laterality = vignette.laterality
    clockFace = vignette.clockFace
    distanceFromNipple = vignette.distanceFromNipple?.value
  }
}

struct CreditMessage: Encodable {
  var name: String
  var licence: String
  var credit: String
  @Nullable var link: String?

  init(_ source: Case.Source) {
    name = source.name
    licence = source.licence
    credit = source.credit
    link = source.link
  }
}

struct ViewMessage: Encodable {
  var id: String
  var label: String
  @Nullable var technique: String?
  var frames: Int
  var width: Int
  var height: Int
  @Nullable var frameRate: Double?
  @Nullable var spacing: PixelSpacing?

  init(_ view: Case.View, handle: String) {
    id = handle
    label = view.label
    technique = view.technique
    frames = view.frames
    width = view.width
    height = view.height
    frameRate = view.frameRate
    spacing = view.spacing
  }
}

/// What the AI says about a case, once it may be told.
struct AIReadingMessage: Encodable {
  var model: Model
  @Nullable var assessment: String?
  @Nullable var malignancy: Double?
  var views: [ViewReading]

  struct Model: Encodable {
    var id: String
    var version: String
    var digest: String
  }

  struct ViewReading: Encodable {
    var id: String
    var tracks: [TrackMessage]
    var frames: [FrameFindingsMessage]
  }

  init(_ reading: AIReading, _ handles: CaseHandles) {
    model = Model(
      id: reading.model.id, version: reading.model.version, digest: reading.model.digest)
    assessment = reading.assessment?.rawValue
    malignancy = reading.malignancy.map { rounded($0, 4) }
    views = reading.traces.map { view, trace in
      ViewReading(
        id: handles.handle(of: view), tracks: trace.tracks.map(TrackMessage.init),
        frames: trace.frames.map(FrameFindingsMessage.init))
    }
  }
}

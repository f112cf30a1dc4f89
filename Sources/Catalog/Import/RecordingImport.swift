package import Sonography

/// A recording somebody brings along, before anybody annotated it.
package struct RecordingImport: Sendable {
  package var id: String
  package var title: String
  /// One or two sentences for the reader; what is known of the patient.
  package var vignette: Case.Vignette
  package var source: Case.Source
  package var tags: [String]

  package init(
    id: String, title: String, vignette: Case.Vignette, source: Case.Source,
    tags: [String] = ["imported"]
  ) {
    self.id = id
    self.title = title
    self.vignette = vignette
    self.source = source
    self.tags = tags
  }

  /// The case of one recording: a loop of `frames` frames, or a still when there is one.
  ///
  /// It has no truth yet: it can be looked at and read by the AI, and is drilled once an expert has
  /// written its `truth.yaml`. `fileName` gives the recording's name in the bundle its ending.
  package func newCase(
    fileName: String, frames: Int, width: Int, height: Int, frameRate: Double?,
    spacing: PixelSpacing?, recording: NewCase.Recording
  ) -> NewCase {
    let isLoop = frames > 1
    let ending = fileName.split(separator: ".").last.map { $0.lowercased() } ?? "mkv"
    let view = Case.View(
      id: isLoop ? "loop" : "still", label: isLoop ? "Cine loop" : "Still",
      file: (isLoop ? "loop." : "still.") + ending, sha256: "", frames: frames, width: width,
      height: height, frameRate: isLoop ? frameRate : nil, spacing: spacing)
    return NewCase(
      case: Case(
        id: id, title: title, vignette: vignette, views: [view],
        tags: tags + [isLoop ? "cine" : "still"], isSimulated: false, source: source),
      truth: nil, recordings: [view.id: recording])
  }

  /// A case id made from a file or folder name: small letters, digits and single hyphens.
  package static func id(from name: String) -> String {
    let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let id = String(words.joined(separator: "-").prefix(64))
    return id.isEmpty ? "case" : trimmedHyphens(id)
  }

  private static func trimmedHyphens(_ id: String) -> String {
    id.hasSuffix("-") ? String(id.dropLast()) : id
  }
}

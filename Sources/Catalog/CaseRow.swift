internal import Sonography

/// A case as the index stores it. `Case` itself does not encode, so that it never reaches a wire by
/// accident.
struct CaseRow: Codable {
  var title: String
  var age: Int?
  var text: String
  var laterality: Laterality?
  var clockFace: Int?
  var distanceFromNipple: Millimetres?
  var views: [ViewRow]
  var tags: [String]
  var isSimulated: Bool
  var source: [String]
  var link: String?

  struct ViewRow: Codable {
    var id: String
    var label: String
    var file: String
    var sha256: String
    /// Frames, width, height.
    var size: [Int]
    var frameRate: Double?
    var spacing: PixelSpacing?
    var technique: String?
  }

  init(_ value: Case) {
    title = value.title
    age = value.vignette.age
    text = value.vignette.text
    laterality = value.vignette.laterality
    clockFace = value.vignette.clockFace
    distanceFromNipple = value.vignette.distanceFromNipple
    views = value.views.map(ViewRow.init)
    tags = value.tags
    isSimulated = value.isSimulated
    source = [value.source.name, value.source.licence, value.source.credit]
    link = value.source.link
  }

  func value(id: String) -> Case {
    Case(
      id: id, title: title,
      vignette: .init(
        age: age, text: text, laterality: laterality, clockFace: clockFace,
        distanceFromNipple: distanceFromNipple),
      views: views.map(\.value), tags: tags, isSimulated: isSimulated,
      source: .init(name: source[0], licence: source[1], credit: source[2], link: link))
  }
}

extension CaseRow.ViewRow {
  init(_ view: Case.View) {
    self.init(
      id: view.id, label: view.label, file: view.file, sha256: view.sha256,
      size: [view.frames, view.width, view.height], frameRate: view.frameRate,
      spacing: view.spacing, technique: view.technique)
  }

  var value: Case.View {
    Case.View(
      id: id, label: label, file: file, sha256: sha256, frames: size[0], width: size[1],
      height: size[2], frameRate: frameRate, spacing: spacing, technique: technique)
  }
}

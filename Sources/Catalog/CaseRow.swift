internal import Sonography

/// A case as one line of the index: fields in a fixed order, an empty one for nothing.
///
/// Plain text split at separators, because thousands of them are read before the first page is
/// served: decoding JSON of the same content takes several times as long.
struct CaseRow {
  static let fieldSeparator: UInt8 = 0x1F
  static let rowSeparator: UInt8 = 0x1E

  private(set) var fields: [String]
  private var position = 0

  init(_ fields: [String] = []) { self.fields = fields }

  /// Whether splitting the joined fields gives them back.
  var isSeparable: Bool {
    fields.allSatisfy { field in
      !field.utf8.contains { $0 == Self.fieldSeparator || $0 == Self.rowSeparator }
    }
  }

  // MARK: Writing

  mutating func put(_ value: (some CustomStringConvertible)?) {
    fields.append(value.map { "\($0)" } ?? "")
  }

  mutating func put(_ value: Case) {
    put(value.title)
    put(value.vignette.age)
    put(value.vignette.text)
    put(value.vignette.laterality?.rawValue)
    put(value.vignette.clockFace)
    put(value.vignette.distanceFromNipple?.value)
    put(value.tags.joined(separator: " "))
    put(value.isSimulated)
    for text in [value.source.name, value.source.licence, value.source.credit] { put(text) }
    put(value.source.link)
    put(value.views.count)
    for view in value.views { put(view) }
  }

  private mutating func put(_ view: Case.View) {
    for text in [view.id, view.label, view.file, view.sha256] { put(text) }
    for number in [view.frames, view.width, view.height] { put(number) }
    for number in [view.frameRate, view.spacing?.x, view.spacing?.y] { put(number) }
    put(view.technique)
  }

  // MARK: Reading, in the same order; nil for a row that is not one of ours

  mutating func text() -> String? {
    guard position < fields.count else { return nil }
    defer { position += 1 }
    return fields[position].isEmpty ? nil : fields[position]
  }

  mutating func integer() -> Int? { text().flatMap { Int($0) } }
  mutating func number() -> Double? { text().flatMap { Double($0) } }

  mutating func value(id: String) -> Case? {
    let title = text()
    let age = integer()
    let story = text()
    let side = text().flatMap(Laterality.init(rawValue:))
    let clock = integer()
    let distance = number().map { Millimetres($0) }
    let tags = text()?.split(separator: " ").map(String.init) ?? []
    let simulated = text()
    let (name, licence, credit, link) = (text(), text(), text(), text())
    guard let title, let story, let simulated, let name, let licence, let credit,
      let views = views()
    else { return nil }
    return Case(
      id: id, title: title,
      vignette: .init(
        age: age, text: story, laterality: side, clockFace: clock, distanceFromNipple: distance),
      views: views, tags: tags, isSimulated: simulated == "true",
      source: .init(name: name, licence: licence, credit: credit, link: link))
  }

  private mutating func views() -> [Case.View]? {
    guard let count = integer(), (1...32).contains(count) else { return nil }
    var views: [Case.View] = []
    for _ in 0..<count {
      guard let view = view() else { return nil }
      views.append(view)
    }
    return views
  }

  private mutating func view() -> Case.View? {
    let (id, label, file, sha256) = (text(), text(), text(), text())
    let (frames, width, height) = (integer(), integer(), integer())
    let (rate, x, y, technique) = (number(), number(), number(), text())
    guard let id, let label, let file, let sha256, let frames, let width, let height
    else { return nil }
    var spacing: PixelSpacing?
    if let x, let y { spacing = PixelSpacing(x: x, y: y) }
    return Case.View(
      id: id, label: label, file: file, sha256: sha256, frames: frames, width: width,
      height: height, frameRate: rate, spacing: spacing, technique: technique)
  }
}

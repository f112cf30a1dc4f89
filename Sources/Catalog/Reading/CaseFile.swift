internal import Sonography
internal import Yams

/// Reads `case.yaml`: what a reader may see.
struct CaseFile {
  static let largest = 256 * 1024
  static let keys = [
    "format", "title", "vignette", "tags", "simulated", "source", "views", "simulation",
  ]

  var value: Case
  /// What the phantom needs to render the case again; only for simulated cases.
  var simulation: FreeValue?

  /// Nil after adding at least one error to `problems`.
  static func read(_ bytes: [UInt8], id: String, in problems: ProblemList) -> CaseFile? {
    guard
      let fields = YAMLDocument.root(of: bytes, as: "a case", keys: keys, in: problems)
    else { return nil }
    readFormat(fields)
    let title = fields.text("title", longest: 200)
    let vignette = fields.fields("vignette", as: "a vignette", keys: VignetteKeys.all)
      .flatMap(readVignette)
    let tags = fields.optionalTexts("tags").map { tags in checkedTags(tags, fields) }
    let simulated = fields.boolean("simulated")
    let source = fields.fields("source", as: "a source", keys: SourceKeys.all).flatMap(readSource)
    let views = readViews(fields)
    if simulated == false, fields.node("simulation") != nil {
      fields.wrong("simulation", "is only for simulated cases; remove it or write 'simulated: true'")
    }
    guard let title, let vignette, let tags, let simulated, let source, let views,
      !problems.hasErrors
    else { return nil }
    return CaseFile(
      value: Case(
        id: id, title: title, vignette: vignette, views: views, tags: tags, isSimulated: simulated,
        source: source),
      simulation: fields.node("simulation").map { FreeValue($0) })
  }

  enum VignetteKeys {
    static let all = ["age", "text", "laterality", "clockFace", "distanceFromNipple"]
  }

  static func readVignette(_ fields: Fields) -> Case.Vignette? {
    guard let text = fields.text("text") else { return nil }
    return Case.Vignette(
      age: fields.optionalInteger("age", in: 0...120), text: text,
      laterality: fields.optionalChoice("laterality", of: [Laterality.left, .right]),
      clockFace: fields.optionalInteger("clockFace", in: 1...12),
      distanceFromNipple: fields.optionalNumber("distanceFromNipple", in: 0...300)
        .map { Millimetres($0) })
  }

  static func checkedTags(_ tags: [String], _ fields: Fields) -> [String] {
    for tag in tags where !isKebabCase(tag) {
      fields.wrong("tags", "are words of small letters, digits and '-', not '\(tag)'")
    }
    return tags
  }

  private enum SourceKeys {
    static let all = ["name", "licence", "credit", "link"]
  }

  private static func readSource(_ fields: Fields) -> Case.Source? {
    let name = fields.text("name", longest: 200)
    let licence = fields.text("licence", longest: 200)
    let credit = fields.text("credit")
    let link = fields.optionalText("link")
    if let link, !link.hasPrefix("https://"), !link.hasPrefix("http://") {
      fields.wrong("link", "is a web address that starts with https://, not '\(link)'")
    }
    guard let name, let licence, let credit else { return nil }
    return Case.Source(name: name, licence: licence, credit: credit, link: link)
  }

  // MARK: Views

  private static let viewKeys = [
    "id", "label", "file", "sha256", "frames", "width", "height", "frameRate", "spacing", "technique",
  ]

  private static func readViews(_ fields: Fields) -> [Case.View]? {
    guard let nodes = fields.list("views", longest: 32) else { return nil }
    if nodes.isEmpty { fields.wrong("views", "needs at least one view") }
    let entries = nodes.compactMap {
      Fields($0, as: "a view", keys: viewKeys, in: fields.problems)
    }
    let views = entries.compactMap(readView)
    var seen: Set<String> = []
    for (view, entry) in zip(views, entries) where views.count == entries.count {
      if !seen.insert(view.id).inserted { entry.wrong("id", "names two views '\(view.id)'") }
    }
    return views.count == nodes.count ? views : nil
  }

  private static func readView(_ fields: Fields) -> Case.View? {
    let id = fields.identifier("id")
    let label = fields.text("label", longest: 200)
    let file = readFileName(fields)
    let sha256 = fields.digest("sha256")
    let frames = fields.integer("frames", in: 1...100_000)
    let width = fields.integer("width", in: 8...8192)
    let height = fields.integer("height", in: 8...8192)
    let rate = fields.optionalNumber("frameRate", in: 0.5...1000)
    let spacing = fields.optionalFields("spacing", as: "a spacing", keys: ["x", "y"])
      .flatMap(readSpacing)
    let technique = fields.optionalText("technique")
    if let frames, frames > 1, fields.node("frameRate") == nil {
      fields.problems.add("a view of \(frames) frames needs 'frameRate'", line: fields.line)
    }
    guard let id, let label, let file, let sha256, let frames, let width, let height
    else { return nil }
    return Case.View(
      id: id, label: label, file: file, sha256: sha256, frames: frames, width: width,
      height: height, frameRate: rate, spacing: spacing, technique: technique)
  }

  private static func readFileName(_ fields: Fields) -> String? {
    guard let name = fields.text("file", longest: 500) else { return nil }
    guard let refusal = BundleFolder.refusal(ofMediaName: name) else { return name }
    fields.wrong("file", refusal)
    return nil
  }

  private static func readSpacing(_ fields: Fields) -> PixelSpacing? {
    let x = fields.number("x", in: 0.001...10)
    let y = fields.number("y", in: 0.001...10)
    guard let x, let y else { return nil }
    return PixelSpacing(x: x, y: y)
  }
}

/// Every file of ours says `format: 1`; another number is from another time.
func readFormat(_ fields: Fields) {
  guard let format = fields.integer("format", in: 1...1000), format != 1 else { return }
  fields.wrong("format", "is 1 in this version, not \(format)")
}

package import Sonography
internal import Yams

/// An author's order for one simulated case, as `cases/recipes.yaml` writes it.
///
/// Kinds and compositions stay words here: what they mean is the phantom's business.
package struct CaseRecipe: Hashable, Sendable {
  package var id: String
  package var title: String
  package var vignette: Case.Vignette
  package var tags: [String]
  package var seed: Int
  package var composition: String
  package var depth: Double
  package var frames: Int
  package var frameRate: Double
  package var travel: Double
  /// Label of the view, such as `Radial sweep`.
  package var label: String
  package var lesions: [Growth]
  /// How the probe goes, which look the machine has, and what goes wrong; the phantom's words, empty for
  /// its own choice.
  package var route: String
  package var look: String
  package var faults: [String]
  /// With places for numbers that are only known after rendering: `{first}`, `{last}`, `{best}`, `{axis}`,
  /// with a lesion's number from the second on, such as `{first2}`.
  package var teaching: String

  package struct Growth: Hashable, Sendable {
    package var name: String
    package var kind: String
    /// mm.
    package var size: Double
    package var depth: Double
    package var lateral: Double
    package var along: Double
    /// 0 faint ... 1 plain.
    package var conspicuity: Double
    /// Words of the lexicon it is wanted to show, by feature.
    package var descriptors: [String: [String]]

    package init(
      name: String, kind: String, size: Double, depth: Double, lateral: Double, along: Double,
      conspicuity: Double, descriptors: [String: [String]] = [:]
    ) {
      self.descriptors = descriptors
      self.name = name
      self.kind = kind
      self.size = size
      self.depth = depth
      self.lateral = lateral
      self.along = along
      self.conspicuity = conspicuity
    }
  }

  package init(
    id: String, title: String, vignette: Case.Vignette, tags: [String], seed: Int,
    composition: String, depth: Double, frames: Int, frameRate: Double, travel: Double,
    label: String, lesions: [Growth], teaching: String, route: String = "", look: String = "",
    faults: [String] = []
  ) {
    self.route = route
    self.look = look
    self.faults = faults
    self.id = id
    self.title = title
    self.vignette = vignette
    self.tags = tags
    self.seed = seed
    self.composition = composition
    self.depth = depth
    self.frames = frames
    self.frameRate = frameRate
    self.travel = travel
    self.label = label
    self.lesions = lesions
    self.teaching = teaching
  }
}

/// Reads a file of recipes, strictly.
package struct RecipeFile {
  static let largest = 1024 * 1024
  private static let keys = [
    "id", "title", "vignette", "tags", "seed", "composition", "depth", "frames", "frameRate",
    "travel", "label", "lesions", "teaching", "route", "look", "faults",
  ]
  private static let growthKeys = [
    "name", "kind", "size", "depth", "lateral", "along", "conspicuity", "descriptors",
  ]

  package static func load(_ path: String) throws(CatalogError) -> [CaseRecipe] {
    let problems = ProblemList(file: path)
    let bytes = try PlainFile.read(path, limit: largest)
    guard
      let root = YAMLDocument.root(
        of: bytes, as: "a recipe file", keys: ["format", "recipes"], in: problems),
      let nodes = root.list("recipes", longest: 1000)
    else { throw .invalid(problems.problems) }
    readFormat(root)
    let entries = nodes.compactMap { Fields($0, as: "a recipe", keys: keys, in: problems) }
    let recipes = entries.compactMap(recipe)
    for id in Dictionary(grouping: recipes, by: \.id).filter({ $1.count > 1 }).keys.sorted() {
      root.wrong("recipes", "has '\(id)' twice")
    }
    guard !problems.hasErrors else { throw .invalid(problems.problems) }
    return recipes
  }

  private static func recipe(_ fields: Fields) -> CaseRecipe? {
    let id = fields.identifier("id")
    let title = fields.text("title", longest: 200)
    let vignette = fields.fields("vignette", as: "a vignette", keys: CaseFile.VignetteKeys.all)
      .flatMap(CaseFile.readVignette)
    let tags = fields.texts("tags").map { CaseFile.checkedTags($0, fields) }
    let seed = fields.integer("seed", in: 0...1_000_000_000)
    let composition = fields.text("composition")
    let depth = fields.number("depth", in: 20...60)
    let frames = fields.integer("frames", in: 2...600)
    let rate = fields.number("frameRate", in: 5...60)
    let travel = fields.number("travel", in: 1...60)
    let label = fields.text("label", longest: 200)
    let nodes = fields.optionalList("lesions", longest: 4)
    let growths = nodes?.compactMap {
      Fields($0, as: "a lesion", keys: growthKeys, in: fields.problems).flatMap(growth)
    }
    let teaching = fields.text("teaching", longest: 4000)
    let route = fields.optionalText("route") ?? ""
    let look = fields.optionalText("look") ?? ""
    let faults = fields.optionalTexts("faults") ?? []
    guard let id, let title, let vignette, let tags, let seed, let composition, let depth,
      let frames, let rate, let travel, let label, let growths, growths.count == nodes?.count,
      let teaching
    else { return nil }
    return CaseRecipe(
      id: id, title: title, vignette: vignette, tags: tags, seed: seed, composition: composition,
      depth: depth, frames: frames, frameRate: rate, travel: travel, label: label,
      lesions: growths, teaching: teaching, route: route, look: look, faults: faults)
  }

  private static func growth(_ fields: Fields) -> CaseRecipe.Growth? {
    let name = fields.text("name", longest: 200)
    let kind = fields.text("kind")
    let size = fields.number("size", in: 2...40)
    let depth = fields.number("depth", in: 2...50)
    let lateral = fields.optionalNumber("lateral", in: -20...20) ?? 0
    let along = fields.optionalNumber("along", in: -20...20) ?? 0
    let conspicuity = fields.optionalNumber("conspicuity", in: 0...1) ?? 1
    let descriptors = fields.optionalFields("descriptors", as: "a list of descriptors", keys: nil)
      .map(words)
    guard let name, let kind, let size, let depth else { return nil }
    return CaseRecipe.Growth(
      name: name, kind: kind, size: size, depth: depth, lateral: lateral, along: along,
      conspicuity: conspicuity, descriptors: descriptors ?? [:])
  }

  private static func words(_ fields: Fields) -> [String: [String]] {
    fields.keys.reduce(into: [:]) { $0[$1] = fields.optionalTexts($1) ?? [] }
  }
}

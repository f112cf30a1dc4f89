internal import Yams

/// Reads `model.yaml`.
struct ModelCardFile {
  private static let keys = [
    "format", "id", "title", "version", "files", "inputSide", "maskThreshold", "findingThreshold",
    "trailingThreshold", "confidenceWeights", "temperature", "malignancyOffset",
    "calibrationPrevalence", "prevalence", "categoryCuts", "licence", "credit", "data", "performance",
  ]

  /// Nil after adding at least one error to `problems`.
  static func read(
    _ bytes: [UInt8], id: String, folder: String, in problems: ProblemList
  ) -> ModelCard? {
    guard let fields = YAMLDocument.root(of: bytes, as: "a model", keys: keys, in: problems)
    else { return nil }
    readFormat(fields)
    if let written = fields.identifier("id"), written != id {
      fields.wrong("id", "is '\(written)', but the folder is named '\(id)'")
    }
    let title = fields.text("title", longest: 200)
    let version = fields.text("version", longest: 64)
    let files = entries("files", of: fields, as: "a model's file", keys: ["name", "sha256"], readFile)
    let numbers = readNumbers(fields)
    let licence = fields.text("licence", longest: 200)
    let credit = fields.text("credit")
    let sources = entries(
      "data", of: fields, as: "a data set", keys: ["name", "licence", "credit"], readSource)
    let figures = readPerformance(fields)
    guard let title, let version, let files, let numbers, let licence, let credit, let sources,
      let figures, !problems.hasErrors
    else { return nil }
    return ModelCard(
      id: id, title: title, version: version, folder: folder, files: files, reader: numbers,
      licence: licence, credit: credit, sources: sources, performance: figures)
  }

  private static func readFile(_ fields: Fields) -> ModelCard.File? {
    guard let name = fields.text("name", longest: 200) else { return nil }
    if let refusal = BundleFolder.refusal(ofMediaName: name) {
      fields.wrong("name", refusal.replacing("case's", with: "model's"))
      return nil
    }
    return fields.digest("sha256").map { ModelCard.File(name: name, sha256: $0) }
  }

  private static func readNumbers(_ fields: Fields) -> ModelCard.ReaderNumbers? {
    let any = -1e9...1e9
    let side = fields.integer("inputSide", in: 1...4096)
    let mask = fields.number("maskThreshold", in: 0...1)
    let finding = fields.number("findingThreshold", in: 0...1)
    let trailing = fields.number("trailingThreshold", in: 0...1)
    let weights = fields.numbers("confidenceWeights")
    let temperature = fields.number("temperature", in: any)
    let offset = fields.number("malignancyOffset", in: any)
    let calibrated = fields.number("calibrationPrevalence", in: 0...1)
    let prevalence = fields.number("prevalence", in: 0...1)
    let cuts = fields.numbers("categoryCuts")
    guard let side, let mask, let finding, let trailing, let weights, let temperature, let offset,
      let calibrated, let prevalence, let cuts
    else { return nil }
    return ModelCard.ReaderNumbers(
      inputSide: side, maskThreshold: mask, findingThreshold: finding, trailingThreshold: trailing,
      confidenceWeights: weights, temperature: temperature, malignancyOffset: offset,
      calibrationPrevalence: calibrated, prevalence: prevalence, categoryCuts: cuts)
  }

  private static func readSource(_ fields: Fields) -> ModelCard.Source? {
    let name = fields.text("name", longest: 200)
    let licence = fields.text("licence", longest: 200)
    let credit = fields.text("credit")
    guard let name, let licence, let credit else { return nil }
    return ModelCard.Source(name: name, licence: licence, credit: credit)
  }

  private static func readPerformance(_ fields: Fields) -> [ModelCard.Performance]? {
    guard fields.node("performance") != nil else { return [] }
    let keys = ["measure", "value", "low", "high", "on"]
    return entries("performance", of: fields, as: "a figure", keys: keys) { entry in
      let any = -1e9...1e9
      let measure = entry.text("measure", longest: 200)
      let value = entry.number("value", in: any)
      let on = entry.text("on")
      guard let measure, let value, let on else { return nil }
      return ModelCard.Performance(
        measure: measure, value: value, low: entry.optionalNumber("low", in: any),
        high: entry.optionalNumber("high", in: any), on: on)
    }
  }
}

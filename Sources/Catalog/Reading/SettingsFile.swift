/// The server's settings as a YAML file; every key may be left out.
package struct SettingsFile: Hashable, Sendable {
  package var data: String?
  package var host: String?
  package var port: Int?
  package var tlsCert: String?
  package var tlsKey: String?
  package var allowPlainHTTP: Bool?
  package var origins: [String]?
  package var cases: [String]?
  package var curricula: String?
  package var models: String?
  package var web: String?

  private static let keys = [
    "format", "data", "host", "port", "tlsCert", "tlsKey", "allowPlainHTTP", "origins", "cases", "curricula",
    "models", "web",
  ]

  /// Nothing set when no file is named. Throws all problems of the file at once.
  package static func load(_ path: String?) throws(CatalogError) -> SettingsFile {
    var settings = SettingsFile()
    guard let path else { return settings }
    let problems = ProblemList(file: path)
    let bytes = try PlainFile.read(path, limit: 64 * 1024)
    guard let fields = YAMLDocument.root(of: bytes, as: "a settings file", keys: keys, in: problems) else {
      throw .invalid(problems.problems)
    }
    readFormat(fields)
    settings.data = fields.optionalText("data")
    settings.host = fields.optionalText("host")
    settings.port = fields.optionalInteger("port", in: 0...65535)
    settings.tlsCert = fields.optionalText("tlsCert")
    settings.tlsKey = fields.optionalText("tlsKey")
    settings.allowPlainHTTP = fields.node("allowPlainHTTP") == nil ? nil : fields.boolean("allowPlainHTTP")
    settings.origins = fields.optionalTexts("origins")
    settings.cases = fields.optionalTexts("cases")
    settings.curricula = fields.optionalText("curricula")
    settings.models = fields.optionalText("models")
    settings.web = fields.optionalText("web")
    guard !problems.hasErrors else { throw .invalid(problems.problems) }
    return settings
  }
}

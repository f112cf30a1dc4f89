import ArgumentParser
import Catalog
import Foundation

/// Where things are and how to listen: options over environment over a YAML file over what is usual.
struct Settings {
  var data: String
  var host: String
  var port: Int
  var certificate: String?
  var key: String?
  /// Answers people on a network without TLS.
  var allowsPlainNetwork: Bool
  var origins: [String]
  var cases: [String]
  var curricula: String
  var models: String
  var web: String

  var usesTLS: Bool { certificate != nil }
  var database: String { data + "/sonodrill.sqlite" }
}

struct SettingsOptions: ParsableArguments {
  @Option(help: "Folder of everything written: database, caches. Environment: SONODRILL_DATA. (default: ./var)")
  var data: String?

  @Option(help: "A YAML file with any of these settings. Environment: SONODRILL_CONFIG.")
  var config: String?

  @Option(
    help: "Folders of case bundles, may be repeated. Environment: SONODRILL_CASES. (default: ./cases and DATA/cases)")
  var cases: [String] = []

  @Option(help: "Folder of curricula and lexicons. Environment: SONODRILL_CURRICULA. (default: ./curricula)")
  var curricula: String?

  @Option(help: "Folder of models. Environment: SONODRILL_MODELS. (default: ./Models)")
  var models: String?
}

struct ListenOptions: ParsableArguments {
  @Option(help: "Address to listen on. Environment: SONODRILL_HOST. (default: 127.0.0.1)")
  var host: String?

  @Option(help: "Port to listen on, 0 for any. Environment: SONODRILL_PORT. (default: 8080)")
  var port: Int?

  @Option(help: "PEM certificate chain; with --tls-key the server speaks https. Environment: SONODRILL_TLS_CERT.")
  var tlsCert: String?

  @Option(help: "PEM private key. Environment: SONODRILL_TLS_KEY.")
  var tlsKey: String?

  @Option(
    help:
      "A further origin people reach this server by, such as https://drill.example.org; may be repeated. Environment: SONODRILL_ORIGINS, separated by commas."
  )
  var origin: [String] = []

  @Option(help: "Folder of the browser client. Environment: SONODRILL_WEB. (default: ./web)")
  var web: String?

  @Flag(help: "Serve a network address without TLS: passwords and answers then travel readable.")
  var allowPlainHTTP = false
}

extension Settings {
  init(
    _ options: SettingsOptions, listen: ListenOptions? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    let file = try SettingsFile.load(options.config ?? environment["SONODRILL_CONFIG"])
    data = options.data ?? environment["SONODRILL_DATA"] ?? file.data ?? "var"
    host = listen?.host ?? environment["SONODRILL_HOST"] ?? file.host ?? "127.0.0.1"
    port = try Self.port(listen?.port, environment["SONODRILL_PORT"], file.port)
    certificate = listen?.tlsCert ?? environment["SONODRILL_TLS_CERT"] ?? file.tlsCert
    key = listen?.tlsKey ?? environment["SONODRILL_TLS_KEY"] ?? file.tlsKey
    allowsPlainNetwork = listen?.allowPlainHTTP == true || file.allowPlainHTTP == true
    origins = Self.first(listen?.origin, environment["SONODRILL_ORIGINS"], file.origins) ?? []
    let folder = data
    cases =
      Self.first(options.cases, environment["SONODRILL_CASES"], file.cases)
      ?? ["cases", folder + "/cases"]
    curricula = options.curricula ?? environment["SONODRILL_CURRICULA"] ?? file.curricula ?? "curricula"
    models = options.models ?? environment["SONODRILL_MODELS"] ?? file.models ?? "Models"
    web = listen?.web ?? environment["SONODRILL_WEB"] ?? file.web ?? "web"
    try check()
  }

  private static func first(_ option: [String]?, _ variable: String?, _ file: [String]?) -> [String]? {
    if let option, !option.isEmpty { return option }
    return variable?.split(separator: ",").map(String.init) ?? file
  }

  private static func port(_ option: Int?, _ variable: String?, _ file: Int?) throws -> Int {
    if let option { return option }
    guard let variable else { return file ?? 8080 }
    guard let port = Int(variable) else {
      throw ValidationError("SONODRILL_PORT: '\(variable)' is no port number; give 0 to 65535")
    }
    return port
  }

  private func check() throws {
    guard (0...65535).contains(port) else {
      throw ValidationError("port: \(port) is no port number; give 0 to 65535")
    }
    guard (certificate == nil) == (key == nil) else {
      throw ValidationError("tls: a certificate needs its key and a key its certificate; give --tls-cert and --tls-key")
    }
    guard usesTLS || isLoopback || allowsPlainNetwork else {
      throw ValidationError(
        "host: \(host) is a network address without TLS, and passwords would travel readable; give --tls-cert and --tls-key, or --allow-plain-http to do it all the same"
      )
    }
  }

  var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

  /// What browsers refuse on a plain network address, said once at start.
  var plainNetworkWarning: String? {
    guard !usesTLS, !isLoopback else { return nil }
    return
      "plain http on \(host): passwords travel readable, and browsers refuse WebCodecs, so every frame is sent as a JPEG picture; use --tls-cert and --tls-key for the real thing"
  }
}

import API
import ArgumentParser
import Foundation
import Logging
import Records
import ServiceLifecycle
import Teaching
import UnixSignals
import Web

/// Runs the server until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves the drill: cases, AI, scores and records.")

  @OptionGroup var settings: SettingsOptions
  @OptionGroup var listen: ListenOptions
  @Flag(help: "Log every request.") var verbose = false

  func run() async throws {
    try await Service(try Settings(settings, listen: listen), isDemo: false, verbose: verbose).run()
  }
}

/// The same with people, a cohort and its courses already there.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Serves a demonstration with its own data: a trainee, an instructor, a department, an administrator.")

  @OptionGroup var settings: SettingsOptions
  @OptionGroup var listen: ListenOptions
  @Flag(help: "Log every request.") var verbose = false
  @Flag(
    help: "With a term of answers by simulated trainees behind it. The first start takes some minutes."
  )
  var term = false

  func run() async throws {
    var settings = try Settings(settings, listen: listen)
    // Known passwords never enter the records of the real server.
    settings.data += "/demo"
    guard settings.isLoopback else {
      throw ValidationError("the demonstration has known passwords and serves this machine only; leave out --host")
    }
    if term { try prepareTerm(&settings) }
    try await Service(settings, isDemo: true, withTerm: term, verbose: verbose).run()
  }

  /// Cases and a course of the demonstration's own, in its own folder.
  private func prepareTerm(_ settings: inout Settings) throws {
    let (cases, curricula) = (settings.data + "/cases", settings.data + "/curricula")
    try DemoCases(folders: settings.cases, out: cases).write()
    try DemoTerm.writeCurricula(from: settings.curricula, to: curricula)
    settings.cases.append(cases)
    settings.curricula = curricula
  }
}

/// A server from start to orderly end.
private struct Service {
  let settings: Settings
  let isDemo: Bool
  let withTerm: Bool
  let logger: Logger

  init(_ settings: Settings, isDemo: Bool, withTerm: Bool = false, verbose: Bool) {
    self.settings = settings
    self.isDemo = isDemo
    self.withTerm = withTerm
    logger = Logger(label: "sonodrill") {
      JSONLogHandler(label: $0, level: verbose ? .debug : .info)
    }
  }

  func run() async throws {
    let kernels = try KernelChoice.prepare()
    logger.info("\(kernels)")
    let installation = try Installation(settings, logger: logger, isDemo: isDemo)
    try await installation.store.deleteExpiredSessions(now: Date())
    if let warning = settings.plainNetworkWarning { logger.warning("\(warning)") }
    let server = try webServer(installation)
    server.start()
    try await greet(installation, port: server.port)
    let group = ServiceGroup(
      services: [ServingUntilShutdown(server: server)],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    try await group.run()
    try installation.store.close()
  }

  private func webServer(_ installation: Installation) throws -> WebServer {
    let meters = WebMeters()
    let application = Application(
      services: installation.services, site: try Installation.site(settings.web),
      isSecure: settings.usesTLS, allowedOrigins: Set(settings.origins), logger: logger,
      webCounters: { await meters.read() })
    let server = try WebServer(
      configuration: WebConfiguration(
        host: settings.host, port: settings.port, certificatePath: settings.certificate,
        keyPath: settings.key, subprotocol: ReplaySubprotocol.name, maximumBody: 1 << 20, serverHeaders: securityHeaders
      ),
      handler: application)
    meters.server = server
    return server
  }

  private func greet(_ installation: Installation, port: Int) async throws {
    let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
    let address = "\(settings.usesTLS ? "https" : "http")://\(host):\(port)"
    say("Sonodrill is at \(address)")
    if isDemo {
      try await DemoPeople(
        store: installation.store, services: installation.services,
        standings: installation.standings
      ).invite(withTerm: withTerm)
      say("Sign in as trainee, instructor, department or admin; the password is \(DemoPeople.password)")
    } else if let link = try await installation.services.frontDesk.firstAdministratorLink() {
      say("First administrator, once, within a day: \(address)/#/welcome/\(link.text)")
    }
    say("For training, not for diagnosis. Stop with Ctrl+C.")
  }
}

/// Prints a line at once, also into a pipe.
private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

/// The web server as a service: it stops when asked to.
private struct ServingUntilShutdown: ServiceLifecycle.Service {
  let server: WebServer

  func run() async throws {
    try? await gracefulShutdown()
    await server.stop()
  }
}

/// The way from the metrics route to the server that is built after it.
private final class WebMeters: @unchecked Sendable {
  // Set once, before the server starts.
  var server: WebServer?

  func read() async -> WebCounters { await server?.counters ?? WebCounters() }
}

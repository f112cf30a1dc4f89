import ArgumentParser
import Foundation
import FoundationNetworking

/// Many scripted viewers of one loop, each taking a frame every frame time, in a process of its own.
struct BenchReplay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Starts a demonstration server and watches a loop with many viewers at a given rate.")
  @Option(help: "How many viewers at once.") var viewers = 200
  @Option(help: "Frames per second of each.") var fps = 30.0
  @Option(help: "Seconds to watch.") var seconds = 10.0

  func run() async throws {
    let server = try ServerProcess()
    defer { server.stop() }
    let visitor = try await Visitor.signIn(at: server.address)
    let attempt = try await visitor.openAttempt()
    // One viewer first: the loop is made ready and the AI has read it before anything is counted.
    let first = try Crowd(address: server.address, cookie: visitor.cookie, attempt: attempt, count: 1)
    _ = first.watch(fps: fps, seconds: 5)
    let before = server.residentKilobytes
    let crowd = try Crowd(
      address: server.address, cookie: visitor.cookie, attempt: attempt, count: viewers)
    let busy = server.processorSeconds
    let report = crowd.watch(fps: fps, seconds: seconds)
    let share = Int((server.processorSeconds - busy) * 100 / seconds)
    let memory = Double(server.residentKilobytes - before) / Double(viewers)
    print(
      """
      replay: \(viewers) viewers at \(fps) fps for \(seconds) s: \(report.received) of \(report.due) frames, \
      \(report.late) later than one frame time; lateness median \(milliseconds(report.lateness, 0.5)), \
      p99 \(milliseconds(report.lateness, 0.99)), worst \(milliseconds(report.lateness, 1)); \
      \(Int(memory.rounded())) kB a connection; server \(share) % of a core
      """)
  }
}

/// The same program as a demonstration server on a free port.
final class ServerProcess {
  let address: URL
  private let process = Process()
  private let folder = FileManager.default.temporaryDirectory.appending(path: "sonodrill-bench-\(UUID())").path

  init() throws {
    let output = Pipe()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["demo", "--port", "0", "--data", folder]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var text = ""
    while !text.contains("Stop with") {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { throw Failure("the server did not start; run 'sonodrill demo' to see why") }
      text += String(decoding: data, as: UTF8.self)
    }
    guard let match = text.firstMatch(of: #/Sonodrill is at (http\S+)/#), let url = URL(string: String(match.1))
    else { throw Failure("the server did not say where it is") }
    address = url
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }

  var residentKilobytes: Int {
    let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  }

  /// Processor seconds so far.
  var processorSeconds: Double {
    let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}

/// A signed-in trainee of the demonstration, by HTTP.
struct Visitor {
  let address: URL
  let cookie: String

  static func signIn(at address: URL) async throws -> Visitor {
    let body = ["name": "trainee", "password": DemoPeople.password]
    let (_, response) = try await call(address, "/api/session", "", body)
    guard let cookie = response.value(forHTTPHeaderField: "Set-Cookie")?.split(separator: ";").first else {
      throw Failure("the demonstration did not let the trainee in")
    }
    return Visitor(address: address, cookie: String(cookie))
  }

  func openAttempt() async throws -> String {
    let (today, _) = try await Self.call(address, "/api/today", cookie, nil)
    guard let next = today["next"] as? [String: Any], let curriculum = next["curriculum"] as? String,
      let unit = next["unit"] as? String
    else { throw Failure("the demonstration has nothing to read") }
    let (attempt, _) = try await Self.call(
      address, "/api/attempts", cookie, ["curriculum": curriculum, "unit": unit])
    guard let id = attempt["id"] as? String else { throw Failure("the demonstration opened no case") }
    return id
  }

  private static func call(_ address: URL, _ path: String, _ cookie: String, _ body: [String: String]?)
    async throws -> ([String: Any], HTTPURLResponse)
  {
    var request = URLRequest(url: address.appending(path: path))
    request.httpShouldHandleCookies = false
    request.setValue(cookie, forHTTPHeaderField: "Cookie")
    if let body {
      request.httpMethod = "POST"
      request.httpBody = try JSONSerialization.data(withJSONObject: body)
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    }
    let (data, response) = try await URLSession.shared.data(for: request)
    let value = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    guard let response = response as? HTTPURLResponse, response.statusCode == 200 else {
      throw Failure("\(path) was refused: \(value)")
    }
    return (value, response)
  }
}

import AICore
import API
import ArgumentParser
import Catalog
import Foundation
import Media
import Sonography

/// Has the AI read images, videos and cases, without a server.
struct ReadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Reads images, videos or case folders and prints one JSON object a frame.")

  @Argument(help: "Images, videos or case folders.")
  var paths: [String]

  @Option(help: "Millimetres per pixel, for files that do not say.")
  var spacing: Double?

  @OptionGroup var settings: SettingsOptions

  func validate() throws {
    if let spacing, !(spacing > 0 && spacing < 10) {
      throw ValidationError("--spacing is millimetres per pixel, between 0 and 10")
    }
  }

  func run() async throws {
    let reader = try Installation.reader(models: try Settings(settings).models)
    var failures: [String] = []
    for path in paths {
      do {
        for loop in try loops(at: path) { try read(loop, with: reader) }
      } catch {
        failures.append("\(error)")
      }
    }
    if !failures.isEmpty { throw Failure(failures.joined(separator: "\n")) }
  }

  private struct Loop {
    var source: String
    var path: String
    var spacing: PixelSpacing?
  }

  private func loops(at path: String) throws -> [Loop] {
    let given = spacing.map { PixelSpacing(x: $0, y: $0) }
    guard FileManager.default.fileExists(atPath: path + "/case.yaml") else {
      return [Loop(source: path, path: path, spacing: given)]
    }
    let bundle = try CaseBundle.open(folder: path)
    return bundle.case.views.map { view in
      Loop(
        source: "\(path)#\(view.id)", path: bundle.mediaPath(of: view.id) ?? path,
        spacing: view.spacing ?? given)
    }
  }

  private func read(_ loop: Loop, with reader: BreastReader) throws {
    var frames = try CineReader(path: loop.path, spacing: loop.spacing)
    var reading = LoopReading(try FrameAnalyzer(reader), frameCount: frames.description.frameCount)
    var latencies: [Double] = []
    let clock = ContinuousClock()
    while let frame = try frames.next() {
      let duration = try clock.measure { _ = try reading.read(frame) }
      latencies.append(duration / .milliseconds(1))
    }
    for (findings, latency) in zip(reading.trace.frames, latencies) {
      let line = ReadLine(source: loop.source, latencyMs: latency, findings: FrameFindingsMessage(findings))
      print(String(decoding: try JSONEncoder.sorted.encode(line), as: UTF8.self))
    }
  }
}

/// One line of output: the findings of a frame, where they are from and how long they took.
private struct ReadLine: Encodable {
  var source: String
  var latencyMs: Double
  var findings: FrameFindingsMessage

  private enum Key: String, CodingKey { case source, latencyMs }

  func encode(to encoder: any Encoder) throws {
    try findings.encode(to: encoder)
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(source, forKey: .source)
    try values.encode((latencyMs * 1000).rounded() / 1000, forKey: .latencyMs)
  }
}

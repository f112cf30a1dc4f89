import AICore
import ArgumentParser
import Catalog
import Foundation
import Media
import Sonography

/// Measures what the product promises. Run it in release mode on a quiet machine.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measures reading, inference, replay, scoring and start-up.",
    subcommands: [
      BenchRead.self, BenchInference.self, BenchReplay.self, BenchCatalog.self, BenchScoring.self,
    ])
}

/// `frame in → findings out` on a 640 × 480 loop, one thread.
struct BenchRead: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "Times the AI on a 640 × 480 loop, one thread.")
  @Option(help: "How many frames to read.") var frames = 300
  @OptionGroup var settings: SettingsOptions

  func run() async throws {
    print(try KernelChoice.prepare())
    let settings = try Settings(settings)
    let (catalog, _) = Installation.catalog(settings)
    guard let bundle = catalog.cases.first(where: { ($0.case.views.first?.frames ?? 0) > 1 }),
      let view = bundle.case.views.first, let path = bundle.mediaPath(of: view.id)
    else { throw Failure("there is no loop among the cases; name a folder of cases with --cases") }
    let loop = try Media.readLoop(path: path, spacing: view.spacing).map { onCanvas($0, 640, 480) }
    let reader = try Installation.reader(models: settings.models)
    var times: [Double] = []
    let clock = ContinuousClock()
    while times.count < frames {
      var reading = LoopReading(try FrameAnalyzer(reader), frameCount: loop.count)
      for frame in loop { times.append(try clock.measure { _ = try reading.read(frame) } / .milliseconds(1)) }
    }
    times.sort()
    print(
      "read: \(times.count) frames of 640 × 480 (\(bundle.id)): median \(milliseconds(times, 0.5)), p95 \(milliseconds(times, 0.95)), worst \(milliseconds(times, 1))"
    )
  }

  /// The frame in the middle of a black canvas, cut where it is larger.
  private func onCanvas(_ frame: Frame, _ width: Int, _ height: Int) -> Frame {
    var pixels = [UInt8](repeating: 0, count: width * height)
    let (left, top) = ((width - frame.width) / 2, (height - frame.height) / 2)
    for y in max(0, top)..<min(height, top + frame.height) {
      for x in max(0, left)..<min(width, left + frame.width) {
        pixels[y * width + x] = frame.pixels[(y - top) * frame.width + x - left]
      }
    }
    return Frame(
      pixels: pixels, width: width, height: height, index: frame.index, time: frame.time,
      spacing: frame.spacing)
  }
}

/// How long the catalogue takes with many cases, first and again.
struct BenchCatalog: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog", abstract: "Times loading a catalogue of many cases, without and with its index.")
  @Option(help: "How many cases; the shipped ones are linked under new names.") var count = 5000
  @OptionGroup var settings: SettingsOptions

  func run() async throws {
    let settings = try Settings(settings)
    let (catalog, _) = Installation.catalog(settings)
    guard !catalog.cases.isEmpty else { throw Failure("there are no cases; name a folder with --cases") }
    // Beside the data: links do not cross file systems.
    let folder = settings.data + "/bench-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let bar = ProgressBar("copying", of: count)
    for number in 0..<count {
      let bundle = catalog.cases[number % catalog.cases.count]
      let copy = "\(folder)/cases/\(bundle.id)-\(number)"
      try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
      for name in ["case.yaml", "truth.yaml"] + bundle.case.views.map(\.file) {
        try FileManager.default.linkItem(
          at: URL(filePath: "\(bundle.folder)/\(name)"), to: URL(filePath: "\(copy)/\(name)"))
      }
      bar.show(number + 1)
    }
    for label in ["first load", "with index"] {
      var loaded = 0
      let time = ContinuousClock().measure {
        loaded =
          Catalog.load(
            cases: [folder + "/cases"], curricula: settings.curricula, index: folder + "/index.json"
          ).catalog.bundles.count
      }
      print("catalog: \(loaded) cases, \(label): \(Int(time / .milliseconds(1))) ms")
    }
  }
}

/// The value below which a share of sorted times lies, as text.
func milliseconds(_ sorted: [Double], _ share: Double) -> String {
  let index = min(sorted.count - 1, Int(Double(sorted.count) * share))
  return "\((sorted[max(0, index)] * 100).rounded() / 100) ms"
}

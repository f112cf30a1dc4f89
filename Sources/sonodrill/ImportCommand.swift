import ArgumentParser
import Catalog
import Foundation
import Media
import Sonography

/// Turns public data sets and recordings into case bundles.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Turns data sets, images and videos into case bundles.",
    subcommands: [Breast.self, BUSBRA.self, Images.self, Video.self])

  struct Target: ParsableArguments {
    @Option(help: "Folder the cases are written to. (default: DATA/cases)") var out: String?
    @Flag(help: "Write over cases with the same id.") var replace = false
    @OptionGroup var settings: SettingsOptions

    func writer() throws -> CaseBundleWriter {
      let folder = try out ?? Settings(settings).data + "/cases"
      return CaseBundleWriter(root: folder, replaces: replace)
    }
  }

  struct Breast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Imports BrEaST from its own folder: images, masks and the table of findings.")
    @Argument(help: "The folder that holds the table and the images.") var folder: String
    @OptionGroup var target: Target

    func run() async throws {
      let bar = LazyBar("importing")
      try report(
        BreastImport(folder: folder, picture: picture)
          .run(into: try target.writer()) { bar.show($0, of: $1) })
    }
  }

  struct BUSBRA: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "busbra", abstract: "Imports BUS-BRA from its own folder: images, masks, bus_data.csv.")
    @Argument(help: "The folder that holds bus_data.csv.") var folder: String
    @OptionGroup var target: Target

    func run() async throws {
      let bar = LazyBar("importing")
      try report(
        BUSBRAImport(folder: folder, picture: picture)
          .run(into: try target.writer()) { bar.show($0, of: $1) })
    }
  }

  struct Images: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Imports a folder of images, in the order of their names, as one loop.")
    @Argument(help: "The folder of images.") var folder: String
    @Option(help: "Frames per second.") var fps: Double
    @OptionGroup var about: About
    @OptionGroup var target: Target

    func validate() throws {
      guard fps > 0, fps <= 200 else { throw ValidationError("--fps lies between 0 and 200") }
    }

    func run() async throws {
      let frames = try loop(from: folder)
      let rate = fps
      let new = try about.recording(named: folder).newCase(
        fileName: "loop.mkv", frames: frames.count, width: frames[0].width, height: frames[0].height,
        frameRate: frames.count > 1 ? fps : nil, spacing: about.pixelSpacing,
        recording: .written { path in
          var writer = try CineWriter(
            path: path, width: frames[0].width, height: frames[0].height, frameRate: rate, codec: .ffv1)
          for frame in frames { try writer.write(frame) }
          try writer.finish()
        })
      print("wrote \(try target.writer().write(new).folder)")
    }
  }

  struct Video: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Imports a video file as one loop, kept as it came.")
    @Argument(help: "The video.") var file: String
    @OptionGroup var about: About
    @OptionGroup var target: Target

    func run() async throws {
      var reader = try CineReader(path: file, spacing: nil)
      let about = reader.description
      var count = 0
      while try reader.next() != nil { count += 1 }
      guard count > 0 else { throw Failure("\(file): there is no frame in it; give a video") }
      let new = try self.about.recording(named: file).newCase(
        fileName: file, frames: count, width: about.width, height: about.height,
        frameRate: count > 1 ? about.frameRate ?? 25 : nil, spacing: self.about.pixelSpacing,
        recording: .file(file))
      print("wrote \(try target.writer().write(new).folder)")
    }
  }

  /// What a recording does not say about itself.
  struct About: ParsableArguments {
    @Option(help: "Kebab-case id. (default: from the name)") var id: String?
    @Option(help: "Title for authors; trainees see it after the read.") var title: String?
    @Option(help: "One or two sentences of clinical context, shown before the read.")
    var vignette = "No clinical information."
    @Option(help: "Where the recording is from.") var source: String
    @Option(help: "Under which licence it may be shown.") var licence: String
    @Option(help: "Whom to credit.") var credit: String
    @Option(help: "Millimetres per pixel.") var spacing: Double?

    func validate() throws {
      if let spacing, !(spacing > 0 && spacing < 10) {
        throw ValidationError("--spacing is millimetres per pixel, between 0 and 10")
      }
    }

    var pixelSpacing: PixelSpacing? { spacing.map { PixelSpacing(x: $0, y: $0) } }

    func recording(named path: String) throws -> RecordingImport {
      let name = URL(filePath: path).deletingPathExtension().lastPathComponent
      return RecordingImport(
        id: id ?? RecordingImport.id(from: name), title: title ?? name,
        vignette: Case.Vignette(text: vignette),
        source: Case.Source(name: source, licence: licence, credit: credit))
    }
  }
}

/// A bar whose total is known with the first step.
private struct LazyBar {
  let title: String
  init(_ title: String) { self.title = title }
  func show(_ done: Int, of total: Int) { ProgressBar(title, of: total).show(done) }
}

private func picture(at path: String) throws -> Frame {
  var reader = try CineReader(path: path, spacing: nil)
  guard let frame = try reader.next() else { throw Failure("\(path): there is no picture in it") }
  return frame
}

/// The images of a folder as frames of one size.
private func loop(from folder: String) throws -> [Frame] {
  let endings: Set = ["png", "jpg", "jpeg", "bmp", "tif", "tiff"]
  guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
    throw Failure("\(folder): cannot be read; give a folder of images")
  }
  let images = names.filter { endings.contains(URL(filePath: $0).pathExtension.lowercased()) }
    .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
  guard !images.isEmpty else { throw Failure("\(folder): there are no images in it") }
  let frames = try images.map { try picture(at: folder + "/" + $0) }
  let odd = zip(images, frames).filter {
    $0.1.width != frames[0].width || $0.1.height != frames[0].height
  }
  guard odd.isEmpty else {
    throw Failure(
      "\(folder): \(odd.map(\.0).joined(separator: ", ")) differ in size from \(images[0]); a loop has one size")
  }
  return frames
}

private func report(_ outcome: ImportOutcome) throws {
  for problem in outcome.problems { FileHandle.standardError.write(Data("\(problem)\n".utf8)) }
  print("wrote \(outcome.written.count) cases")
  if outcome.problems.contains(where: { $0.severity == .error }) { throw ExitCode.failure }
}

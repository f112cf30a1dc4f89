import AICore
import API
import Catalog
import Crypto
import Foundation
import Inference
import Learning
import Logging
import Records
import Sonography
import Teaching
import Web

/// Builds the parts and hands them to each other: the only place where anything is constructed.
struct Installation {
  let store: RecordStore
  let services: Services
  let standings: StandingDesk

  init(_ settings: Settings, logger: Logger, isDemo: Bool) throws {
    store = try Self.store(settings)
    let (catalog, problems) = Self.catalog(settings)
    for problem in problems { logger.warning("\(problem)") }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let reader = try Self.reader(models: settings.models)
    let analysis = AnalysisDesk(
      reader: reader, workbench: Workbench(workers: cores, yields: true), store: store,
      clock: { Date() })
    let library = CaseLibrary(
      catalog: catalog, problems: problems,
      model: ModelName(id: reader.card.id, version: reader.card.version, digest: reader.digest),
      analysis: analysis, workbench: Workbench(workers: cores))
    guard let policy = LearningPolicy() else {
      throw Failure("the department's learning policy makes no sense; restore the one that was shipped")
    }
    standings = StandingDesk(
      store: store, library: library, cases: KnownCases(library: library), policy: policy)
    services = Self.services(store, library, standings, isDemo: isDemo)
  }

  private static func services(
    _ store: RecordStore, _ library: CaseLibrary, _ standings: StandingDesk, isDemo: Bool
  ) -> Services {
    let clock: @Sendable () -> Date = { Date() }
    let makeToken: @Sendable () -> Token = {
      var random = SystemRandomNumberGenerator()
      return Token(using: &random)
    }
    let courses = CourseDesk(
      store: store, library: library, standings: standings, clock: clock, makeToken: makeToken)
    let progress = ProgressDesk(
      store: store, library: library, standings: standings, clock: clock)
    return Services(
      frontDesk: FrontDesk(store: store, clock: clock, makeToken: makeToken), courses: courses,
      readingRoom: ReadingRoom(store: store, library: library, courses: courses, clock: clock),
      progress: progress,
      department: DepartmentDesk(
        store: store, standings: standings, progress: progress, clock: clock),
      items: ItemDesk(store: store, library: library, cases: standings.cases),
      research: ResearchDesk(store: store),
      instructor: InstructorDesk(store: store, library: library, progress: progress, clock: clock),
      library: library, isDemo: isDemo, version: Sonodrill.version)
  }

  static func store(_ settings: Settings) throws -> RecordStore {
    do {
      try FileManager.default.createDirectory(
        atPath: settings.data, withIntermediateDirectories: true)
    } catch {
      throw Failure(
        "\(settings.data): the folder cannot be made (\(error.localizedDescription)); give another with --data")
    }
    return try RecordStore(.file(settings.database))
  }

  /// Cases from every folder that is there; the program's own folders need not exist.
  static func catalog(_ settings: Settings) -> (catalog: Catalog, problems: [Problem]) {
    let folders = settings.cases.filter { FileManager.default.fileExists(atPath: $0) }
    return Catalog.load(
      cases: folders, curricula: settings.curricula, index: settings.data + "/case-index.json")
  }

  static func reader(models: String) throws -> BreastReader {
    let (card, problems) = ModelCard.load(folder: models + "/breast-reader", deep: true)
    guard let card, !problems.contains(where: { $0.severity == .error }) else {
      throw Failure(problems.map(\.description).joined(separator: "\n"))
    }
    let numbers = card.reader
    return try BreastReader(
      network: try bytes(of: "model.onnx", in: card), regionHead: try bytes(of: "region.onnx", in: card),
      card: ReaderCard(
        id: card.id, version: card.version, inputSide: numbers.inputSide,
        maskThreshold: numbers.maskThreshold, findingThreshold: numbers.findingThreshold,
        trailingThreshold: numbers.trailingThreshold, confidenceWeights: numbers.confidenceWeights,
        temperature: numbers.temperature, malignancyOffset: numbers.malignancyOffset,
        calibrationPrevalence: numbers.calibrationPrevalence, prevalence: numbers.prevalence,
        categoryCuts: numbers.categoryCuts),
      digest: digest(of: try Data(contentsOf: URL(filePath: card.folder + "/model.yaml"))))
  }

  private static func bytes(of name: String, in card: ModelCard) throws -> [UInt8] {
    guard let path = card.path(of: name), let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(card.folder): there is no \(name) in this model; restore the folder as released")
    }
    return Array(data)
  }

  /// The browser client, and the plotting library where Debian installs it.
  static func site(_ folder: String) throws -> StaticSite {
    var files = try webFiles(under: folder)
    files["/lib/chart.js"] = try webFile("/usr/share/javascript/chart.js/chart.min.js")
    return StaticSite(files: files)
  }

  private static func webFiles(under folder: String) throws -> [String: StaticSite.File] {
    guard let names = FileManager.default.enumerator(atPath: folder),
      FileManager.default.fileExists(atPath: folder + "/index.html")
    else { throw Failure("\(folder): no browser client here; give its folder with --web") }
    var files: [String: StaticSite.File] = [:]
    for case let name as String in names where name.contains(".") && !name.contains("/.") {
      let path = "\(folder)/\(name)"
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue
      else { continue }
      files["/" + name] = try webFile(path)
    }
    return files
  }

  private static func webFile(_ path: String) throws -> StaticSite.File {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path): cannot be read; check its permissions")
    }
    return StaticSite.File(bytes: Array(data), digest: digest(of: data))
  }

  /// Lower-case hex SHA-256. The card holds its files' digests, so the card's stands for the model.
  private static func digest(of data: Data) -> String {
    SHA256.hash(data: data).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}

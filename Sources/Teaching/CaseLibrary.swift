import AICore
package import Catalog
import Foundation
import Media
package import Sonography

/// Cases, courses and lexicons as loaded, and what is made from them on demand: loops for viewers,
/// stills, truth, the AI's readings.
package final class CaseLibrary: Sendable {
  package let catalog: Catalog
  package let problems: [Problem]
  package let model: ModelName
  private let analysis: AnalysisDesk
  private let workbench: Workbench
  private let caches = LibraryCaches()
  private let casesByUnit: [Curriculum.Unit: [String]]

  package init(
    catalog: Catalog, problems: [Problem], model: ModelName, analysis: AnalysisDesk,
    workbench: Workbench
  ) {
    self.catalog = catalog
    self.problems = problems
    self.model = model
    self.analysis = analysis
    self.workbench = workbench
    let units = catalog.curricula.values.flatMap(\.units)
    casesByUnit = Dictionary(
      units.map { ($0, catalog.cases(of: $0.cases).map(\.id)) }, uniquingKeysWith: { first, _ in first })
  }

  package func bundle(_ id: String) throws -> CaseBundle {
    guard let bundle = catalog.bundles[id] else { throw TeachingError.notFound }
    return bundle
  }

  package func unit(_ unit: String, of curriculum: String) throws -> (Curriculum, Curriculum.Unit) {
    guard let curriculum = catalog.curricula[curriculum],
      let unit = curriculum.units.first(where: { $0.id == unit })
    else { throw TeachingError.notFound }
    return (curriculum, unit)
  }

  /// Ids of a unit's cases in written order; those that are not there are left out.
  package func cases(of unit: Curriculum.Unit) -> [String] { casesByUnit[unit] ?? [] }

  package func lexicon(of curriculum: Curriculum) throws -> Lexicon {
    guard let lexicon = catalog.lexicons[curriculum.lexicon] else {
      throw TeachingError.unusable(
        "The lexicon \(curriculum.lexicon) is missing; ask an instructor to look at the problems page.")
    }
    return lexicon
  }

  package func rubric(of curriculum: Curriculum) throws -> Rubric {
    guard let rubric = catalog.rubrics[curriculum.rubric] else {
      throw TeachingError.unusable(
        "The rubric \(curriculum.rubric) is missing; ask an instructor to look at the problems page.")
    }
    return rubric
  }

  package func truth(of bundle: CaseBundle) async throws -> ReferenceStandard {
    if let truth = await caches.truth(bundle.digest) { return truth }
    let truth = try await workbench.run { try bundle.truth() }
    await caches.keep(truth, for: bundle.digest)
    return truth
  }

  /// All views of a case as read by the AI; nil for an organ it has not learnt.
  package func reading(of bundle: CaseBundle) async throws -> AIReading? {
    guard try await organ(of: bundle) == Self.organOfAI else { return nil }
    var traces: [(view: String, trace: AITrace)] = []
    for view in bundle.case.views {
      let trace = try await analysis.trace(
        path: try path(of: view, in: bundle), view: view, caseDigest: bundle.digest)
      traces.append((view.id, trace))
    }
    return AIReading(model: model, traces: traces)
  }

  /// How dark the middle frame of each view is, place by place.
  func darkness(of bundle: CaseBundle) async throws -> [String: Darkness] {
    var darkness: [String: Darkness] = [:]
    for view in bundle.case.views {
      let path = try path(of: view, in: bundle)
      darkness[view.id] = try await workbench.run {
        Darkness(try decodedFrame(view.frames / 2, path: path))
      }
    }
    return darkness
  }

  /// Share of a unit's cases that are malignant, and how many there are.
  package func prevalence(of unit: Curriculum.Unit) async throws -> (share: Double, cases: Int) {
    var malignant = 0
    let bundles = cases(of: unit).compactMap { catalog.bundles[$0] }
    for bundle in bundles where try await truth(of: bundle).outcome == .malignant { malignant += 1 }
    return (bundles.isEmpty ? 0 : Double(malignant) / Double(bundles.count), bundles.count)
  }

  /// The breast reader's words mean nothing on another organ.
  private static let organOfAI = "breast"

  /// As the lexicon of its truth says; a case without a truth is taken for what the AI reads.
  private func organ(of bundle: CaseBundle) async throws -> String {
    guard bundle.isAnnotated else { return Self.organOfAI }
    return catalog.lexicons[try await truth(of: bundle).lexicon]?.organ ?? Self.organOfAI
  }

  package func loop(of view: Case.View, in bundle: CaseBundle, asPictures: Bool) async throws
    -> ReplayLoop
  {
    let key = LibraryCaches.LoopKey(digest: bundle.digest, view: view.id, asPictures: asPictures)
    let path = try path(of: view, in: bundle)
    return try await caches.loop(key) { [workbench] in
      try await workbench.run {
        try asPictures ? pictures(path, view) : ReplayLoop(rendition(path: path, frameCount: view.frames))
      }
    }
  }

  /// One frame without loss, as PNG.
  package func still(_ frame: Int, of view: Case.View, in bundle: CaseBundle) async throws -> [UInt8] {
    guard (0..<view.frames).contains(frame) else { throw TeachingError.notFound }
    let path = try path(of: view, in: bundle)
    return try await workbench.run { try png(try decodedFrame(frame, path: path)) }
  }

  private func path(of view: Case.View, in bundle: CaseBundle) throws -> String {
    guard let path = bundle.mediaPath(of: view.id) else { throw TeachingError.notFound }
    return path
  }
}

private func pictures(_ path: String, _ view: Case.View) throws -> ReplayLoop {
  var pictures: [[UInt8]] = []
  var frames = try CineReader(path: path, spacing: view.spacing)
  while let frame = try frames.next() { pictures.append(try jpeg(frame, quality: 90)) }
  return ReplayLoop(
    pictures: pictures, width: view.width, height: view.height, frameRate: view.frameRate)
}

private func decodedFrame(_ index: Int, path: String) throws -> Frame {
  var frames = try CineReader(path: path, spacing: nil)
  while let frame = try frames.next() {
    if frame.index == index { return frame }
  }
  throw TeachingError.unusable("The recording is shorter than its case says.")
}

/// What has been made and is likely to be asked for again.
private actor LibraryCaches {
  struct LoopKey: Hashable {
    var digest: String
    var view: String
    var asPictures: Bool
  }

  private var truths = RecentlyUsed<String, ReferenceStandard>(limit: 256)
  private var loops = RecentlyUsed<LoopKey, ReplayLoop>(limit: 256 << 20)
  private var underWay: [LoopKey: Task<ReplayLoop, any Error>] = [:]

  func truth(_ digest: String) -> ReferenceStandard? { truths[digest] }
  func keep(_ truth: ReferenceStandard, for digest: String) {
    truths.insert(truth, for: digest, cost: 1)
  }

  func loop(_ key: LoopKey, _ make: @escaping @Sendable () async throws -> ReplayLoop) async throws
    -> ReplayLoop
  {
    if let loop = loops[key] { return loop }
    let task = underWay[key] ?? Task { try await make() }
    underWay[key] = task
    defer { underWay[key] = nil }
    let loop = try await task.value
    loops.insert(loop, for: key, cost: loop.byteCount)
    return loop
  }
}

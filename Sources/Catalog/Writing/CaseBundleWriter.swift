internal import Foundation
internal import Sonography

/// Writes case bundles: each appears whole under its id or not at all.
///
/// A bundle is built in a hidden folder beside its place, read back with the readers of this
/// module, and renamed. An id that exists is refused unless the writer was told to replace.
package struct CaseBundleWriter: Sendable {
  package let root: String
  package let replaces: Bool

  /// `root` is created when it does not exist.
  package init(root: String, replaces: Bool = false) {
    self.root = root
    self.replaces = replaces
  }

  /// Gives the bundle as a catalogue would load it.
  @discardableResult
  package func write(_ new: NewCase) throws -> CaseBundle {
    let id = new.case.id
    guard isKebabCase(id) else {
      throw CatalogError.unsafePath(
        path: "\(root)/\(id)", reason: "an id has small letters, digits and '-'")
    }
    let place = "\(root)/\(id)"
    guard replaces || PlainFile.stamp(place) == nil else { throw CatalogError.exists(path: place) }
    try makeFolder(root)
    let draft = try makeDraftFolder(for: id)
    do {
      try fill(draft, with: new)
      try check(draft, id: id)
      try move(draft, to: place)
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      throw error
    }
    return try read(place, id: id)
  }

  // MARK: Filling

  private func fill(_ folder: String, with new: NewCase) throws {
    var value = new.case
    for index in value.views.indices {
      value.views[index].sha256 = try record(value.views[index], from: new, in: folder)
    }
    try put(caseText(value, simulation: new.simulation), BundleFolder.caseFile, in: folder)
    if let truth = new.truth { try put(truthText(truth), BundleFolder.truthFile, in: folder) }
    if let teaching = new.teaching {
      try put(teaching.hasSuffix("\n") ? teaching : teaching + "\n", BundleFolder.teachingFile, in: folder)
    }
  }

  /// Puts one recording into the folder and gives its digest.
  private func record(_ view: Case.View, from new: NewCase, in folder: String) throws -> String {
    let path = "\(folder)/\(view.file)"
    if let refusal = BundleFolder.refusal(ofMediaName: view.file) {
      throw CatalogError.unsafePath(path: path, reason: "'file' \(refusal)")
    }
    switch new.recordings[view.id] {
    case .file(let source): try copy(source, to: path)
    case .bytes(let bytes): try write(Data(bytes), to: path)
    case .written(let write): try write(path)
    case nil:
      throw CatalogError.unreadable(path: path, reason: "view '\(view.id)' came without a recording")
    }
    return try PlainFile.sha256(of: path)
  }

  private func put(_ text: String, _ name: String, in folder: String) throws {
    try write(Data(text.utf8), to: "\(folder)/\(name)")
  }

  private func write(_ content: Data, to path: String) throws {
    do {
      try content.write(to: URL(fileURLWithPath: path))
    } catch {
      throw CatalogError.unwritable(path: path, reason: error.localizedDescription)
    }
  }

  private func copy(_ source: String, to path: String) throws {
    do {
      try FileManager.default.copyItem(
        atPath: PlainFile.resolved(source) ?? source, toPath: path)
    } catch {
      throw CatalogError.unwritable(path: path, reason: error.localizedDescription)
    }
  }

  // MARK: Placing

  private func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CatalogError.unwritable(path: path, reason: error.localizedDescription)
    }
  }

  private func makeDraftFolder(for id: String) throws -> String {
    let draft = "\(root)/.\(id).\(UUID().uuidString.lowercased()).draft"
    try makeFolder(draft)
    return draft
  }

  /// What was written is read back, so that a case that would not load is refused now.
  private func check(_ folder: String, id: String) throws {
    let bundle = try read(folder, id: id)
    if bundle.isAnnotated { _ = try bundle.truth() }
  }

  private func read(_ folder: String, id: String) throws(CatalogError) -> CaseBundle {
    let problems = ProblemList(file: "\(id)/\(BundleFolder.caseFile)")
    guard let bundle = CaseBundle.read(folder: folder, id: id, in: problems) else {
      throw .invalid(problems.problems)
    }
    return bundle
  }

  /// The old bundle steps aside first: for a moment the id may be missing, never half there.
  private func move(_ draft: String, to place: String) throws {
    let files = FileManager.default
    do {
      if replaces, PlainFile.stamp(place) != nil {
        let old = draft + ".old"
        try files.moveItem(atPath: place, toPath: old)
        try files.moveItem(atPath: draft, toPath: place)
        try files.removeItem(atPath: old)
      } else {
        try files.moveItem(atPath: draft, toPath: place)
      }
    } catch {
      throw CatalogError.unwritable(path: place, reason: error.localizedDescription)
    }
  }
}

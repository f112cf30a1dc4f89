internal import Foundation
internal import Sonography

/// What the last load read, so that the next one only looks whether files changed.
///
/// A derived file: a damaged, foreign or missing index is as good as an empty one. An entry holds
/// while size and time of `case.yaml` and `truth.yaml` are the same and the recordings are there.
struct CaseIndex {
  /// Raised whenever the meaning of an entry changes.
  private static let version = 1

  private struct Saved: Codable {
    var version: Int
    var entries: [String: Entry]
  }

  struct Entry: Codable {
    var caseStamp: PlainFile.Stamp
    /// Nil while there is no truth.
    var truthStamp: PlainFile.Stamp?
    var digest: String
    var caseDigest: String
    var value: CaseRow
    var simulation: FreeValue?
  }

  private let path: String?
  private let known: [String: Entry]
  private var current: [String: Entry] = [:]
  private var isChanged = false

  init(path: String?) {
    self.path = path
    let bytes = path.flatMap { try? PlainFile.read($0, limit: 256 << 20) }
    let saved = bytes.flatMap { try? JSONDecoder().decode(Saved.self, from: Data($0)) }
    known = saved.flatMap { $0.version == Self.version ? $0.entries : nil } ?? [:]
  }

  /// The bundle as it was read before; nil when anything about it changed.
  mutating func bundle(id: String, folder: String) -> CaseBundle? {
    let files = BundleFolder(path: folder)
    guard let entry = known[folder],
      PlainFile.stamp(files.path(of: BundleFolder.caseFile)) == entry.caseStamp,
      PlainFile.stamp(files.path(of: BundleFolder.truthFile)) == entry.truthStamp
    else { return nil }
    let value = entry.value.value(id: id)
    for view in value.views {
      guard let stamp = PlainFile.stamp(files.path(of: view.file)), !stamp.isLink else { return nil }
    }
    current[folder] = entry
    return CaseBundle(
      case: value, folder: folder, digest: entry.digest, simulation: entry.simulation,
      isAnnotated: entry.truthStamp != nil, caseDigest: entry.caseDigest)
  }

  mutating func add(_ bundle: CaseBundle) {
    isChanged = true
    guard let caseStamp = PlainFile.stamp(bundle.files.path(of: BundleFolder.caseFile))
    else { return }
    let truthStamp = PlainFile.stamp(bundle.files.path(of: BundleFolder.truthFile))
    current[bundle.folder] = Entry(
      caseStamp: caseStamp, truthStamp: truthStamp, digest: bundle.digest,
      caseDigest: bundle.caseDigest, value: CaseRow(bundle.case), simulation: bundle.simulation)
  }

  /// Writes the index when it differs from the one read. Without it everything works, only slower,
  /// so a failure is a warning.
  func save() -> Problem? {
    guard let path, isChanged || current.count != known.count else { return nil }
    do {
      let saved = Saved(version: Self.version, entries: current)
      try JSONEncoder().encode(saved).write(to: URL(fileURLWithPath: path), options: .atomic)
      return nil
    } catch {
      return Problem(
        file: path,
        "the index of cases cannot be written, so the next start is slower: "
          + error.localizedDescription, severity: .warning)
    }
  }
}

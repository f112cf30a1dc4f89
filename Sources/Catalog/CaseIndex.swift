internal import Foundation
internal import Sonography

/// What the last load read, so that the next one only looks whether files changed.
///
/// A derived file: a damaged, foreign or missing index is as good as an empty one. A row holds while
/// size and time of `case.yaml` and `truth.yaml` are the same and the recordings are there.
struct CaseIndex {
  /// Raised whenever the meaning of a row changes.
  private static let heading = "Sonodrill case index 1"
  private static let ending = "end"

  private let path: String?
  /// By folder, as read.
  private let known: [String: ArraySlice<UInt8>]
  private var current: [ArraySlice<UInt8>] = []
  private var isChanged = false

  init(path: String?) {
    self.path = path
    let bytes = path.flatMap { try? PlainFile.read($0, limit: 256 << 20) } ?? []
    let rows = bytes.split(separator: CaseRow.rowSeparator)
    // The last row tells a whole file from one that was cut off.
    guard rows.first.map(Self.text) == Self.heading, rows.last.map(Self.text) == Self.ending else {
      known = [:]
      return
    }
    let named = rows.dropFirst().dropLast().map { row in
      (Self.text(row.prefix { $0 != CaseRow.fieldSeparator }), row)
    }
    known = Dictionary(named) { first, _ in first }
  }

  /// The bundle as it was read before; nil when anything about it changed.
  mutating func bundle(id: String, folder: String) -> CaseBundle? {
    guard let line = known[folder] else { return nil }
    let files = BundleFolder(path: folder)
    var row = CaseRow(
      line.split(separator: CaseRow.fieldSeparator, omittingEmptySubsequences: false)
        .map(Self.text))
    _ = row.text()
    guard row.text() == Self.stamp(of: BundleFolder.caseFile, in: files),
      row.text() == Self.stamp(of: BundleFolder.truthFile, in: files),
      let digest = row.text(), let caseDigest = row.text(), let isAnnotated = row.text(),
      let value = row.value(id: id)
    else { return nil }
    for view in value.views {
      guard let stamp = PlainFile.stamp(files.path(of: view.file)), !stamp.isLink else { return nil }
    }
    current.append(line)
    return CaseBundle(
      case: value, folder: folder, digest: digest, isAnnotated: isAnnotated == "true",
      caseDigest: caseDigest)
  }

  mutating func add(_ bundle: CaseBundle) {
    isChanged = true
    var row = CaseRow()
    row.put(bundle.folder)
    row.put(Self.stamp(of: BundleFolder.caseFile, in: bundle.files))
    row.put(Self.stamp(of: BundleFolder.truthFile, in: bundle.files))
    row.put(bundle.digest)
    row.put(bundle.caseDigest)
    row.put(bundle.isAnnotated)
    row.put(bundle.case)
    if row.isSeparable {
      current.append(Array(row.fields.map(\.utf8).joined(separator: [CaseRow.fieldSeparator]))[...])
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Size and time in one word; nil when there is no such file.
  private static func stamp(of name: String, in files: BundleFolder) -> String? {
    guard let stamp = PlainFile.stamp(files.path(of: name)) else { return nil }
    return stamp.isLink ? "link" : "\(stamp.size)@\(stamp.modified)"
  }

  /// Writes the index when it differs from the one read. Without it everything works, only slower,
  /// so a failure is a warning.
  func save() -> Problem? {
    guard let path, isChanged || current.count != known.count else { return nil }
    do {
      let rows = [Array(Self.heading.utf8)[...]] + current + [Array(Self.ending.utf8)[...]]
      let bytes = Array(rows.joined(separator: [CaseRow.rowSeparator]))
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
      return nil
    } catch {
      return Problem(
        file: path,
        "the index of cases cannot be written, so the next start is slower: "
          + error.localizedDescription, severity: .warning)
    }
  }
}

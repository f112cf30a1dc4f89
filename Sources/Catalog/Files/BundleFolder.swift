/// The folder of one case bundle: which names in it may be opened, and where they lead.
struct BundleFolder: Hashable, Sendable {
  static let caseFile = "case.yaml"
  static let truthFile = "truth.yaml"
  static let teachingFile = "teaching.md"

  let path: String

  /// A sentence when `name` cannot be the name of a recording; nil when it can.
  ///
  /// A recording is served to readers, so the names of the other files of a bundle are refused.
  static func refusal(ofMediaName name: String) -> String? {
    let isPlain = name.utf8.allSatisfy { byte in
      byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "/") && byte != UInt8(ascii: "\\")
    }
    guard isPlain, !name.hasPrefix("."), name.utf8.count <= 128 else {
      return "is a file name in the case's own folder, not '\(name)'"
    }
    let lowered = name.lowercased()
    guard !lowered.hasSuffix(".yaml"), !lowered.hasSuffix(".yml"), !lowered.hasSuffix(".md") else {
      return "is a recording, not '\(name)'"
    }
    return nil
  }

  func path(of name: String) -> String { path + "/" + name }

  /// Refuses links: one could lead out of the folder, or serve the truth under a recording's name.
  func safePath(of name: String) throws(CatalogError) -> String {
    let path = path(of: name)
    guard let stamp = PlainFile.stamp(path) else {
      throw .unreadable(path: path, reason: "there is no such file")
    }
    guard !stamp.isLink else {
      throw .unsafePath(path: path, reason: "is a link; copy the file in")
    }
    return path
  }

  func read(_ name: String, limit: Int) throws(CatalogError) -> [UInt8] {
    try PlainFile.read(safePath(of: name), limit: limit)
  }
}

import Foundation
import Testing

/// The project's own Swift sources, as text.
struct SourceTree {
  struct File: Sendable, CustomTestStringConvertible {
    var module: String
    /// From the repository's root, such as `Sources/Scoring/Rubric.swift`.
    var path: String
    var lines: [String]

    var testDescription: String { path }
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static func files(under folder: String) -> [File] {
    let base = root + "/" + folder
    guard let names = FileManager.default.enumerator(atPath: base) else { return [] }
    return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      let text = (try? String(contentsOfFile: base + "/" + name, encoding: .utf8)) ?? ""
      return File(
        module: String(name.prefix { $0 != "/" }), path: folder + "/" + name,
        lines: text.components(separatedBy: "\n"))
    }
  }
}

extension SourceTree.File {
  /// Modules named in import lines, whatever their access or attributes.
  var imports: [String] {
    lines.compactMap { line -> String? in
      let words = line.split(separator: " ").map(String.init)
      guard let index = words.firstIndex(of: "import"), index <= 2, words[0] != "//", let name = words.last
      else { return nil }
      return name.split(separator: ".").first.map(String.init)
    }
  }

  /// Lines of code: no comments, no text in quotes.
  var code: [(number: Int, text: String)] {
    lines.enumerated().compactMap { index, line in
      let text = line.replacing(#/"[^"]*"/#, with: "\"\"")
      let code = text.range(of: "//").map { String(text[..<$0.lowerBound]) } ?? text
      return code.trimmingCharacters(in: .whitespaces).isEmpty ? nil : (index + 1, code)
    }
  }
}

package import Foundation

/// Known answers kept beside the repository in `../shared/references`, read at run time.
package enum Reference {
  package static let repository = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  package static let folder = repository.appending(path: "../shared/references").standardized

  package static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: path).path)
  }

  package static func contents(_ path: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: path))
  }

  /// Cells of a CSV file without quotes; the heading is left out.
  package static func rows(_ path: String) throws -> [[String]] {
    String(decoding: try contents(path), as: UTF8.self).split(whereSeparator: \.isNewline)
      .dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
  }
}

package func isClose(_ a: Double, _ b: Double, relative: Double = 1e-9) -> Bool {
  abs(a - b) <= relative * max(1e-300, abs(b))
}

package import Sonography

/// Gives the greyscale picture of an image file; the decoder is not this module's business.
package typealias PictureReader = (_ path: String) throws -> Frame

/// What an import did.
package struct ImportOutcome: Sendable {
  /// Ids of the cases written.
  package var written: [String] = []
  /// Everything that kept a row out, or that a person should know about it.
  package var problems: [Problem] = []
}

/// Folder names of the public data sets' files, wherever in the set they lie.
struct FileFinder {
  private var paths: [String: String] = [:]

  /// Knows the files of `folder` and of the folders in it.
  init(_ folder: String) throws(CatalogError) {
    for name in try PlainFile.names(in: folder) {
      let path = "\(folder)/\(name)"
      guard PlainFile.stamp(path)?.isFolder == true else {
        paths[name] = path
        continue
      }
      for inner in try PlainFile.names(in: path) { paths[inner] = paths[inner] ?? "\(path)/\(inner)" }
    }
  }

  /// The path of the file with this name.
  subscript(name: String) -> String? { paths[name] }

  /// The only file with this ending.
  func only(ending: String) -> String? {
    let found = paths.filter { $0.key.lowercased().hasSuffix(ending) && !$0.key.hasPrefix("~") }
    return found.count == 1 ? found.first?.value : nil
  }
}

/// Makes and writes a case for every row; a row that fails adds its problems and the rest goes on.
func importEach<Row>(
  _ rows: [Row], from table: String, into writer: CaseBundleWriter,
  progress: (_ done: Int, _ of: Int) -> Void, line: (Row) -> Int,
  make: (Row, ProblemList) throws -> NewCase?
) -> ImportOutcome {
  var outcome = ImportOutcome()
  for (index, row) in rows.enumerated() {
    let problems = ProblemList(file: table)
    do {
      if let new = try make(row, problems), !problems.hasErrors {
        try writer.write(new)
        outcome.written.append(new.case.id)
      }
    } catch {
      problems.add("\(error)", line: line(row))
    }
    outcome.problems += problems.problems
    progress(index + 1, rows.count)
  }
  return outcome
}

/// The outline a mask image draws: its largest component, with enough points (128) that the tips of a
/// spiculated mass stay.
///
/// Nil after adding the reason to `problems`. Specks beside the lesion are dropped; a second
/// component worth mentioning is mentioned.
func outline(
  ofMask path: String, width: Int, height: Int, picture: PictureReader, line: Int,
  in problems: ProblemList
) throws -> Contour? {
  let mask = try picture(path)
  guard mask.width == width, mask.height == height else {
    problems.add(
      "\(path) is \(mask.width) × \(mask.height), its picture \(width) × \(height)", line: line)
    return nil
  }
  let contours = Contour.tracing(
    mask.pixels.map { $0 > 127 }, width: width, height: height, minimumArea: 4)
  guard let largest = contours.first else {
    problems.add("\(path) draws nothing", line: line)
    return nil
  }
  if contours.count > 1, contours[1].area > 0.05 * largest.area {
    problems.add(
      "\(path) draws \(contours.count) areas; the largest is kept", line: line, severity: .warning)
  }
  return largest.simplified(toAtMost: 128).roundedToTenths()
}

import Foundation

/// Fills a recording up to a multiple of one size, so that how large a file is says nothing about what it
/// shows: tissue with a lesion compresses differently from tissue without.
struct EvenSize {
  /// Bytes.
  static let step = 720 * 1024

  /// Appends a `free` box (ISO 14496-12, 8.1.2), which players skip.
  static func fill(_ path: String) throws {
    let url = URL(fileURLWithPath: path)
    let size = (try Data(contentsOf: url)).count
    let missing = (step - size % step) % step
    guard missing > 0 else { return }
    // A box has a header of eight bytes; with less room, one step more.
    let length = missing < 8 ? missing + step : missing
    var box = withUnsafeBytes(of: UInt32(length).bigEndian) { Data($0) }
    box.append(Data("free".utf8))
    box.append(Data(count: length - 8))
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw Failure("\(path): cannot be written to its full size")
    }
    try file.seekToEnd()
    try file.write(contentsOf: box)
    try file.close()
  }
}

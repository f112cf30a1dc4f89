import Foundation

/// Makes every recording of one size, so that how large a file is says nothing about what it shows: tissue
/// with a lesion compresses differently from tissue without.
struct EvenSize {
  /// Bytes: 47 cases below 40 MB.
  static let size = 800 * 1024
  /// The coarsest H.264 quality that is tried before a recording may be larger.
  private static let coarsest = 40

  /// Encodes at `quality`, and coarser where that is too large, then fills up. What does not fit even so
  /// is filled to the next multiple.
  static func write(to path: String, quality: Int, encode: (_ quality: Int) throws -> Void) throws {
    var quality = quality
    try encode(quality)
    while try bytes(path) > size - 8, quality < coarsest {
      quality = min(quality + 2, coarsest)
      try encode(quality)
    }
    try fill(path)
  }

  private static func bytes(_ path: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
  }

  /// Appends a `free` box (ISO 14496-12, 8.1.2), which players skip.
  private static func fill(_ path: String) throws {
    let length = size - (try bytes(path) + 8) % size + 8
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

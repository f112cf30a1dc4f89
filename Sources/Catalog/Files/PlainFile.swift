internal import Crypto
internal import Glibc

/// Files as the catalogue meets them: read whole with a limit, described, digested.
package enum PlainFile {
  /// What tells one version of a file from the next without reading it.
  struct Stamp: Hashable, Sendable {
    var size: Int
    var modified: Int
    var isFolder: Bool
    var isLink: Bool
  }

  /// Nil when there is nothing at `path`. Does not follow a link at its end.
  static func stamp(_ path: String) -> Stamp? {
    var status = Glibc.stat()
    guard lstat(path, &status) == 0 else { return nil }
    let kind = status.st_mode & S_IFMT
    return Stamp(
      size: Int(status.st_size),
      modified: Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec),
      isFolder: kind == S_IFDIR, isLink: kind == S_IFLNK)
  }

  /// All bytes of a file of at most `limit` bytes.
  package static func read(_ path: String, limit: Int) throws(CatalogError) -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachBlock(of: path) { block throws(CatalogError) in
      bytes.append(contentsOf: block)
      guard bytes.count <= limit else {
        throw .unreadable(path: path, reason: "it is larger than \(limit / 1024) KiB")
      }
    }
    return bytes
  }

  /// Lower-case hex SHA-256 of a file of any size.
  package static func sha256(of path: String) throws(CatalogError) -> String {
    var digest = SHA256()
    try forEachBlock(of: path) { block throws(CatalogError) in digest.update(data: block) }
    return hex(digest.finalize())
  }

  package static func sha256(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

  private static func hex(_ digest: SHA256.Digest) -> String {
    digest.map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0" + text : text
    }.joined()
  }

  private static func forEachBlock(
    of path: String, _ body: (ArraySlice<UInt8>) throws(CatalogError) -> Void
  ) throws(CatalogError) {
    // Non-blocking, so that a pipe put in place of a file cannot hold the program up.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw .unreadable(path: path, reason: lastReason()) }
    defer { close(file) }
    var status = Glibc.stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "it is not a file")
    }
    var block = [UInt8](repeating: 0, count: min(max(Int(status.st_size), 1), 1 << 20))
    while true {
      let count = Glibc.read(file, &block, block.count)
      guard count >= 0 else { throw .unreadable(path: path, reason: lastReason()) }
      if count == 0 { return }
      try body(block[..<count])
    }
  }

  /// The names in a folder, sorted, without those that start with a dot.
  static func names(in folder: String) throws(CatalogError) -> [String] {
    guard let handle = opendir(folder) else {
      throw .unreadable(path: folder, reason: lastReason())
    }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// The path without links; nil when it leads nowhere.
  static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }
}

/// What the system said about the last call that failed.
func lastReason() -> String {
  let code = errno
  return code == 0 ? "unknown reason" : String(cString: strerror(code)).lowercased()
}

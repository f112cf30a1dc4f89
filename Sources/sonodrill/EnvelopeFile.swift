import Foundation

/// A NumPy file of float32 that grows plane by plane (NPY format 1.0, C order).
struct EnvelopeFile {
  private let handle: FileHandle
  private let path: String

  init(path: String, shape: [Int]) throws {
    self.path = path
    let list = shape.map(String.init).joined(separator: ", ")
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(list)), }"
    let length = (10 + header.utf8.count + 1 + 63) / 64 * 64 - 10
    header += String(repeating: " ", count: length - header.utf8.count - 1) + "\n"
    var bytes = Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)])
    bytes.append(Data(header.utf8))
    guard FileManager.default.createFile(atPath: path, contents: bytes),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw Failure("\(path): cannot be written; choose a folder that exists and is yours") }
    self.handle = handle
    try handle.seekToEnd()
  }

  func append(_ plane: [Float]) throws {
    let bytes = plane.flatMap { value in
      withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    }
    do {
      try handle.write(contentsOf: Data(bytes))
    } catch {
      throw Failure("\(path): \(error.localizedDescription)")
    }
  }

  func close() throws { try handle.close() }
}

import Foundation
import Inference

/// NumPy's file format for one array, versions 1 and 2.
///
/// `\u{93}NUMPY`, version, length of the header, the header (a Python dictionary with `descr`,
/// `fortran_order` and `shape`), then the numbers. Reference: numpy.lib.format.
enum NumPyFile {
  /// How numbers are stored, by NumPy's name.
  private static let readers: [String: (size: Int, read: @Sendable (UnsafeRawBufferPointer, Int) -> Float)] = [
    "f4": (4, { Float(bitPattern: UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: $1, as: UInt32.self))) }),
    "f8": (
      8, { Float(Double(bitPattern: UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: $1, as: UInt64.self)))) }
    ),
    "f2": (
      2, { Float(Float16(bitPattern: UInt16(littleEndian: $0.loadUnaligned(fromByteOffset: $1, as: UInt16.self)))) }
    ),
    "u1": (1, { Float($0[$1]) }),
    "b1": (1, { Float($0[$1]) }),
    "i1": (1, { Float(Int8(bitPattern: $0[$1])) }),
    "u2": (2, { Float(UInt16(littleEndian: $0.loadUnaligned(fromByteOffset: $1, as: UInt16.self))) }),
    "i4": (4, { Float(Int32(littleEndian: $0.loadUnaligned(fromByteOffset: $1, as: Int32.self))) }),
    "i8": (8, { Float(Int64(littleEndian: $0.loadUnaligned(fromByteOffset: $1, as: Int64.self))) }),
  ]

  static func read(_ path: String) throws -> Tensor {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path): the file cannot be read; check its name")
    }
    func wrong(_ problem: String) -> Failure { Failure("\(path): \(problem); save it with numpy.save") }
    let bytes = [UInt8](data)
    guard bytes.count >= 8, bytes.starts(with: [0x93] + Array("NUMPY".utf8)), (1...2).contains(bytes[6]) else {
      throw wrong("it is not a NumPy file of version 1 or 2")
    }
    let lengthBytes = bytes[6] == 1 ? 2 : 4
    guard bytes.count >= 8 + lengthBytes else { throw wrong("its header is cut off") }
    let length = (0..<lengthBytes).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    let start = 8 + lengthBytes + length
    guard start <= bytes.count else { throw wrong("its header is cut off") }
    let header = String(decoding: bytes[(8 + lengthBytes)..<start], as: UTF8.self)
    guard let kind = header.firstMatch(of: #/'descr':\s*'[<|=]?(\w+)'/#), let reader = readers[String(kind.1)] else {
      throw wrong("its numbers are not little-endian floats or integers")
    }
    guard header.contains(#/'fortran_order':\s*False/#) else { throw wrong("its columns come first (fortran_order)") }
    guard let shape = shape(in: header) else { throw wrong("its shape cannot be read") }
    guard let count = product(shape), count <= (bytes.count - start) / reader.size else {
      throw wrong("it ends before its shape \(shape) is filled")
    }
    let values = bytes.withUnsafeBytes { bytes in (0..<count).map { reader.read(bytes, start + $0 * reader.size) } }
    return Tensor(shape: shape, values: values)
  }

  private static func shape(in header: String) -> [Int]? {
    guard let match = header.firstMatch(of: #/'shape':\s*\(([0-9, ]*)\)/#) else { return nil }
    let lengths = match.1.split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) }
    return lengths.contains(nil) ? nil : lengths.compactMap(\.self)
  }

  private static func product(_ shape: [Int]) -> Int? {
    shape.reduce(1) { product, length in
      guard let product else { return nil }
      let (result, overflows) = product.multipliedReportingOverflow(by: length)
      return overflows ? nil : result
    }
  }

  static func write(_ tensor: Tensor, to url: URL) throws {
    let lengths = tensor.shape.map { "\($0)," }.joined(separator: " ")
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(lengths)), }"
    // The numbers begin at a multiple of 64 bytes.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    var bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count & 0xff), UInt8(header.utf8.count >> 8)]
    bytes += Array(header.utf8)
    for value in tensor.values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
    try Data(bytes).write(to: url)
  }
}

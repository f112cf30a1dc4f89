internal import CZlib

/// Undoes zlib's compression.
package enum Inflate {
  package enum Wrapping: Int32 {
    /// Bare, as in ZIP archives.
    case none = -15
    /// With zlib's header and checksum, as in PNG files.
    case zlib = 15
  }

  /// Nil when the stream is damaged, ends early or gives more than `limit` bytes.
  package static func bytes(_ packed: ArraySlice<UInt8>, _ wrapping: Wrapping, limit: Int) -> [UInt8]? {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, wrapping.rawValue, ZLIB_VERSION, size) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var result: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 64 * 1024)
    var input = Array(packed)
    return input.withUnsafeMutableBufferPointer { input -> [UInt8]? in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      while true {
        let status = block.withUnsafeMutableBufferPointer { output in
          stream.next_out = output.baseAddress
          stream.avail_out = UInt32(output.count)
          return inflate(&stream, Z_NO_FLUSH)
        }
        result.append(contentsOf: block[..<(block.count - Int(stream.avail_out))])
        if status == Z_STREAM_END { return result }
        guard status == Z_OK, result.count <= limit else { return nil }
      }
    }
  }
}

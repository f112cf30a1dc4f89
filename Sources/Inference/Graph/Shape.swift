/// What one model may ask of the machine, so that a damaged file is refused instead of running for hours.
enum Limits {
  static let nodes = 4096
  static let rank = 8
  /// The most numbers in one value: 256 MB.
  static let elements = 1 << 26
  /// The most numbers in one session's arena: 1 GB.
  static let arena = 1 << 28
  /// The most multiplications in one node.
  static let multiplications = 1 << 38
}

/// The lengths of a value's axes, known to be small enough to allocate.
struct Shape: Hashable, Sendable {
  let lengths: [Int]
  let count: Int

  static let scalar = Shape(known: [])

  init?(checking lengths: [Int]) {
    guard lengths.count <= Limits.rank else { return nil }
    var count = 1
    for length in lengths {
      guard length >= 0, length <= Limits.elements else { return nil }
      let (product, overflows) = count.multipliedReportingOverflow(by: length)
      guard !overflows, product <= Limits.elements else { return nil }
      count = product
    }
    self.lengths = lengths
    self.count = count
  }

  /// A rearrangement of a shape that was checked.
  init(known lengths: [Int]) {
    self.lengths = lengths
    count = lengths.reduce(1, *)
  }

  var rank: Int { lengths.count }

  subscript(axis: Int) -> Int { lengths[axis] }

  /// The number of elements the axes of a range have together.
  func count(of axes: Range<Int>) -> Int { lengths[axes].reduce(1, *) }

  /// How far apart neighbours along each axis lie in memory.
  var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * lengths[axis + 1] }
    return strides
  }
}

/// Whether a value is measured or counts something; both are stored as floats.
enum ElementKind: Sendable {
  case real, integer
}

/// A block of floats on a cache-line boundary, zero at first, readable a little past its end.
///
/// The kernels load whole vectors and so touch up to `slack` floats behind the last.
// Sendable because a buffer is written only by who makes it, before anyone else sees it.
final class FloatBuffer: @unchecked Sendable {
  static let slack = 64

  let count: Int
  let start: UnsafeMutablePointer<Float>

  init(count: Int) {
    self.count = count
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: (count + Self.slack) * MemoryLayout<Float>.stride, alignment: 64)
    start = bytes.bindMemory(to: Float.self, capacity: count + Self.slack)
    start.initialize(repeating: 0, count: count + Self.slack)
  }

  deinit { start.deallocate() }

  var values: [Float] { [Float](UnsafeBufferPointer(start: start, count: count)) }
}

/// A value known before anything runs: a weight, or what follows from weights and shapes alone.
struct Constant: Sendable {
  let shape: Shape
  let kind: ElementKind
  let buffer: FloatBuffer

  init(shape: Shape, kind: ElementKind, values: [Float]) {
    self.shape = shape
    self.kind = kind
    buffer = FloatBuffer(count: shape.count)
    for (i, value) in values.enumerated() { buffer.start[i] = value }
  }

  init(shape: Shape, kind: ElementKind, buffer: FloatBuffer) {
    self.shape = shape
    self.kind = kind
    self.buffer = buffer
  }

  var values: [Float] { buffer.values }

  /// An image in another layout.
  func converted(from source: Layout, to target: Layout) -> Constant {
    guard source.simplest(for: shape) != target.simplest(for: shape) else { return self }
    let result = FloatBuffer(count: target.words(shape))
    Relayout(shape: shape, source: source, target: target).run(buffer.start, result.start)
    return Constant(shape: shape, kind: kind, buffer: result)
  }

  var integers: [Int] { values.map(saturated) }
}

/// The integer part of a float; the ends of the range stand for "as far as it goes".
func saturated(_ value: Float) -> Int {
  if value.isNaN { return 0 }
  if value >= 0x1p62 { return Int.max }
  if value <= -0x1p62 { return Int.min }
  return Int(value)
}

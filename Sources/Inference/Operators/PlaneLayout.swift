/// An image laid out so that every tap of a convolution is the same image, shifted.
///
/// Each channel is copied with its border of zeros. With a stride, the rows and columns are dealt out to
/// `stride` × `stride` phase planes (as many as the taps use), after which neighbouring output pixels
/// read neighbouring input pixels. A transposed convolution is a plain one over an image with zeros put in
/// between (`spread`). With no border, stride or spread the image itself serves and nothing is copied.
struct PlaneLayout {
  /// One axis: which source index each place of each phase shows, -1 for a zero.
  struct Axis {
    /// (phase, place)
    let sources: [[Int]]
    /// For each tap, its phase's position in `sources` and its shift.
    let taps: [(phase: Int, shift: Int)]
    /// For each phase: zeros, then every `step`th element from `first`, then zeros; `nil` if it is not so.
    let spans: [(left: Int, first: Int, step: Int, count: Int)?]
    let length: Int
    let outputs: Int

    /// - Parameter spread: the distance between input elements; above one for transposed convolutions.
    init(input: Int, kernel: Int, stride: Int, dilation: Int, before: Int, outputs: Int, spread: Int) {
      let phases = Set((0..<kernel).map { $0 * dilation % stride }).sorted()
      let reach = outputs + (kernel - 1) * dilation / stride
      taps = (0..<kernel).map { tap in
        (phases.firstIndex(of: tap * dilation % stride) ?? 0, tap * dilation / stride)
      }
      sources = phases.map { phase in
        (0..<reach).map { place in
          let position = place * stride + phase - before
          return position >= 0 && position % spread == 0 && position / spread < input ? position / spread : -1
        }
      }
      spans = spread > 1 ? phases.map { _ in nil } : sources.map { Self.span($0, step: stride) }
      length = reach
      self.outputs = outputs
    }

    private static func span(_ sources: [Int], step: Int) -> (left: Int, first: Int, step: Int, count: Int)? {
      guard let left = sources.firstIndex(where: { $0 >= 0 }), let last = sources.lastIndex(where: { $0 >= 0 })
      else { return (0, 0, step, 0) }
      return (left, sources[left], step, last - left + 1)
    }

    func isPlain(_ input: Int) -> Bool { sources.count == 1 && sources[0] == Array(0..<input) }
  }

  let input: (height: Int, width: Int)
  let rows: Axis
  let columns: Axis
  /// Whether the image itself serves.
  let isDirect: Bool

  init(input: (height: Int, width: Int), rows: Axis, columns: Axis) {
    self.input = input
    self.rows = rows
    self.columns = columns
    isDirect = rows.isPlain(input.height) && columns.isPlain(input.width)
  }

  /// Floats of one channel.
  var channelCount: Int { rows.sources.count * columns.sources.count * rows.length * columns.length }

  /// How far each tap of each channel lies from the first element.
  func tapOffsets(channels: Int) -> [Int32] {
    let plane = rows.length * columns.length
    var offsets: [Int32] = []
    for channel in 0..<channels {
      for row in rows.taps {
        for column in columns.taps {
          let phase = row.phase * columns.sources.count + column.phase
          let place = row.shift * columns.length + column.shift
          offsets.append(Int32(channel * channelCount + phase * plane + place))
        }
      }
    }
    return offsets
  }

  /// Lays out the channels from `source` in `target`.
  func fill(_ source: UnsafePointer<Float>, channels: Int, into target: UnsafeMutablePointer<Float>) {
    var row = target
    for channel in 0..<channels {
      let image = source + channel * input.height * input.width
      for rowSources in rows.sources {
        for phase in columns.sources.indices {
          for y in rowSources {
            fillRow(row, from: y < 0 ? nil : image + y * input.width, phase)
            row += columns.length
          }
        }
      }
    }
  }

  private func fillRow(_ target: UnsafeMutablePointer<Float>, from source: UnsafePointer<Float>?, _ phase: Int) {
    let length = columns.length
    guard let source else { return target.update(repeating: 0, count: length) }
    guard let span = columns.spans[phase] else {
      columns.sources[phase].withUnsafeBufferPointer { places in
        for x in 0..<length { target[x] = places[x] < 0 ? 0 : source[places[x]] }
      }
      return
    }
    target.update(repeating: 0, count: span.left)
    let inside = target + span.left
    if span.step == 1 {
      inside.update(from: source + span.first, count: span.count)
    } else {
      for x in 0..<span.count { inside[x] = source[span.first &+ x &* span.step] }
    }
    (inside + span.count).update(repeating: 0, count: length - span.left - span.count)
  }
}

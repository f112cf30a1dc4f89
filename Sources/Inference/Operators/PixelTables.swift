/// For every vector of sixteen pixels: where it reads, which lanes count, and where these are written.
final class PixelTables {
  let vectors: Int
  let taps: FixedList<Int32>
  let starts: FixedList<Int32>
  let places: FixedList<Int32>
  let lanes: FixedList<UInt16>

  private static let width = 16

  init(_ planes: PlaneLayout, channels: Int) {
    let (height, width, pitch) = (planes.rows.outputs, planes.columns.outputs, planes.columns.length)
    // Either every row by itself, or all rows as one with the borders masked out: whichever is less work.
    let byRow = height * ((width + Self.width - 1) / Self.width)
    let flat = ((height - 1) * pitch + width + Self.width - 1) / Self.width
    let starts =
      flat < byRow
      ? (0..<flat).map { $0 * Self.width }
      : (0..<height).flatMap { y in stride(from: 0, to: width, by: Self.width).map { y * pitch + $0 } }
    var entries: [(start: Int, place: Int, lanes: UInt16)] = []
    for start in starts {
      let end = flat < byRow ? Int.max : start / pitch * pitch + width
      let valid = (0..<Self.width).filter { lane in
        let position = start + lane
        return position < end && position % pitch < width && position / pitch < height
      }
      guard let first = valid.first else { continue }
      let place = (start + first) / pitch * width + (start + first) % pitch
      entries.append((start, place, valid.reduce(UInt16(0)) { $0 | 1 << UInt16($1) }))
    }
    vectors = entries.count
    taps = .init(planes.tapOffsets(channels: channels))
    self.starts = .init(entries.map { Int32($0.start) })
    places = .init(entries.map { Int32($0.place) })
    lanes = .init(entries.map(\.lanes))
  }
}

/// A fixed list at an address that stays, for the kernel's tables.
final class FixedList<Element: BitwiseCopyable> {
  let start: UnsafeMutablePointer<Element>

  init(_ elements: [Element]) {
    start = .allocate(capacity: max(1, elements.count))
    start.initialize(from: elements, count: elements.count)
  }

  deinit { start.deallocate() }
}

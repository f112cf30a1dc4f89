/// Where each value of a plan lies in one block of memory.
///
/// Two values may share a place when one is no longer needed before the other is made. Largest first, each
/// goes to the lowest place free during its life (a usual approximation; the exact problem is NP-hard).
struct Arena {
  struct Life {
    /// In floats.
    let size: Int
    /// The first and the last step that touch it, both inclusive.
    var steps: ClosedRange<Int>
  }

  let offsets: [Int]
  let size: Int

  /// Floats of the values in use at once where most are.
  static func largestSet(_ lives: [Life]) -> Int {
    let last = lives.map(\.steps.upperBound).max() ?? 0
    return (0...last).map { step in lives.reduce(0) { $0 + ($1.steps.contains(step) ? $1.size : 0) } }.max() ?? 0
  }

  /// `nil` where it would exceed the limit.
  init?(_ lives: [Life]) {
    var offsets = [Int](repeating: 0, count: lives.count)
    var placed: [(range: Range<Int>, steps: ClosedRange<Int>)] = []
    var size = 0
    let order = lives.indices.sorted { (lives[$0].size, $1) > (lives[$1].size, $0) }
    for index in order {
      let life = lives[index]
      // Kept on cache lines, with room for the kernels to read past the end.
      let room = (life.size + FloatBuffer.slack + 15) / 16 * 16
      var offset = 0
      // `placed` is sorted by offset.
      for other in placed where other.steps.overlaps(life.steps) {
        if other.range.lowerBound >= offset + room { break }
        offset = max(offset, other.range.upperBound)
      }
      offsets[index] = offset
      size = max(size, offset + room)
      guard size <= Limits.arena else { return nil }
      let position = placed.firstIndex { $0.range.lowerBound > offset } ?? placed.endIndex
      placed.insert((offset..<(offset + room), life.steps), at: position)
    }
    self.offsets = offsets
    self.size = size
  }
}

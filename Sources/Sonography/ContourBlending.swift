/// Outlines between two outlined frames.
extension Contour {
  /// The outline on the way to another: this one at 0, the other at 1.
  ///
  /// Both are walked in the same direction in equal steps; the start of the other is where the two,
  /// laid over each other by their centres, lie closest. O(`steps`²).
  package func blended(towards other: Contour, by share: Double, steps: Int = 64) -> Contour {
    guard points.count > 2, other.points.count > 2, steps > 2 else { return share < 0.5 ? self : other }
    let mine = steppedClockwise(steps)
    let theirs = other.steppedClockwise(steps)
    let turn = Self.nearestTurn(of: theirs, to: mine, apart: (centroid, other.centroid))
    return Contour(
      points: mine.indices.map { index in
        let (a, b) = (mine[index], theirs[(index + turn) % steps])
        return PixelPoint(x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y))
      })
  }

  /// `count` points in equal steps along the outline.
  private func steppedClockwise(_ count: Int) -> [PixelPoint] {
    let corners = signedArea < 0 ? points.reversed() : points
    let ends = corners[1...] + corners[..<1]
    let lengths = zip(corners, ends).map { a, b in ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
    }
    let step = lengths.reduce(0, +) / Double(count)
    guard step > 0 else { return Array(repeating: corners[0], count: count) }
    var result: [PixelPoint] = []
    var walked = 0.0
    for (edge, length) in lengths.enumerated() {
      let (a, b) = (corners[edge], ends[ends.startIndex + edge])
      while result.count < count, Double(result.count) * step <= walked + length {
        let along = length > 0 ? (Double(result.count) * step - walked) / length : 0
        result.append(PixelPoint(x: a.x + along * (b.x - a.x), y: a.y + along * (b.y - a.y)))
      }
      walked += length
    }
    while result.count < count { result.append(corners[0]) }
    return result
  }

  private static func nearestTurn(
    of theirs: [PixelPoint], to mine: [PixelPoint], apart: (PixelPoint, PixelPoint)
  ) -> Int {
    let (dx, dy) = (apart.1.x - apart.0.x, apart.1.y - apart.0.y)
    var best = (turn: 0, sum: Double.infinity)
    for turn in theirs.indices {
      var sum = 0.0
      for index in mine.indices {
        let b = theirs[(index + turn) % theirs.count]
        let (x, y) = (b.x - dx - mine[index].x, b.y - dy - mine[index].y)
        sum += x * x + y * y
      }
      if sum < best.sum { best = (turn, sum) }
    }
    return best.turn
  }
}

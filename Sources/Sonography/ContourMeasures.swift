/// Lengths, distances and overlaps of outlines, in tissue.
extension Contour {
  /// The shortest way from `place` to the outline in millimetres; 0 inside.
  package func distance(to place: PixelPoint, spacing: PixelSpacing) -> Millimetres {
    if contains(place) { return Millimetres(0) }
    var shortest = Double.infinity
    forEachEdge { a, b in
      shortest = min(shortest, segmentDistance(from: place, a, b, spacing))
    }
    return Millimetres(shortest)
  }

  /// The longest straight line between two points of the outline (maximum Feret diameter).
  package func longAxis(spacing: PixelSpacing) -> (from: PixelPoint, to: PixelPoint)? {
    var best: (from: PixelPoint, to: PixelPoint)?
    var length = 0.0
    for (index, a) in points.enumerated() {
      for b in points[(index + 1)...] {
        let candidate = spacing.distance(from: a, to: b).value
        if candidate > length { (best, length) = ((a, b), candidate) }
      }
    }
    return best
  }

  package func longAxisLength(spacing: PixelSpacing) -> Millimetres? {
    longAxis(spacing: spacing).map { spacing.distance(from: $0.from, to: $0.to) }
  }

  /// The extent across the long axis.
  package func shortAxisLength(spacing: PixelSpacing) -> Millimetres? {
    guard let axis = longAxis(spacing: spacing) else { return nil }
    let dx = (axis.to.x - axis.from.x) * spacing.x
    let dy = (axis.to.y - axis.from.y) * spacing.y
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return nil }
    let across = points.map { ($0.y * spacing.y * dx - $0.x * spacing.x * dy) / length }
    guard let low = across.min(), let high = across.max() else { return nil }
    return Millimetres(high - low)
  }

  /// Intersection over union and Dice, by counting the centres of a fine grid.
  ///
  /// `steps` cells span the longer side of the joint box; 256 keeps the error of a lesion-sized
  /// outline below 1 %.
  package func overlap(with other: Contour, steps: Int = 256) -> (iou: Double, dice: Double) {
    guard let a = box, let b = other.box else { return (0, 0) }
    let left = min(a.x, b.x)
    let top = min(a.y, b.y)
    let width = max(a.x + a.width, b.x + b.width) - left
    let height = max(a.y + a.height, b.y + b.height) - top
    let cell = max(width, height) / Double(steps)
    guard cell > 0 else { return (0, 0) }
    var (shared, mine, theirs) = (0, 0, 0)
    for row in 0..<max(1, Int((height / cell).rounded(.up))) {
      let y = top + (Double(row) + 0.5) * cell
      let (p, q) = (crossings(atY: y), other.crossings(atY: y))
      for column in 0..<max(1, Int((width / cell).rounded(.up))) {
        let x = left + (Double(column) + 0.5) * cell
        let (inMine, inTheirs) = (isInside(x, p), isInside(x, q))
        mine += inMine ? 1 : 0
        theirs += inTheirs ? 1 : 0
        shared += inMine && inTheirs ? 1 : 0
      }
    }
    let union = mine + theirs - shared
    guard union > 0 else { return (0, 0) }
    return (Double(shared) / Double(union), 2 * Double(shared) / Double(mine + theirs))
  }

  /// Where the horizontal line at `y` crosses the outline, left to right.
  package func crossings(atY y: Double) -> [Double] {
    var result: [Double] = []
    forEachEdge { a, b in
      if (a.y > y) != (b.y > y) { result.append((b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) }
    }
    return result.sorted()
  }

  private func isInside(_ x: Double, _ crossings: [Double]) -> Bool {
    var inside = false
    for crossing in crossings {
      if crossing > x { break }
      inside.toggle()
    }
    return inside
  }
}

private func segmentDistance(
  from p: PixelPoint, _ a: PixelPoint, _ b: PixelPoint, _ spacing: PixelSpacing
) -> Double {
  let (ax, ay) = ((p.x - a.x) * spacing.x, (p.y - a.y) * spacing.y)
  let (bx, by) = ((b.x - a.x) * spacing.x, (b.y - a.y) * spacing.y)
  let length = bx * bx + by * by
  let t = length > 0 ? min(1, max(0, (ax * bx + ay * by) / length)) : 0
  let (dx, dy) = (ax - t * bx, ay - t * by)
  return (dx * dx + dy * dy).squareRoot()
}

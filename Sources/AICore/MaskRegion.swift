/// One connected patch of the mask, on a grid of `side` × `side` cells.
package struct MaskRegion {
  let side: Int
  /// Cells of the patch, as `y * side + x`, ascending.
  package let cells: [Int]

  /// The patches of four-connected cells whose logit exceeds `level`, largest first.
  package static func all(in logits: [Float], side: Int, above level: Float) -> [MaskRegion] {
    var isTaken = [Bool](repeating: false, count: logits.count)
    var regions: [MaskRegion] = []
    for start in logits.indices where logits[start] > level && !isTaken[start] {
      let cells = flood(from: start, logits, side, level, &isTaken)
      regions.append(MaskRegion(side: side, cells: cells.sorted()))
    }
    // Stable among equals: the upper one first.
    return regions.enumerated()
      .sorted { ($1.element.cells.count, $0.offset) < ($0.element.cells.count, $1.offset) }
      .map(\.element)
  }

  private static func flood(
    from start: Int, _ logits: [Float], _ side: Int, _ level: Float, _ isTaken: inout [Bool]
  ) -> [Int] {
    var cells: [Int] = [start]
    var next = 0
    isTaken[start] = true
    while next < cells.count {
      let (x, y) = (cells[next] % side, cells[next] / side)
      next += 1
      for (u, v) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] {
        guard u >= 0, v >= 0, u < side, v < side else { continue }
        let cell = v * side + u
        if logits[cell] > level && !isTaken[cell] {
          isTaken[cell] = true
          cells.append(cell)
        }
      }
    }
    return cells
  }

  /// Probabilities inside the patch, 0 elsewhere: the weights of the region vector.
  func weights(_ logits: [Float]) -> [Float] {
    var weights = [Float](repeating: 0, count: side * side)
    for cell in cells { weights[cell] = Float(sigmoid(Double(logits[cell]))) }
    return weights
  }

  func meanLogit(_ logits: [Float]) -> Double {
    cells.reduce(0) { $0 + Double(logits[$1]) } / Double(cells.count)
  }
}

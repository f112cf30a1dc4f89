/// The outline of a mask patch at sub-cell precision: marching squares.
///
/// Between a cell inside the level and one outside, the outline crosses where the logit, taken as linear,
/// equals the level. Every crossed grid edge has exactly one way on, kept in a table; following it from any
/// edge closes a loop. Cost: the patch's box.
package struct OutlineTracing {
  private let side: Int
  private let level: Float
  private let logits: [Float]
  private var isInside: [Bool]

  /// - Returns: the longest-area loop of places on the square of cells, origin at its outer corner, in cells.
  package static func outline(of region: MaskRegion, logits: [Float], level: Float) -> [(x: Double, y: Double)] {
    let loops = OutlineTracing(region, logits, level).loops(around: region)
    return loops.max { doubledArea($0) < doubledArea($1) } ?? []
  }

  private init(_ region: MaskRegion, _ logits: [Float], _ level: Float) {
    (side, self.level, self.logits) = (region.side, level, logits)
    isInside = [Bool](repeating: false, count: logits.count)
    for cell in region.cells { isInside[cell] = true }
  }

  private func inside(_ x: Int, _ y: Int) -> Bool {
    x >= 0 && y >= 0 && x < side && y < side && isInside[y * side + x]
  }

  /// Edges between neighbouring cells, on a grid with a border of one.
  private func rightEdge(_ x: Int, _ y: Int) -> Int { 2 * ((y + 1) * (side + 2) + x + 1) }
  private func downEdge(_ x: Int, _ y: Int) -> Int { rightEdge(x, y) + 1 }

  private func loops(around region: MaskRegion) -> [[(x: Double, y: Double)]] {
    var next = [Int](repeating: -1, count: 2 * (side + 2) * (side + 2))
    var starts: [Int] = []
    var seen = [Bool](repeating: false, count: (side + 1) * (side + 1))
    for cell in region.cells {
      let (x, y) = (cell % side, cell / side)
      for (u, v) in [(x - 1, y - 1), (x, y - 1), (x - 1, y), (x, y)] where !seen[(v + 1) * (side + 1) + u + 1] {
        seen[(v + 1) * (side + 1) + u + 1] = true
        connect(u, v, &next, &starts)
      }
    }
    return starts.compactMap { follow($0, &next) }
  }

  /// Joins the crossed edges of the square whose corners are the cells (x, y) ... (x + 1, y + 1),
  /// so that the inside lies to the right of the way.
  private func connect(_ x: Int, _ y: Int, _ next: inout [Int], _ starts: inout [Int]) {
    let corners = [inside(x, y), inside(x + 1, y), inside(x + 1, y + 1), inside(x, y + 1)]
    let edges = [rightEdge(x, y), downEdge(x + 1, y), rightEdge(x, y + 1), downEdge(x, y)]
    for side in 0..<4 where corners[side] && !corners[(side + 1) % 4] {
      // Leaving the inside over this edge; two diagonal corners are kept apart.
      var way = (side + 3) % 4
      while corners[way] == corners[(way + 1) % 4] { way = (way + 3) % 4 }
      next[edges[side]] = edges[way]
      starts.append(edges[side])
    }
  }

  private func follow(_ start: Int, _ next: inout [Int]) -> [(x: Double, y: Double)]? {
    var points: [(x: Double, y: Double)] = []
    var edge = start
    while next[edge] >= 0 {
      points.append(crossing(edge))
      let onward = next[edge]
      next[edge] = -1
      edge = onward
    }
    return points.count > 2 ? points : nil
  }

  private func crossing(_ edge: Int) -> (x: Double, y: Double) {
    let isDown = edge % 2 == 1
    let (x, y) = ((edge / 2) % (side + 2) - 1, (edge / 2) / (side + 2) - 1)
    let (u, v) = isDown ? (x, y + 1) : (x + 1, y)
    let part = crossingPart(value(x, y), value(u, v))
    return (Double(x) + 0.5 + (isDown ? 0 : part), Double(y) + 0.5 + (isDown ? part : 0))
  }

  private func value(_ x: Int, _ y: Int) -> Double {
    // Beyond the border a patch ends half a cell on, at the frame's edge; another patch's cell counts as outside.
    guard x >= 0, y >= 0, x < side, y < side else { return .nan }
    let difference = Double(logits[y * side + x] - level)
    return isInside[y * side + x] ? difference : min(difference, -1e-3)
  }

  private func crossingPart(_ a: Double, _ b: Double) -> Double {
    a.isNaN || b.isNaN ? 0.5 : min(max(a / (a - b), 0), 1)
  }

  private static func doubledArea(_ loop: [(x: Double, y: Double)]) -> Double {
    var sum = 0.0
    for index in loop.indices {
      let (a, b) = (loop[index], loop[(index + 1) % loop.count])
      sum += a.x * b.y - b.x * a.y
    }
    return abs(sum)
  }
}

/// Enlarges or shrinks a value, axis after axis.
///
/// Along one axis every output element is a weighted sum of a few input elements, and these do not depend
/// on the other axes; so nearest, linear and cubic differ only in a table.
enum Resizing {
  @Sendable static func plan(_ request: PlanRequest) throws(ModelError) -> Planned {
    let shape = try request.operand(0).shape
    guard request.node.opset >= 11 else { throw request.node.invalid("Resize is read from opset 11 on") }
    let rule = try ResizeRule(request.node)
    let target = try ResizeTarget(request, shape)
    // Nearest pixels are only copied, and two halves are copied as one float.
    let layout = rule.copies ? try request.operand(0).layout : try request.floatLayout(0)
    let channels = layout == .halves ? (shape.channels + 1) / 2 : shape.channels
    let isPlain = layout == .rows || target.lengths[1] != shape.channels || !target.isIdentity(1)
    let axes = isPlain ? Array(0..<shape.rank) : [0] + Array(2..<shape.rank) + [1]
    var lengths = axes.map { $0 == 1 && !isPlain ? channels : shape[$0] }
    var passes: [Pass] = []
    // The last axis first: its passes are then on the smaller planes.
    for (place, axis) in axes.enumerated().reversed()
    where target.lengths[axis] != shape[axis] || !target.isIdentity(axis) {
      let table = rule.table(
        from: shape[axis], to: target.lengths[axis], scale: target.scales[axis], target.regions[axis])
      let before = Shape(known: lengths)
      lengths[place] = target.lengths[axis]
      _ = try request.shape(lengths)
      passes.append(
        Pass(
          table: table, outer: before.count(of: 0..<place), length: before[place],
          inner: before.count(of: (place + 1)..<axes.count)))
    }
    let result = try request.shape(target.lengths)
    guard !passes.isEmpty else { return try request.alias(shape) }
    let largest = passes.dropLast().map(\.count).max() ?? 0
    let planned = passes
    return request.step(result, layout: isPlain ? .rows : layout, scratch: 2 * largest, reads: [0]) { memory in
      var source = memory.inputs[0]
      for (index, pass) in planned.enumerated() {
        let isLast = index == planned.count - 1
        let target = isLast ? memory.outputs[0] : memory.scratch + (index % 2) * largest
        pass.run(source, target)
        source = UnsafePointer(target)
      }
    }
  }

  /// One axis: `outer` blocks of `length` rows of `inner` elements.
  struct Pass {
    let table: ResizeTable
    let outer: Int
    let length: Int
    let inner: Int

    var count: Int { outer * table.count * inner }

    func run(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
      for block in 0..<outer {
        let from = source + block * length * inner
        let to = target + block * table.count * inner
        if inner == 1 { table.resample(from, to) } else { table.resampleRows(from, to, inner) }
      }
    }
  }
}

/// For every output element of an axis, which input elements it is made of.
struct ResizeTable {
  /// Taps of output `i` are `starts[i]..<starts[i + 1]`.
  private(set) var starts: [Int] = [0]
  private(set) var places: [Int] = []
  private(set) var weights: [Float] = []
  /// What each output element starts from; not zero only outside the input.
  private(set) var bases: [Float] = []

  /// Whether every output element is one input element.
  private(set) var isSelection = true

  var count: Int { starts.count - 1 }

  mutating func append(_ taps: [(place: Int, weight: Float)], base: Float) {
    isSelection = isSelection && taps.count == 1 && taps[0].weight == 1 && base == 0
    bases.append(base)
    places += taps.map(\.place)
    weights += taps.map(\.weight)
    starts.append(places.count)
  }

  fileprivate func resample(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
    if places.count == count {
      for i in 0..<count { target[i] = bases[i] + source[places[i]] * weights[i] }
      return
    }
    for i in 0..<count {
      var sum = bases[i]
      for tap in starts[i]..<starts[i + 1] { sum += source[places[tap]] * weights[tap] }
      target[i] = sum
    }
  }

  fileprivate func resampleRows(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ inner: Int) {
    for i in 0..<count {
      let row = target + i * inner
      let first = starts[i]
      if isSelection {
        row.update(from: source + places[i] * inner, count: inner)
        continue
      }
      let (from, weight, base) = (source + places[first] * inner, weights[first], bases[i])
      for x in 0..<inner { row[x] = base + from[x] * weight }
      for tap in (first + 1)..<max(first + 1, starts[i + 1]) {
        let (from, weight) = (source + places[tap] * inner, weights[tap])
        for x in 0..<inner { row[x] += from[x] * weight }
      }
    }
  }
}

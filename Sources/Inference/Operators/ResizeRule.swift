/// The output lengths of a Resize, and the scale along each axis.
struct ResizeTarget {
  var lengths: [Int]
  var scales: [Float]
  /// Start and end of what is resized, as fractions of the axis; only cropping uses it.
  var regions: [ClosedRange<Float>]

  init(_ request: PlanRequest, _ shape: Shape) throws(ModelError) {
    lengths = shape.lengths
    scales = lengths.map { _ in 1 }
    regions = lengths.map { _ in 0...1 }
    let axes = try request.axes(try request.node.integers("axes") ?? Array(0..<shape.rank), of: shape.rank)
    if request.has(2), try request.operand(2).shape.count > 0 {
      try takeScales(request, axes, shape)
    } else {
      try takeSizes(request, axes, shape)
    }
    try takeRegion(request, axes)
    guard Shape(checking: lengths) != nil, lengths.allSatisfy({ $0 > 0 }), shape.count > 0 else {
      throw request.node.invalid("it cannot go from \(shape.lengths) to \(lengths)")
    }
  }

  func isIdentity(_ axis: Int) -> Bool { scales[axis] == 1 && regions[axis] == 0...1 }

  private mutating func takeScales(_ request: PlanRequest, _ axes: [Int], _ shape: Shape) throws(ModelError) {
    let given = try request.constant(2, "scales").values
    guard given.count == axes.count, given.allSatisfy({ $0 > 0 && $0 < 65536 }) else {
      throw request.node.invalid("the scales \(given) do not fit \(axes.count) axes")
    }
    for (axis, scale) in zip(axes, given) {
      scales[axis] = scale
      lengths[axis] = Int(Float(shape[axis]) * scale)
    }
  }

  private mutating func takeSizes(_ request: PlanRequest, _ axes: [Int], _ shape: Shape) throws(ModelError) {
    var given = try request.integers(3, "sizes")
    guard given.count == axes.count, given.allSatisfy({ (1...Limits.elements).contains($0) }), shape.count > 0 else {
      throw request.node.invalid("the sizes \(given) do not fit \(axes.count) axes")
    }
    let policy = try request.node.choice("keep_aspect_ratio_policy", "stretch", "not_larger", "not_smaller")
    let ratios = zip(axes, given).map { Float($1) / Float(shape[$0]) }
    if policy != "stretch", let scale = policy == "not_larger" ? ratios.min() : ratios.max() {
      given = axes.map { Int((scale * Float(shape[$0])).rounded(.toNearestOrAwayFromZero)) }
      for axis in axes { scales[axis] = scale }
    } else {
      for (axis, ratio) in zip(axes, ratios) { scales[axis] = ratio }
    }
    for (axis, length) in zip(axes, given) { lengths[axis] = length }
  }

  private mutating func takeRegion(_ request: PlanRequest, _ axes: [Int]) throws(ModelError) {
    let mode = try request.node.string("coordinate_transformation_mode", "half_pixel")
    guard mode == "tf_crop_and_resize" else { return }
    let given = try request.constant(1, "region").values
    guard given.count == 2 * axes.count, given.allSatisfy({ abs($0) < 65536 }) else {
      throw request.node.invalid("the region \(given) does not fit \(axes.count) axes")
    }
    for (i, axis) in axes.enumerated() {
      guard given[i] <= given[i + axes.count] else { throw request.node.invalid("the region ends before it starts") }
      regions[axis] = given[i]...given[i + axes.count]
    }
  }
}

/// How a Resize finds and weighs the input elements for an output place.
struct ResizeRule {
  private let mode: String
  private let transformation: String
  private let nearest: String
  private let cubicCoefficient: Float
  private let excludesOutside: Bool
  private let isAntialiased: Bool
  /// What lies outside the input when cropping.
  private let extrapolation: Float

  init(_ node: Node) throws(ModelError) {
    mode = try node.choice("mode", "nearest", "linear", "cubic")
    transformation = try node.choice(
      "coordinate_transformation_mode", "half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners",
      "asymmetric", "tf_crop_and_resize")
    nearest = try node.choice("nearest_mode", "round_prefer_floor", "round_prefer_ceil", "floor", "ceil")
    cubicCoefficient = try node.float("cubic_coeff_a", -0.75)
    excludesOutside = try node.flag("exclude_outside")
    isAntialiased = try node.flag("antialias")
    extrapolation = try node.float("extrapolation_value", 0)
  }

  /// Whether every output element is an input element, unless it lies outside a crop.
  var copies: Bool { mode == "nearest" && transformation != "tf_crop_and_resize" }

  func table(from length: Int, to target: Int, scale: Float, _ region: ClosedRange<Float>) -> ResizeTable {
    var table = ResizeTable()
    for i in 0..<target {
      let place = source(of: Float(i), length, target, scale, region)
      if transformation == "tf_crop_and_resize", place < 0 || place > Float(length - 1) {
        table.append([(0, 0)], base: extrapolation)
      } else {
        table.append(taps(at: place, length, scale), base: 0)
      }
    }
    return table
  }

  /// The place in the input an output place stands for.
  private func source(
    of place: Float, _ length: Int, _ target: Int, _ scale: Float, _ region: ClosedRange<Float>
  ) -> Float {
    switch transformation {
    case "asymmetric": return place / scale
    case "align_corners":
      // The length before it was rounded down, as the standard's reference has it.
      let exact = scale * Float(length) - 1
      return exact <= 0 ? 0 : min(place * Float(length - 1) / exact, Float(length - 1))
    case "pytorch_half_pixel": return target == 1 ? 0 : (place + 0.5) / scale - 0.5
    case "half_pixel_symmetric":
      // The exact output length may be a fraction; what was cut off is taken from both sides.
      let adjustment = Float(target) / (scale * Float(length))
      return Float(length) / 2 * (1 - adjustment) + (place + 0.5) / scale - 0.5
    case "tf_crop_and_resize":
      let last = Float(length - 1)
      if target == 1 { return 0.5 * (region.lowerBound + region.upperBound) * last }
      return region.lowerBound * last + place * (region.upperBound - region.lowerBound) * last / Float(target - 1)
    default: return (place + 0.5) / scale - 0.5
    }
  }

  private func taps(at place: Float, _ length: Int, _ scale: Float) -> [(place: Int, weight: Float)] {
    if mode == "nearest" { return [(clamp(nearestPlace(place), length), 1)] }
    let stretch = isAntialiased && scale < 1 ? scale : 1
    let reach = (mode == "linear" ? 1 : 2) / stretch
    let first = Int((place - reach).rounded(.down)) + 1
    let last = max(first, Int((place + reach).rounded(.up)) - 1)
    var taps = (first...last).map { (place: $0, weight: kernel((Float($0) - place) * stretch)) }
    if excludesOutside { taps.removeAll { !(0..<length).contains($0.place) } }
    if excludesOutside || stretch < 1 {
      let sum = taps.reduce(0) { $0 + $1.weight }
      taps = taps.map { ($0.place, $0.weight / sum) }
    }
    return taps.isEmpty ? [(0, 0)] : taps.map { (clamp($0.place, length), $0.weight) }
  }

  private func kernel(_ distance: Float) -> Float {
    let d = abs(distance)
    let a = cubicCoefficient
    if mode == "linear" { return max(0, 1 - d) }
    if d <= 1 { return ((a + 2) * d - (a + 3)) * d * d + 1 }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0
  }

  private func nearestPlace(_ place: Float) -> Int {
    switch nearest {
    case "floor": Int(place.rounded(.down))
    case "ceil": Int(place.rounded(.up))
    case "round_prefer_ceil": Int((place + 0.5).rounded(.down))
    default: Int((place - 0.5).rounded(.up))
    }
  }

  private func clamp(_ place: Int, _ length: Int) -> Int { min(max(place, 0), length - 1) }
}

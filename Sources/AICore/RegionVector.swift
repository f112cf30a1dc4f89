/// What one region of the mask is made of, as the region head reads it: `training/regions.py` in Swift.
///
/// 96 features averaged inside the region, 96 over its rim, 96 over the tissue below it whose shadow or
/// enhancement tells, and twelve numbers on size, form and grey levels.
package struct RegionVector {
  static let cells = 128
  static let grid = 32
  static let channels = 96
  static let geometryCount = 12
  package static let count = 3 * channels + geometryCount
  private static let tiny: Float = 1e-6

  package let values: [Float]
  let form: RegionForm
  let grey: RegionGrey

  /// - Parameters:
  ///   - weights: mask probability inside the region, 0 elsewhere, (128, 128).
  ///   - features: (96, 32, 32).
  ///   - picture: the letterboxed frame, averaged over 2 × 2 and 8 × 8.
  package init(weights: [Float], features: [Float], picture: PicturePyramid) {
    let zones = RegionZones(weights)
    form = RegionForm(weights)
    grey = RegionGrey(weights, zones, picture, total: form.total)
    let pooled = [zones.inside, zones.rim, zones.below].flatMap { Self.means(of: features, over: $0) }
    values = pooled + Self.geometry(form, grey)
  }

  /// The mean of every channel with one zone's weights; 0 where the zone is empty.
  private static func means(of features: [Float], over zone: [Float]) -> [Float] {
    let places = zone.indices.filter { zone[$0] > 0 }
    let total = places.reduce(tiny) { $0 + zone[$1] }
    return (0..<channels).map { channel in
      let start = channel * grid * grid
      var sum: Float = 0
      for place in places { sum += zone[place] * features[start + place] }
      return sum / total
    }
  }

  private static func geometry(_ form: RegionForm, _ grey: RegionGrey) -> [Float] {
    let axes = (form.large * form.small).squareRoot()
    let round = 4 * Double.pi * form.total
    return [
      logarithm(form.total + 1), logarithm(form.yy / form.xx) / 2, (form.small / form.large).squareRoot(),
      form.total / (4 * Double.pi * axes), (form.xx - form.yy) / form.spread,
      grey.inside, grey.deviation, grey.rim, grey.rim - grey.inside, grey.below - grey.rim,
      round / (form.outline * form.outline + 1), form.certainty,
    ].map { Float($0) }
  }
}

/// Where a region, its rim and the tissue below it lie on the 32 × 32 grid.
struct RegionZones {
  let inside: [Float]
  let rim: [Float]
  let below: [Float]

  init(_ weights: [Float]) {
    let grid = RegionVector.grid
    let inside = averaged(weights, side: RegionVector.cells, by: 4)
    let grown = slidingMaximum(
      slidingMaximum(inside, grid, step: 1, from: -2, through: 2), grid, step: grid, from: -2, through: 2)
    let slid = slidingMaximum(grown, grid, step: grid, from: -6, through: 0)
    self.inside = inside
    rim = zip(grown, inside).map { max(0, $0 - $1) }
    below = zip(slid, grown).map { max(0, $0 - $1) }
  }
}

/// The greatest of the values `from...through` cells along one axis (step 1: x, step `side`: y).
private func slidingMaximum(_ values: [Float], _ side: Int, step: Int, from: Int, through: Int) -> [Float] {
  values.indices.map { place in
    let along = step == 1 ? place % side : place / side
    var greatest: Float = 0
    for offset in max(from, -along)...min(through, side - 1 - along) {
      greatest = max(greatest, values[place + offset * step])
    }
    return greatest
  }
}

/// Means of `factor` × `factor` blocks of a square.
func averaged(_ values: [Float], side: Int, by factor: Int) -> [Float] {
  let small = side / factor
  var result = [Float](repeating: 0, count: small * small)
  for y in 0..<(small * factor) {
    for x in 0..<small {
      var sum: Float = 0
      for offset in 0..<factor { sum += values[y * side + x * factor + offset] }
      result[y / factor * small + x] += sum
    }
  }
  let share = 1 / Float(factor * factor)
  return result.map { $0 * share }
}

/// Moments and outline length of a weighted region, in cells.
struct RegionForm {
  private(set) var total = 1e-6
  private(set) var xx = 1.0 / 12
  private(set) var yy = 1.0 / 12
  private(set) var xy = 0.0
  private(set) var outline = 0.0
  /// Mean weight, weighted with itself.
  private(set) var certainty = 0.0

  var spread: Double { ((xx - yy) * (xx - yy) + 4 * xy * xy + 1e-9).squareRoot() }
  /// Variance along the long and the short axis of the fitted ellipse.
  var large: Double { (xx + yy + spread) / 2 }
  var small: Double { max((xx + yy - spread) / 2, 1.0 / 24) }

  init(_ weights: [Float]) {
    let cells = RegionVector.cells
    let places = weights.indices.filter { weights[$0] > 0 }
    let (w, x, y) = ({ Double(weights[$0]) }, { Double($0 % cells) }, { Double($0 / cells) })
    total += places.reduce(0) { $0 + w($1) }
    let meanX = places.reduce(0) { $0 + w($1) * x($1) } / total
    let meanY = places.reduce(0) { $0 + w($1) * y($1) } / total
    for place in places {
      let (dx, dy, share) = (x(place) - meanX, y(place) - meanY, w(place) / total)
      xx += share * dx * dx
      yy += share * dy * dy
      xy += share * dx * dy
      certainty += share * w(place)
    }
    outline = Self.outlineLength(weights, cells)
  }

  /// Total variation: the length of the outline where weights are 0 or 1.
  private static func outlineLength(_ weights: [Float], _ cells: Int) -> Double {
    var sum = 0.0
    for y in 0..<(cells - 1) {
      for x in 0..<(cells - 1) {
        let here = weights[y * cells + x]
        let right = Double(weights[y * cells + x + 1] - here)
        let down = Double(weights[(y + 1) * cells + x] - here)
        sum += (right * right + down * down + 1e-12).squareRoot()
      }
    }
    return sum
  }
}

/// Grey levels (0...1) in and around a region.
struct RegionGrey {
  let inside: Double
  let deviation: Double
  let rim: Double
  let below: Double

  init(_ weights: [Float], _ zones: RegionZones, _ picture: PicturePyramid, total: Double) {
    let places = weights.indices.filter { weights[$0] > 0 }
    let mean = places.reduce(0) { $0 + Double(weights[$1] * picture.fine[$1]) } / total
    let square = places.reduce(0) { $0 + Double(weights[$1] * picture.fine[$1] * picture.fine[$1]) } / total
    inside = mean
    deviation = max(0, square - mean * mean).squareRoot()
    rim = Self.mean(picture.coarse, zones.rim)
    below = Self.mean(picture.coarse, zones.below)
  }

  private static func mean(_ values: [Float], _ weights: [Float]) -> Double {
    let total = weights.reduce(1e-6) { $0 + Double($1) }
    return zip(values, weights).reduce(0) { $0 + Double($1.0 * $1.1) } / total
  }
}

/// The letterboxed frame at 128 × 128 and 32 × 32.
package struct PicturePyramid {
  let fine: [Float]
  let coarse: [Float]

  package init(square: [Float], side: Int) {
    fine = averaged(square, side: side, by: 2)
    coarse = averaged(fine, side: side / 2, by: 4)
  }
}

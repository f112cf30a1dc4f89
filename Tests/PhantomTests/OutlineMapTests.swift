import Phantom
import Sonography
import Testing

/// The outline is worked out from the lesion's formula, the picture from baked tissue: both have to agree.
struct OutlineMapTests {
  @Test(arguments: [LesionKind.simpleCyst, .fibroadenoma, .roundCarcinoma, .lipoma, .angularCarcinoma])
  func `the outline runs where the tissue is half way between inside and outside`(
    kind: LesionKind
  ) throws {
    let plan = LesionPlan(kind: kind, size: 12, depth: 12)
    let breast = Breast(seed: 70, composition: .heterogeneous, lesions: [plan])
    let scanner = Scanner(breast, preset: ScannerPreset(.standard, depth: 24), along: 0...0)
    let contour = try #require(scanner.render(Pose()).truth.first).contour
    let map = TissueMap(scanner)
    let distances = contour.points.compactMap { map.crossing(near: $0, from: contour.centroid) }
    // A ray that meets no clear step, beside an isoechoic neighbour, measures nothing.
    #expect(distances.count > contour.points.count / 3)
    let mean = distances.reduce(0) { $0 + abs($1) } / Double(distances.count)
    #expect(mean <= 0.2, "\(kind): \(mean) mm")
  }
}

/// The noise-free echo levels of one slice, by millimetres of the picture.
private struct TissueMap {
  let preset: ScannerPreset
  let levels: [Float]
  let margin: Double

  init(_ scanner: Scanner) {
    preset = scanner.preset
    levels = scanner.tissueLevels(Pose())
    let shown = Double(scanner.picture(Pose(), frame: 0).width) * scanner.spacing.x
    margin = (Double(preset.width) - shown) / 2
  }

  /// Signed mm from an outline's point to the 50 % crossing on the ray from the middle through it; nil where
  /// inside and outside differ by less than 3 dB.
  func crossing(near point: PixelPoint, from middle: PixelPoint) -> Double? {
    let (dx, dy) = ((point.x - middle.x) * preset.spacing, (point.y - middle.y) * preset.spacing)
    let length = (dx * dx + dy * dy).squareRoot()
    func level(_ away: Double) -> Double {
      let share = 1 + away / length
      return self.level(x: middle.x * preset.spacing + dx * share, y: middle.y * preset.spacing + dy * share)
    }
    func mean(_ places: ClosedRange<Double>) -> Double {
      let values = stride(from: places.lowerBound, through: places.upperBound, by: 0.05).map(level)
      return values.reduce(0, +) / Double(values.count)
    }
    let (inside, outside) = (mean(-1.4 ... -0.7), mean(0.5...1.0))
    guard abs(outside - inside) >= 3 else { return nil }
    let half = (inside + outside) / 2
    let steps = stride(from: -0.7, through: 0.7, by: 0.02)
    return steps.filter { (level($0) - half) * (level($0 + 0.02) - half) <= 0 }.min { abs($0) < abs($1) }
  }

  private func level(x: Double, y: Double) -> Double {
    let line = Int(((x + margin) / preset.lineDistance).rounded())
    let row = Int((y / preset.sampleSpacing).rounded())
    return Double(levels[row * ScannerPreset.lines + min(max(line, 0), ScannerPreset.lines - 1)])
  }
}

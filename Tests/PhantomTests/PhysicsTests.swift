import Foundation
import Phantom
import Sonography
import Testing

/// The figures an ultrasound physicist checks a scanner with, on the plain phantoms. Theory: Wagner et al.,
/// *Statistics of Speckle in Ultrasound B-Scans* (IEEE SU-30, 1983); widths and slopes from the preset.
struct PhysicsTests {
  private static let preset = CheckPhantom.speckle.preset
  private static let lines = ScannerPreset.lines

  private static func envelope(_ phantom: CheckPhantom, frame: Int = 0) -> [Double] {
    phantom.scanner().receivedPower(phantom.pose(frame: frame), frame: frame).map {
      Double($0).squareRoot()
    }
  }

  private static func rows(_ depths: ClosedRange<Double>) -> ClosedRange<Int> {
    Int(depths.lowerBound / preset.sampleSpacing)...Int(depths.upperBound / preset.sampleSpacing)
  }

  @Test
  func `one look of uniform matter is Rayleigh speckle`() {
    let scanner = CheckPhantom.speckle.scanner()
    var values: [Double] = []
    for frame in 0..<12 {
      let power = scanner.receivedPower(CheckPhantom.speckle.pose(frame: frame), frame: frame)
      for row in Self.rows(12...28) {
        for line in 20..<236 { values.append(Double(power[row * Self.lines + line]).squareRoot()) }
      }
    }
    let (mean, deviation) = moments(values)
    #expect((1.88...1.95).contains(mean / deviation))
    let spread = moments(values.map { 20 * log10($0) }).deviation
    #expect((5.4...5.75).contains(spread))
  }

  @Test(arguments: [(8.0, 0), (16.0, 2), (30.0, 4)])
  func `a point is as wide as pulse and beam`(depth: Double, index: Int) {
    let values = Self.envelope(.point)
    let point = CheckPhantom.points[index]
    let row = Int(Double(point.z) / Self.preset.sampleSpacing)
    let line = Int(Double(point.x) / Self.preset.lineDistance + Double(Self.lines) / 2)
    let across = (0..<Self.lines).map { values[row * Self.lines + $0] }
    let along = (0..<Self.preset.sampleCount).map { values[$0 * Self.lines + line] }
    let lateral = width(across, around: line) * Self.preset.lineDistance
    let axial = width(along, around: row) * Self.preset.sampleSpacing
    #expect(isClose(lateral, Self.preset.lateralResolution(at: Double(point.z)), within: 0.06))
    #expect(isClose(axial, Self.preset.axialResolution, within: 0.05))
  }

  @Test
  func `echoes fade with twice absorption times frequency`() {
    let values = Self.envelope(.attenuation)
    func level(_ depths: ClosedRange<Double>) -> Double {
      let band = Self.rows(depths).flatMap { row in
        values[row * Self.lines + 10..<row * Self.lines + 246].map { $0 * $0 }
      }
      return 10 * log10(moments(band).mean)
    }
    let fall = level(7...9) - level(27...29)
    let slope = 2 * Double(CheckPhantom.absorption) * Self.preset.meanFrequency(at: 18)
    #expect(isClose(fall / 2, slope, within: 0.03))
  }

  @Test
  func `a cyst is black, and what lies behind it is brighter by what it does not absorb`() {
    let scanner = CheckPhantom.cyst.scanner()
    let (inside, beside) = (PixelBox(x: -2, y: 14, width: 4, height: 4), 12.0)
    let picture = scanner.picture(CheckPhantom.cyst.pose(frame: 0), frame: 0)
    let pixel = scanner.spacing.x
    func level(_ box: PixelBox) -> Double {
      var powers: [Double] = []
      for y in Int(box.y / pixel)..<Int((box.y + box.height) / pixel) {
        for x in Int(box.x / pixel)..<Int((box.x + box.width) / pixel) {
          let column = x + picture.width / 2
          powers.append(pow(10, Double(picture.levels[y * picture.width + column]) / 10))
        }
      }
      return 10 * log10(moments(powers).mean)
    }
    let contrast = level(inside) - level(PixelBox(x: beside, y: 14, width: 4, height: 4))
    #expect((-30 ... -24).contains(contrast))
    let behind = PixelBox(x: -1.5, y: 21.5, width: 3, height: 3)
    let gain = level(behind) - level(PixelBox(x: beside, y: 21.5, width: 4, height: 3))
    #expect((7...9.5).contains(gain))
  }

  @Test(arguments: [10.0, 20.0, 32.0])
  func `speckle decorrelates across the slice as the slice is thick`(depth: Double) {
    let scanner = CheckPhantom.elevation.scanner()
    let rows = Self.rows(depth - 2.5...depth + 2.5)
    func intensity(_ y: Float) -> [Double] {
      let power = scanner.receivedPower(Pose(y: y), frame: 0)
      return rows.flatMap { row in
        stride(from: 10, to: 246, by: 2).map { Double(power[row * Self.lines + $0]) }
      }
    }
    let thickness = Self.preset.sliceThickness(at: depth)
    let starts: [Float] = [0, 7, 14, 21, 28]
    func correlation(_ shift: Double) -> Double {
      starts.map { start in Self.correlation(intensity(start), intensity(start + Float(shift))) }
        .reduce(0, +) / Double(starts.count)
    }
    // sqrt(2 ln 2) deviations of a Gaussian slice.
    let half = 1.1774 * thickness / 2.355
    #expect(correlation(0.85 * half) > 0.5)
    #expect(correlation(1.15 * half) < 0.5)
    #expect(abs(correlation(3.2 * half)) < 0.06)
  }

  private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let (x, y) = (moments(a), moments(b))
    let sum = zip(a, b).reduce(0) { $0 + ($1.0 - x.mean) * ($1.1 - y.mean) }
    return sum / Double(a.count) / (x.deviation * y.deviation)
  }
}

private func isClose(_ a: Double, _ b: Double, within relative: Double) -> Bool {
  abs(a / b - 1) <= relative
}

private func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
  let mean = values.reduce(0, +) / Double(values.count)
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
  return (mean, variance.squareRoot())
}

/// Full width at half maximum around a peak, in samples.
private func width(_ values: [Double], around peak: Int) -> Double {
  let half = values[peak] / 2
  var (left, right) = (peak, peak)
  while values[left] > half { left -= 1 }
  while values[right] > half { right += 1 }
  let a = Double(left) + (half - values[left]) / (values[left + 1] - values[left])
  let b = Double(right) - (half - values[right]) / (values[right - 1] - values[right])
  return b - a
}

import Phantom
import Testing

/// Statistics of fully developed speckle; targets from Wagner et al., *Statistics of Speckle in Ultrasound
/// B-Scans* (IEEE SU-30, 1983): amplitude SNR 1.91, log-envelope deviation 5.57 dB.
struct SpeckleTests {
  private static func preset(angles: [Float], subBands: Int) -> ScannerPreset {
    var preset = ScannerPreset()
    preset.angles = angles
    preset.subBands = subBands
    return preset
  }

  private static let single = Scanner(uniform: preset(angles: [0], subBands: 1))

  /// Envelope samples of a quiet region, thinned to be nearly independent.
  private func envelope(_ scanner: Scanner, _ pose: Pose = Pose()) -> [Double] {
    let power = scanner.echoPower(pose)
    let lines = 256
    return stride(from: 150, to: 500, by: 3).flatMap { row in
      stride(from: 20, to: 236, by: 4).map { Double(power[row * lines + $0]).squareRoot() }
    }
  }

  private func signalToNoise(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return mean / variance.squareRoot()
  }

  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let (x, y) = (a.map { $0 * $0 }, b.map { $0 * $0 })
    let (mx, my) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
    let (vx, vy) = (
      x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }, y.reduce(0) { $0 + ($1 - my) * ($1 - my) }
    )
    return covariance / (vx * vy).squareRoot()
  }

  @Test
  func `one look has the signal-to-noise ratio of Rayleigh speckle`() {
    #expect(abs(signalToNoise(envelope(Self.single)) - 1.91) < 0.08)
  }

  @Test
  func `six looks are smoother, but not six times independent`() {
    let scanner = Scanner(uniform: Self.preset(angles: [-8, 0, 8], subBands: 2))
    #expect((3.0...3.7).contains(signalToNoise(envelope(scanner))))
  }

  @Test
  func `plain fat has unit power at every depth`() {
    let power = Self.single.echoPower(Pose())
    for start in stride(from: 80, to: 560, by: 120) {
      let band = power[start * 256..<(start + 120) * 256]
      #expect(abs(band.reduce(0, +) / Float(band.count) - 1) < 0.15)
    }
  }

  @Test
  func `speckle moves with the tissue when the probe slides along its array`() {
    let preset = Self.preset(angles: [0], subBands: 1)
    let step = preset.width / 256
    let (a, b) = (Self.single.echoPower(Pose()), Self.single.echoPower(Pose(x: 4 * step)))
    let pairs = (150..<500).flatMap { row in
      (30..<220).map { (Double(a[row * 256 + $0 + 4]), Double(b[row * 256 + $0])) }
    }
    let r = correlation(pairs.map { $0.0.squareRoot() }, pairs.map { $0.1.squareRoot() })
    #expect(r > 0.995)
  }

  @Test(arguments: [(0.1, 0.8...1.0), (0.34, 0.3...0.75), (3.0, -0.08...0.08)])
  func `speckle changes with the probe's travel as the slice is thick`(
    shift: Float, expected: ClosedRange<Double>
  ) {
    let r = correlation(envelope(Self.single), envelope(Self.single, Pose(y: shift)))
    #expect(expected.contains(r))
  }

  @Test(arguments: [Float(0.5), 0.7, 1.0])
  func `echoes fade with twice attenuation times frequency`(attenuation: Float) {
    let preset = Self.preset(angles: [0], subBands: 1)
    let power = Scanner(uniform: preset, attenuation: attenuation).echoPower(Pose())
    let rows = power.count / 256
    func level(_ centre: Int) -> Float {
      let band = power[(centre - 40) * 256..<(centre + 40) * 256]
      return 10 * Self.log10(band.reduce(0, +) / Float(band.count))
    }
    let (near, far) = (rows / 5, rows * 4 / 5)
    let centimetres = Float(far - near) * preset.depth / Float(rows) / 10
    let slope = (level(near) - level(far)) / centimetres
    // 9.6 MHz at the skin, 0.02 MHz lower per millimetre of depth.
    let frequency = 9.6 - 0.02 * preset.depth / 2
    #expect(abs(slope / (2 * attenuation * frequency) - 1) < 0.04)
  }

  /// By bisection on squares, so that the test has no mathematics library either.
  private static func log10(_ value: Float) -> Float {
    var (result, x) = (Float(0), value)
    while x < 1 { (x, result) = (x * 10, result - 1) }
    while x >= 10 { (x, result) = (x / 10, result + 1) }
    var bit: Float = 0.5
    for _ in 0..<20 {
      x *= x
      if x >= 10 { (x, result) = (x / 10, result + bit) }
      bit /= 2
    }
    return result
  }
}

/// A probe and how the machine is set: everything that shapes the picture but is not tissue.
package struct ScannerPreset: Hashable, Sendable {
  /// MHz.
  package var frequency: Float = 10
  /// −6 dB bandwidth as a part of the frequency.
  package var bandwidth: Float = 0.65
  /// mm: the array's footprint and the displayed depth.
  package var width: Float = 38.4
  package var depth: Float = 32
  package var focus: Float = 16
  /// Steering angles compounded, degrees, in mirrored pairs; and sub-bands compounded, 1 or 2.
  package var angles: [Float] = [-8, 0, 8]
  package var subBands = 2
  package var dynamicRange: Float = 58
  /// dB.
  package var gain: Float = 0
  package var gamma: Float = 1.15
  /// Grey value at which plain fat is shown.
  package var fatGrey: Float = 66
  /// 0 raw speckle ... 1 strongly smoothed.
  package var speckleReduction: Float = 0.62
  /// dB below the echo: clutter from beside the beam, repeats of the near field, electronics.
  package var pedestal: Float = -22
  package var reverberation: Float = -27
  package var noise: Float = -67
  package var specular: Float = 1.9
  package var pixelHeight = 480

  /// What a machine cannot be set to, one sentence each; empty when it works.
  package var problems: [String] {
    var problems: [String] = []
    func check(_ name: String, _ value: Float, _ range: ClosedRange<Float>, _ unit: String) {
      if !range.contains(value) {
        problems.append("\(name) is \(range.lowerBound) to \(range.upperBound) \(unit), not \(value)")
      }
    }
    check("frequency", frequency, 5...14, "MHz")
    check("depth", depth, 20...60, "mm")
    check("focus", focus, 3...120, "mm")
    check("gain", gain, -40...40, "dB")
    check("dynamic range", dynamicRange, 30...100, "dB")
    check("persistence", persistence, 0...0.9, "")
    check("contact loss", contactLoss, 0...1, "of the footprint")
    if angles.isEmpty || angles.contains(where: { !(-20...20).contains($0) }) {
      problems.append("steering angles are -20 to 20 degrees, at least one")
    }
    if !(1...2).contains(subBands) { problems.append("there are 1 or 2 sub-bands, not \(subBands)") }
    return problems
  }

  package init() {}

  /// A machine drawn at random: one of the looks, and how somebody set it.
  package init(seed: UInt64, depth: Float, look: MachineLook? = nil) {
    var draw = Draw(seed: seed, stream: 4)
    let drawn = MachineLook.allCases[draw.index(below: MachineLook.allCases.count)]
    self.init(look ?? drawn, depth: depth)
    frequency *= draw.within(0.92...1.08)
    focus = draw.within(0.36...0.62) * depth
    dynamicRange += draw.within(-4...4)
    gamma += draw.within(-0.12...0.15)
    fatGrey += draw.within(-12...10)
    gain = draw.within(-2.5...2.5)
    speckleReduction *= draw.within(0.8...1.15)
    specular *= draw.within(0.7...1.4)
    pedestal += draw.within(-2...2)
    reverberation += draw.within(-2...3)
    gainSlope = draw.within(-1.2...1.2)
  }

  /// Edge enhancement of the picture, 0 none.
  package var sharpening: Float = 0
  /// How much of the frame before is left in this one.
  package var persistence: Float = 0
  /// Error of the time-gain curve, dB per cm.
  package var gainSlope: Float = 0
  /// Widens the beam: 1 as the aperture makes it.
  package var defocus: Float = 1
  /// Share of the footprint that has lost the skin, 0...1.
  package var contactLoss: Float = 0

  static let soundSpeed: Float = 1.54
  static let lineCount = 256

  /// Compounded beams come in mirrored pairs: the angles from 0 up.
  var steering: [Float] { Set(angles.map(abs)).sorted() }
  var wavelength: Float { Self.soundSpeed / frequency }
  var lineSpacing: Float { width / Float(Self.lineCount) }
  /// A multiple of eight near 0.052 mm apart.
  var rowCount: Int { Int(depth / 0.052 / 8) * 8 }
  var rowSpacing: Float { depth / Float(rowCount) }
  /// mm per pixel, both ways.
  package var spacing: Double { Double(depth) / Double(pixelHeight) }
  package var pixelWidth: Int { Int(Double(width) / spacing / 4) * 4 }

  /// Beam width across the lines at one depth: transmit and receive apertures, widened by aberration.
  func lateralWidth(at z: Float) -> Float {
    let aperture = focus / 2.6
    let diffraction = 1.3 * wavelength * max(z, 4) / aperture
    let spread = (z - focus) / focus * aperture * 0.45
    let transmit = diffraction * diffraction + spread * spread
    let receive = 1.3 * wavelength * max(1.8, z / width * 1.2)
    let narrow = 1 / (1 / transmit + 1 / (receive * receive)).squareRoot()
    return narrow * (1 + 0.022 * max(z - 14, 0)) * defocus
  }

  /// Slice thickness at one depth; the lens focuses at 20 mm and is no better than 0.6 mm. Beyond 2 mm it
  /// no longer grows: the thickest tile of scatterers ends there.
  func elevationalWidth(at z: Float) -> Float {
    let diffraction = wavelength * max(z, 3) / 4.5
    let spread = (z - 20) / 20 * 4.5 * 0.55
    return min(max(0.75 * (diffraction * diffraction + spread * spread).squareRoot(), 0.6), 2)
  }

  /// Mean frequency of the echo in MHz: tissue takes the high part of the band first.
  func frequency(at z: Float) -> Float { 0.96 * frequency - 0.02 * z }

  var axialWidth: Float { 0.8825 * Self.soundSpeed / (2 * bandwidth * frequency) }

  func depth(ofRow row: Int) -> Float { (Float(row) + 0.5) * rowSpacing }
  func lateral(ofLine line: Int) -> Float { (Float(line) + 0.5) * lineSpacing - width / 2 }
}

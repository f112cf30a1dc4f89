package import Sonography

/// Looks at one simulated breast through one probe: pose in, frame and exact truth out.
///
/// Image formation is a convolution at baseband: scatterers fixed in the tissue, weighted by what the
/// tissue is, blurred by pulse and beam, weakened by absorption, disturbed by clutter and noise, shown
/// as an ultrasound machine shows it. Opening a breast costs about a microsecond a voxel; a frame
/// costs some tens of milliseconds. Same breast, preset, pose and index: same bytes.
///
/// Not simulated: refraction of the image, aberration (only as a wider beam), Doppler, elastography.
package struct Scanner: Sendable {
  package let breast: Breast
  package let preset: ScannerPreset
  let volume: TissueVolume
  let scatterers = Scatterers.standard
  let beamformer: Beamformer
  let gainCurve: [Float]
  let mainBang: [Float]
  let noiseTable: [Float]
  let mirrorPhase: [SIMD2<Float>]
  /// Slice thickness per row, mm.
  let elevation: [Float]
  private let calibration: [Float]

  var rows: Int { preset.rowCount }
  var lines: Int { ScannerPreset.lineCount }
  var waveNumber: Float { 4 * .pi / preset.wavelength }

  /// Bakes the tissue between two places of the probe along its travel, in mm.
  package init(_ breast: Breast, preset: ScannerPreset, along reach: ClosedRange<Float>) {
    let half = preset.width / 2 + 2
    let volume = TissueVolume(
      breast.tissue, x: -half...half, y: reach.lowerBound - 1.2...reach.upperBound + 1.2,
      depth: preset.depth * 1.06 + 0.5)
    self.init(finishing: breast, preset, volume, gain: Self.gainCurve(breast.tissue, preset))
  }

  /// Uniform scatterers without interfaces or streaks, absorbing so many dB/cm/MHz: what the physics is
  /// checked on.
  package init(uniform preset: ScannerPreset, attenuation: Float = 0) {
    let volume = TissueVolume(filling: SIMD4(0, attenuation, 0, 0))
    self.init(
      finishing: Breast(seed: 1, composition: .fatty, streaks: 0), preset, volume,
      gain: [Float](repeating: 0, count: preset.rowCount))
  }

  private init(
    finishing breast: Breast, _ preset: ScannerPreset, _ volume: TissueVolume,
    gain: [Float]
  ) {
    self.breast = breast
    self.preset = preset
    self.volume = volume
    beamformer = Beamformer(preset)
    gainCurve = gain
    mainBang = Self.mainBang(preset)
    noiseTable = Self.noiseTable(looks: beamformer.looks)
    elevation = (0..<preset.rowCount).map { preset.elevationalWidth(at: preset.depth(ofRow: $0)) }
    mirrorPhase = Self.mirrorPhases(preset)
    calibration = Self.speckleScale(preset, beamformer, elevation)
  }

  /// What one pose shows, before it is a picture: echo power without clutter, row-major, fat near 1.
  package func echoPower(_ pose: Pose) -> [Float] {
    var field = echoes(slice(pose), pose)
    addCalcifications(to: &field, pose)
    let skin = skinLosses(pose)
    let transmitted = preset.angles.map { angle in
      losses(field.attenuation, degrees: angle, skin: skin).map { Phantom.power(ofDecibels: -$0) }
    }
    var power = beamformer.power(field, transmitted: transmitted)
    for row in 0..<rows {
      for line in 0..<lines { power[row &* lines &+ line] *= calibration[row] }
    }
    return power
  }

  /// The picture in dB that one pose gives; `frame` seeds the electronic noise.
  package func picture(_ pose: Pose, frame: Int) -> DecibelPicture {
    var power = echoPower(pose)
    addClutter(to: &power, pose, frame: frame)
    return resampled(speckleReduced(levels(power)))
  }

  package var spacing: PixelSpacing { PixelSpacing(x: preset.spacing, y: preset.spacing) }

  /// One frame of a loop, and what is truly in it: one entry per lesion the slice cuts.
  package func render(
    _ pose: Pose, index: Int = 0, time: Double = 0
  ) -> (frame: Frame, truth: [FrameTruth]) {
    let picture = picture(pose, frame: index)
    let frame = Frame(
      pixels: grey(picture), width: picture.width, height: picture.height, index: index, time: time,
      spacing: spacing)
    return (frame, truth(of: picture, pose))
  }

  /// A smooth, fixed phase over the picture, so that mirror echoes interfere with speckle as they do.
  private static func mirrorPhases(_ preset: ScannerPreset) -> [SIMD2<Float>] {
    (0..<preset.rowCount).flatMap { row -> [SIMD2<Float>] in
      let z = preset.depth(ofRow: row)
      return (0..<ScannerPreset.lineCount).map { line in
        let x = preset.lateral(ofLine: line)
        let angle = 2 * sine(2 * .pi * (x / 5.3 + z / 3.1) + 1.7 * sine(x / 2.1))
        let turn = sineCosine(Double(angle))
        return SIMD2(Float(turn.cosine), Float(turn.sine))
      }
    }
  }

  /// One over the mean speckle power of plain fat at each depth, so that fat is 0 dB everywhere.
  private static func speckleScale(
    _ preset: ScannerPreset, _ beamformer: Beamformer, _ elevation: [Float]
  ) -> [Float] {
    let lines = ScannerPreset.lineCount
    var field = EchoField(rows: preset.rowCount, lines: lines)
    let scatterers = Scatterers.standard
    for row in 0..<preset.rowCount {
      let blend = scatterers.blend(thickness: elevation[row])
      for line in 0..<lines {
        let p = SIMD3(preset.lateral(ofLine: line), 0, preset.depth(ofRow: row))
        let s =
          scatterers.sample(p, tile: blend.first) * blend.weights.x
          + scatterers.sample(p, tile: blend.first + 1) * blend.weights.y
        field.real[row * lines + line] = s.x
        field.imaginary[row * lines + line] = s.y
      }
    }
    let passed = [Float](repeating: 1, count: preset.rowCount * lines)
    let power = beamformer.power(field, transmitted: preset.angles.map { _ in passed })
    let means = (0..<preset.rowCount).map { row in
      power[row * lines..<(row + 1) * lines].reduce(0, +) / Float(lines)
    }
    return smoothed(means, reach: 90).map { 1 / max($0, 1e-6) }
  }
}

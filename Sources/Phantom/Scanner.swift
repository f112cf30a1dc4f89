package import Sonography

/// Looks at one simulated breast through one probe: pose in, frame and exact truth out.
///
/// Image formation is a convolution at baseband: scatterers fixed in the tissue, weighted by what the
/// tissue is, blurred by pulse and beam, weakened by absorption, disturbed by clutter and noise, shown
/// as an ultrasound machine shows it. Opening a breast costs some tenths of a microsecond a voxel; a frame
/// costs about ten milliseconds. Same breast, preset, pose and index: same bytes.
///
/// Not simulated: refraction of the image, aberration (only as a wider beam), Doppler, elastography.
package struct Scanner: Sendable {
  package let breast: Breast
  package let preset: ScannerPreset
  let volume: TissueVolume
  let vectors: Vectors
  /// Whether the breast ends where the baked tissue does; otherwise the rest was left out.
  let endsInAir: Bool
  let beamformer: Beamformer
  let gainCurve: [Float]
  /// Gain of every row, dB.
  let lift: [Float]
  let hazeAndBang: [Float]
  let ghost: [Float]
  let noiseTable: [Float]
  let mirrorPhase: (real: [Float], imaginary: [Float])
  /// Slice thickness per row, mm.
  let elevation: [Float]
  /// Which pair of tiles each row takes, and the two amplitudes.
  let blend: (tiles: [Int32], weights: [Float])
  let screen: Screen
  private(set) var calibration: [Float] = []

  var rows: Int { preset.rowCount }
  var lines: Int { ScannerPreset.lineCount }
  var waveNumber: Float { 4 * .pi / preset.wavelength }
  var emptyPlane: [Float] { [Float](repeating: 0, count: rows * lines) }

  /// Bakes the tissue between two places of the probe along its travel, in mm.
  package init(
    _ breast: Breast, preset: ScannerPreset, along reach: ClosedRange<Float>,
    vectors: Vectors = .best
  ) {
    let half = preset.width / 2 + 3
    self.init(
      breast, preset: preset, x: -half...half, y: reach.lowerBound - 1.2...reach.upperBound + 1.2,
      vectors: vectors)
  }

  /// Bakes the tissue below a rectangle of skin, in mm.
  package init(
    _ breast: Breast, preset: ScannerPreset, x: ClosedRange<Float>, y: ClosedRange<Float>,
    vectors: Vectors = .best
  ) {
    let volume = TissueVolume(breast.tissue, x: x, y: y, depth: preset.depth * 1.06 + 0.5)
    self.init(
      breast, preset, volume, gain: Self.gainCurve(breast.tissue, preset), vectors: vectors)
  }

  /// Uniform scatterers without interfaces or streaks, absorbing so many dB/cm/MHz: what the physics is
  /// checked on.
  package init(
    uniform preset: ScannerPreset, attenuation: Float = 0, vectors: Vectors = .best
  ) {
    let volume = TissueVolume(filling: SIMD4(0, attenuation, 0, 0))
    self.init(
      Breast(plainWith: []), preset, volume,
      gain: [Float](repeating: 0, count: preset.rowCount), vectors: vectors)
  }

  init(
    _ breast: Breast, _ preset: ScannerPreset, _ volume: TissueVolume, gain: [Float],
    vectors: Vectors, endsInAir: Bool = false
  ) {
    self.endsInAir = endsInAir
    self.breast = breast
    self.preset = preset
    self.volume = volume
    self.vectors = vectors
    beamformer = Beamformer(preset, vectors: vectors)
    gainCurve = gain
    lift = Self.lift(gain, preset)
    hazeAndBang = Self.hazeAndBang(preset)
    ghost = Self.ghost(preset)
    noiseTable = Self.noiseTable(looks: beamformer.looks)
    elevation = (0..<preset.rowCount).map { preset.elevationalWidth(at: preset.depth(ofRow: $0)) }
    let blends = elevation.map { Scatterers.blend(thickness: $0) }
    blend = (
      blends.map { $0.isThick ? 1 : 0 },
      blends.flatMap { [$0.weights.x / Scatterers.unit, $0.weights.y / Scatterers.unit] }
    )
    mirrorPhase = Self.mirrorPhases(preset)
    screen = Screen(preset)
    calibration = speckleScale()
  }

  /// What one pose shows, before it is a picture: echo power without clutter, row-major, fat near 1.
  package func echoPower(_ pose: Pose) -> [Float] {
    var field = echoes(slice(pose), pose)
    addGrains(to: &field, pose)
    let skin = skinLosses(pose)
    var power = beamformer.power(field) { degrees in
      transmitted(field.attenuation, degrees: degrees, skin: skin)
    }
    for row in 0..<rows {
      for line in 0..<lines { power[row &* lines &+ line] *= calibration[row] }
    }
    return power
  }

  /// The same with all that is not there: clutter, noise, and the ringing of a probe without contact.
  package func receivedPower(_ pose: Pose, frame: Int) -> [Float] {
    var power = echoPower(pose)
    addClutter(to: &power, pose, frame: frame)
    if let coupling = contact(pose, frame: frame) { loseContact(&power, coupling, frame: frame) }
    return power
  }

  /// How strongly the tissue alone echoes, dB against plain fat, row-major: no speckle, beam, clutter or noise.
  package func tissueLevels(_ pose: Pose) -> [Float] {
    slice(pose).amplitude.map { decibels(ofPower: $0 * $0) }
  }

  /// The picture in dB that one pose gives; `frame` seeds the electronic noise.
  package func picture(_ pose: Pose, frame: Int) -> DecibelPicture {
    shown(receivedPower(pose, frame: frame)).picture
  }

  /// One frame without truth, as fast as it goes.
  package func look(_ pose: Pose, index: Int = 0, time: Double = 0) -> Frame {
    let (picture, grey) = shown(receivedPower(pose, frame: index))
    return Frame(
      pixels: grey, width: picture.width, height: picture.height, index: index, time: time,
      spacing: spacing)
  }

  /// The same breast and baked tissue through a machine set otherwise; depth may only grow.
  package func set(to preset: ScannerPreset) -> Scanner {
    let gain = gainCurve.count == preset.rowCount ? gainCurve : Self.gainCurve(breast.tissue, preset)
    return Scanner(breast, preset, volume, gain: gain, vectors: vectors, endsInAir: endsInAir)
  }

  package var spacing: PixelSpacing { PixelSpacing(x: preset.spacing, y: preset.spacing) }

  /// One frame of a loop, and what is truly in it: one entry per lesion the slice cuts.
  package func render(
    _ pose: Pose, index: Int = 0, time: Double = 0
  ) -> (frame: Frame, truth: [FrameTruth]) {
    let (picture, grey) = shown(receivedPower(pose, frame: index))
    let frame = Frame(
      pixels: grey, width: picture.width, height: picture.height, index: index, time: time,
      spacing: spacing)
    return (frame, truth(of: picture, pose))
  }

  /// The same with other kernels.
  package func with(_ vectors: Vectors) -> Scanner {
    Scanner(breast, preset, volume, gain: gainCurve, vectors: vectors, endsInAir: endsInAir)
  }

  /// What the open breast holds in memory; the tiles of scatterers are shared by all and count once.
  package var bytes: Int {
    let shared = Scatterers.standard
    return volume.voxels.count + 2 * (shared.thin.count + shared.thick.count)
      + 4 * (shared.texture.count + ghost.count + 2 * mirrorPhase.real.count)
  }

  /// A smooth, fixed phase over the picture, so that mirror echoes interfere with speckle as they do.
  private static func mirrorPhases(_ preset: ScannerPreset) -> (real: [Float], imaginary: [Float]) {
    var (real, imaginary): ([Float], [Float]) = ([], [])
    for row in 0..<preset.rowCount {
      let z = preset.depth(ofRow: row)
      for line in 0..<ScannerPreset.lineCount {
        let x = preset.lateral(ofLine: line)
        let angle = 2 * sine(2 * .pi * (x / 5.3 + z / 3.1) + 1.7 * sine(x / 2.1))
        let turn = sineCosine(Double(angle))
        real.append(Float(turn.cosine))
        imaginary.append(Float(turn.sine))
      }
    }
    return (real, imaginary)
  }

  /// One over the mean speckle power of plain fat at each depth, so that fat is 0 dB everywhere.
  private func speckleScale() -> [Float] {
    let all = [Float](repeating: 1, count: rows * lines)
    let power = beamformer.power(scattered(Pose())) { _ in all }
    let means = (0..<rows).map { row in
      power[row * lines..<(row + 1) * lines].reduce(0, +) / Float(lines)
    }
    return Self.smoothed(means, reach: 90).map { 1 / max($0, 1e-6) }
  }
}

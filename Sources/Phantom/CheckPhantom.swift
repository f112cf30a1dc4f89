/// Plain phantoms the physics is checked on, seen with one look: no compounding, no speckle reduction.
package enum CheckPhantom: String, CaseIterable, Hashable, Sendable {
  /// Uniform scatterers without absorption, at places so far apart that frames are independent.
  case speckle
  /// Bright points at six depths in hardly echoing matter.
  case point
  /// An echo-free ellipsoid of 10 × 12 × 8 mm, its centre 16 mm deep, in absorbing uniform matter.
  case cyst
  /// Uniform scatterers that absorb.
  case attenuation
  /// Uniform scatterers; each frame lies `elevationStep` further across the slice.
  case elevation

  package static let elevationStep: Float = 0.05
  /// dB/cm/MHz: of the matter around the cyst and of the absorbing phantom, and within the cyst.
  package static let absorption: Float = 0.63
  package static let fluidAbsorption: Float = 0.01
  package static let fluid = (
    centre: SIMD3<Float>(0, 0, 16), halfAxes: SIMD3<Float>(5, 6, 4)
  )

  /// One look. Clutter and noise are left out, except where contrast is the question: they are what limits
  /// it, and they would fill the gaps of Rayleigh speckle.
  package var preset: ScannerPreset {
    var preset = ScannerPreset()
    preset.depth = 40
    preset.angles = [0]
    preset.subBands = 1
    preset.speckleReduction = 0
    if self != .cyst { (preset.pedestal, preset.reverberation, preset.noise) = (-90, -90, -110) }
    return preset
  }

  package func pose(frame: Int) -> Pose {
    switch self {
    case .speckle: Pose(y: Float(frame) * 5)
    case .elevation: Pose(y: Float(frame) * Self.elevationStep)
    case .point, .cyst, .attenuation: Pose()
    }
  }

  /// The point targets, mm: each on the middle of a sample.
  package static var points: [SIMD3<Float>] {
    let preset = CheckPhantom.point.preset
    return zip([Float(8), 12, 16, 22, 30, 38], [40, 70, 100, 150, 180, 210]).map { depth, line in
      let row = Int(depth / preset.rowSpacing)
      return SIMD3(preset.lateral(ofLine: line), 0, preset.depth(ofRow: row))
    }
  }

  package func scanner(vectors: Vectors = .best) -> Scanner {
    switch self {
    case .speckle, .elevation: return Scanner(uniform: preset, vectors: vectors)
    case .attenuation:
      return Scanner(uniform: preset, attenuation: Self.absorption, vectors: vectors)
    case .point:
      let grains = Self.points.map { LesionBody.Calcification(place: $0, size: 0, level: 40) }
      return Scanner(
        Breast(plainWith: grains), preset, TissueVolume(filling: SIMD4(-60, 0, 0, 0)),
        gain: [Float](repeating: 0, count: preset.rowCount), vectors: vectors)
    case .cyst:
      let half = preset.width / 2 + 3
      let volume = TissueVolume(x: -half...half, y: -3...3, depth: preset.depth * 1.06) { p in
        let u = (p - Self.fluid.centre) / Self.fluid.halfAxes
        return (u * u).sum() < 1
          ? SIMD4(-60, Self.fluidAbsorption, 0, 0) : SIMD4(0, Self.absorption, 0, 0)
      }
      return Scanner(
        Breast(plainWith: []), preset, volume,
        gain: Scanner.gainCurve(absorbing: Self.absorption, preset), vectors: vectors)
    }
  }
}

/// What the geometry and the theory of a preset say: for whoever checks an envelope.
extension ScannerPreset {
  package var sampleCount: Int { rowCount }
  package static var lines: Int { lineCount }
  package var sampleSpacing: Double { Double(rowSpacing) }
  package var lineDistance: Double { Double(lineSpacing) }
  /// Full widths at half maximum of the amplitude, mm.
  package var axialResolution: Double { Double(axialWidth) }
  package func lateralResolution(at depth: Double) -> Double { Double(lateralWidth(at: Float(depth))) }
  package func sliceThickness(at depth: Double) -> Double {
    Double(elevationalWidth(at: Float(depth)))
  }
  /// MHz, after the tissue above has taken the high part of the band.
  package func meanFrequency(at depth: Double) -> Double { Double(frequency(at: Float(depth))) }
}

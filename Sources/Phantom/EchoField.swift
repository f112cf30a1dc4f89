internal import CPhantom
import Sonography

/// What one pose sees before the beam blurs it: complex echo and attenuation on the grid of lines and rows.
struct EchoField {
  /// Row-major, `rows` × `lines`.
  var real: [Float]
  var imaginary: [Float]
  /// dB/cm/MHz.
  var attenuation: [Float]
}

extension Scanner {
  /// The tissue under the probe, read in three planes across the slice.
  struct Slice {
    var amplitude: [Float]
    var attenuation: [Float]
    var interface: [Float]
    /// Change of the interface potential from the first plane to the third.
    var slope: [Float]
    var sheen: [Float]
  }

  /// The outer planes lie this part of the slice thickness to both sides.
  private static var planeOffset: Float { 0.55 }

  func slice(_ pose: Pose) -> Slice {
    var slice = Slice(
      amplitude: emptyPlane, attenuation: emptyPlane, interface: emptyPlane, slope: emptyPlane,
      sheen: emptyPlane)
    let axes = pose.axes
    let step = axes.lateral * preset.lineSpacing
    let runs = (0..<rows).flatMap { row -> [cp_run] in
      let start = rowStart(pose, axes, row)
      let across = axes.across * (Self.planeOffset * elevation[row])
      return [start - across, start, start + across].map { volume.run(from: $0, step: step) }
    }
    unsafe cp_tissue(
      vectors.rawValue, volume.voxels, volume.counts.x, volume.counts.y, volume.counts.z, runs,
      Int32(rows), Int32(lines), &slice.amplitude, &slice.attenuation, &slice.interface,
      &slice.slope, &slice.sheen)
    return slice
  }

  /// Where the first line's sample of a row lies in the tissue.
  func rowStart(_ pose: Pose, _ axes: Pose.Axes, _ row: Int) -> SIMD3<Float> {
    SIMD3(pose.x, pose.y, 0) + axes.lateral * preset.lateral(ofLine: 0)
      + axes.depth * preset.depth(ofRow: row)
  }

  /// Scatterers weighted by the tissue, plus the mirror-like part of every interface.
  func echoes(_ slice: Slice, _ pose: Pose) -> EchoField {
    var field = scattered(pose)
    field.attenuation = slice.attenuation
    let across = elevation.map { 1 / (2 * Self.planeOffset * $0) }
    let scale = [preset.specular, 0.5 / preset.rowSpacing, 0.5 / preset.lineSpacing]
    unsafe cp_echoes(
      vectors.rawValue, slice.amplitude, slice.interface, slice.slope, slice.sheen,
      mirrorPhase.real, mirrorPhase.imaginary, scale, across, Int32(rows), Int32(lines),
      &field.real, &field.imaginary)
    return field
  }

  /// The scatterers under the probe before the tissue weights them.
  ///
  /// The tiles are demodulated along the tissue's depth; a tilted beam runs through phase.
  func scattered(_ pose: Pose) -> EchoField {
    var field = EchoField(real: emptyPlane, imaginary: emptyPlane, attenuation: [])
    let axes = pose.axes
    let step = axes.lateral * preset.lineSpacing
    var runs: [cp_run] = []
    var turns: [Float] = []
    for row in 0..<rows {
      let start = rowStart(pose, axes, row)
      runs.append(Self.tileRun(from: start, step: step))
      let phase = sineCosine(Double(waveNumber * (start.z - preset.depth(ofRow: row))))
      turns.append(Float(phase.cosine))
      turns.append(Float(phase.sine))
    }
    let advance = sineCosine(Double(waveNumber * step.z))
    let scatterers = Scatterers.standard
    unsafe cp_scatterers(
      vectors.rawValue, scatterers.thin, scatterers.thick, blend.tiles, runs, blend.weights, turns,
      [Float(advance.cosine), Float(advance.sine)], Int32(rows), Int32(lines), &field.real,
      &field.imaginary)
    return field
  }

  static func tileRun(from p: SIMD3<Float>, step: SIMD3<Float>) -> cp_run {
    let (start, advance) = (p / Scatterers.voxel, step / Scatterers.voxel)
    return cp_run(x: start.x, y: start.y, z: start.z, dx: advance.x, dy: advance.y, dz: advance.z)
  }

  /// Calcifications are smaller than the grid: each adds its echo around the nearest sample and its own
  /// small shadow. Without a size it is a point target on one sample.
  func addGrains(to field: inout EchoField, _ pose: Pose) {
    let axes = pose.axes
    for grain in breast.tissue.lesions.flatMap(\.calcifications) {
      let offset = breast.tissue.probePlace(grain.place) - SIMD3(pose.x, pose.y, 0)
      let line = ((offset * axes.lateral).sum() + preset.width / 2) / preset.lineSpacing - 0.5
      let row = (offset * axes.depth).sum() / preset.rowSpacing - 0.5
      guard line > 3, line < Float(lines - 4), row > 3, row < Float(rows - 9) else { continue }
      let thickness = elevation[Int(row)] / 2.355
      let near = bell((offset * axes.across).sum() / (1.414 * thickness))
      guard near > 0.02 else { continue }
      let centre = Int(line.rounded())
      guard grain.size > 0 else {
        field.real[Int(row.rounded()) * lines + centre] +=
          Phantom.power(ofDecibels: grain.level / 2) * near
        continue
      }
      let echo = Phantom.power(ofDecibels: grain.level / 2) * near * grain.size / 0.25
      for shift in -2...2 {
        let away = (Float(centre + shift) - line) * preset.lineSpacing
        let share = bell(away / max(grain.size * 0.7, 0.14))
        let index = Int(row) * lines + centre + shift
        field.real[index] += echo * share
        for deeper in 0..<6 {
          field.attenuation[index + deeper * lines] +=
            9 * near * share * (grain.size / 0.25) * (grain.size / 0.25)
        }
      }
    }
  }
}

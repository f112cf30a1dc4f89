/// The looks of ultrasound machines, from what their pictures have in common; no maker is meant.
package enum MachineLook: String, CaseIterable, Hashable, Sendable {
  /// A good machine of today, as delivered.
  case standard
  /// Strong speckle reduction and compounding: smooth, a little painted.
  case smooth
  /// High frequency, edge enhancement, little smoothing.
  case crisp
  /// One beam, narrow dynamic range, raw speckle.
  case old
  /// Lower frequency and wide dynamic range, for the deep breast.
  case deep
}

extension ScannerPreset {
  /// A machine as delivered, `depth` mm shown.
  package init(_ look: MachineLook, depth: Float = 34) {
    self.init()
    self.depth = depth
    focus = 0.45 * depth
    switch look {
    case .standard:
      sharpening = 0.12
    case .smooth:
      angles = [-10, -5, 0, 5, 10]
      speckleReduction = 0.85
      persistence = 0.25
      dynamicRange = 62
      gamma = 1.25
    case .crisp:
      frequency = 12
      speckleReduction = 0.42
      sharpening = 0.35
      dynamicRange = 56
      fatGrey = 58
    case .old:
      frequency = 8.5
      angles = [0]
      subBands = 1
      speckleReduction = 0.6
      dynamicRange = 58
      gamma = 1.1
      pedestal = -19
      sharpening = 0.15
    case .deep:
      frequency = 7.5
      bandwidth = 0.58
      speckleReduction = 0.6
      dynamicRange = 66
      fatGrey = 60
      pedestal = -20
    }
  }
}

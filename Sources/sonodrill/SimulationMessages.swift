import Phantom
import Sonography

/// What `--json` says: the geometry of the envelope, the probe, and the truth of every frame. Millimetres,
/// decibels, radians; contours in stored-frame pixels.
struct SimulationMessage: Encodable {
  var isSimulated = true
  var phantom: String
  var seed: UInt64?
  var geometry: Geometry
  var probe: Probe
  var matter: [String: [Double]]
  var lesions: [LesionMessage]
  var frames: [FrameMessage]

  struct Geometry: Encodable {
    var samples: Int
    var lines: Int
    var sampleSpacing: Double
    var lineSpacing: Double
    /// Of the first sample and the first line, the middle of the array being 0.
    var firstSample: Double
    var firstLine: Double
    var pixelWidth: Int
    var pixelHeight: Int
    var millimetresPerPixel: Double
    var frameRate: Double
  }

  struct Probe: Encodable {
    var frequency: Float
    var bandwidth: Float
    var focus: Float
    var depth: Float
    var gain: Float
    var dynamicRange: Float
    var pedestal: Float
    var reverberation: Float
    var noise: Float
    var soundSpeed = 1.54
    var axialWidth: Double
    var atDepth: [Resolution]
  }

  /// Full widths at half maximum of the amplitude, and the mean frequency, at one depth.
  struct Resolution: Encodable {
    var depth: Double
    var lateralWidth: Double
    var sliceThickness: Double
    var frequency: Double
  }

  struct LesionMessage: Encodable {
    var kind: String
    var diagnosis: String
    var isMalignant: Bool
    var assessment: String
    /// As the picture shows them.
    var descriptors: Descriptors
    var centre: [Float]
    var halfAxes: [Float]
    var volume: Double
    var largestCuts: [Double]
    var calcifications: Int
    var bestFrame: Int?
  }

  struct FrameMessage: Encodable {
    var index: Int
    var time: Double
    var pose: PoseMessage
    var faults: [FaultMessage]
    var lesions: [CutMessage]
  }

  struct PoseMessage: Encodable {
    var x: Float
    var y: Float
    var tilt: Float
    var rock: Float
    var yaw: Float
    var strain: Float
  }

  struct FaultMessage: Encodable {
    var name: String
    var quality: String
    var onset: Int
    var severity: Float
  }

  struct CutMessage: Encodable {
    var lesion: Int
    var isVisible: Bool
    var longAxis: Double
    var shortAxis: Double?
    var width: Double
    var height: Double
    var contrast: Double
    var level: Double
    var posterior: Double?
    var core: [[Double]]
    var full: [[Double]]
  }
}

extension SimulationMessage.Geometry {
  init(_ preset: ScannerPreset, frameRate: Double) {
    self.init(
      samples: preset.sampleCount, lines: ScannerPreset.lines, sampleSpacing: preset.sampleSpacing,
      lineSpacing: preset.lineDistance, firstSample: preset.sampleSpacing / 2,
      firstLine: (0.5 - Double(ScannerPreset.lines) / 2) * preset.lineDistance,
      pixelWidth: preset.pixelWidth, pixelHeight: preset.pixelHeight,
      millimetresPerPixel: preset.spacing, frameRate: frameRate)
  }
}

extension SimulationMessage.Probe {
  init(_ preset: ScannerPreset) {
    self.init(
      frequency: preset.frequency, bandwidth: preset.bandwidth, focus: preset.focus,
      depth: preset.depth, gain: preset.gain, dynamicRange: preset.dynamicRange,
      pedestal: preset.pedestal, reverberation: preset.reverberation, noise: preset.noise,
      axialWidth: preset.axialResolution,
      atDepth: stride(from: 2, through: Double(preset.depth), by: 2).map { depth in
        SimulationMessage.Resolution(
          depth: depth, lateralWidth: preset.lateralResolution(at: depth),
          sliceThickness: preset.sliceThickness(at: depth), frequency: preset.meanFrequency(at: depth))
      })
  }
}

extension SimulationMessage.FrameMessage {
  init(
    index: Int, time: Double, _ pose: Pose, _ truths: [FrameTruth], faults: [Fault],
    spacing: PixelSpacing
  ) {
    self.init(
      index: index, time: time,
      pose: SimulationMessage.PoseMessage(
        x: pose.x, y: pose.y, tilt: pose.tilt, rock: pose.rock, yaw: pose.yaw, strain: pose.strain),
      faults: faults.filter { $0.onset <= index }.map {
        SimulationMessage.FaultMessage(
          name: $0.name.rawValue, quality: $0.name.quality, onset: $0.onset, severity: $0.severity)
      },
      lesions: truths.map { SimulationMessage.CutMessage($0, spacing: spacing) })
  }
}

extension SimulationMessage.CutMessage {
  init(_ truth: FrameTruth, spacing: PixelSpacing) {
    self.init(
      lesion: truth.lesion, isVisible: truth.isVisible, longAxis: truth.longAxis.value,
      shortAxis: truth.contour.shortAxisLength(spacing: spacing)?.value, width: truth.width,
      height: truth.height, contrast: truth.contrast, level: truth.level, posterior: truth.posterior,
      core: truth.contour.points.map { [$0.x, $0.y] },
      full: truth.fullContour.points.map { [$0.x, $0.y] })
  }
}

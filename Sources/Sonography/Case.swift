/// One patient episode prepared for reading: what a reader may see. Truth is elsewhere.
package struct Case: Hashable, Sendable, Identifiable {
  /// Kebab-case folder name, never reused.
  package var id: String
  package var title: String
  package var vignette: Vignette
  package var views: [View]
  /// Words curricula query for: difficulty, pattern family, set.
  package var tags: [String]
  package var isSimulated: Bool
  package var source: Source

  package init(
    id: String, title: String, vignette: Vignette, views: [View], tags: [String],
    isSimulated: Bool, source: Source
  ) {
    self.id = id
    self.title = title
    self.vignette = vignette
    self.views = views
    self.tags = tags
    self.isSimulated = isSimulated
    self.source = source
  }

  /// The clinical context given before reading.
  package struct Vignette: Hashable, Sendable {
    package var age: Int?
    /// One or two sentences: symptom, history.
    package var text: String
    package var laterality: Laterality?
    /// 1...12.
    package var clockFace: Int?
    package var distanceFromNipple: Millimetres?

    package init(
      age: Int? = nil, text: String, laterality: Laterality? = nil, clockFace: Int? = nil,
      distanceFromNipple: Millimetres? = nil
    ) {
      self.age = age
      self.text = text
      self.laterality = laterality
      self.clockFace = clockFace
      self.distanceFromNipple = distanceFromNipple
    }
  }

  /// One recording: a cine loop, or a still as a loop of one frame.
  package struct View: Hashable, Sendable, Identifiable {
    package var id: String
    package var label: String
    /// File name inside the case folder, and its digest as lower-case hex.
    package var file: String
    package var sha256: String
    package var frames: Int
    package var width: Int
    package var height: Int
    /// Frames per second; nil for a still.
    package var frameRate: Double?
    /// Nil: not calibrated, so nothing is scored in millimetres.
    package var spacing: PixelSpacing?
    /// How the probe moved, e.g. `radial sweep`; free text for the reader.
    package var technique: String?

    package init(
      id: String, label: String, file: String, sha256: String, frames: Int, width: Int,
      height: Int, frameRate: Double?, spacing: PixelSpacing?, technique: String? = nil
    ) {
      self.id = id
      self.label = label
      self.file = file
      self.sha256 = sha256
      self.frames = frames
      self.width = width
      self.height = height
      self.frameRate = frameRate
      self.spacing = spacing
      self.technique = technique
    }

    /// Seconds from the first frame's start to the last frame's end; 0 for a still.
    package var duration: Double { frameRate.map { Double(frames) / $0 } ?? 0 }
  }

  /// Where it came from and under which licence; shown with the case.
  package struct Source: Hashable, Sendable {
    package var name: String
    package var licence: String
    package var credit: String
    package var link: String?

    package init(name: String, licence: String, credit: String, link: String? = nil) {
      self.name = name
      self.licence = licence
      self.credit = credit
      self.link = link
    }
  }
}

package enum Laterality: String, Hashable, Codable, Sendable { case left, right }

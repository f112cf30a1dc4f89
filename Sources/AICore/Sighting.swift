package import Sonography

/// One finding of one frame, with what the tracker weighs it by.
package struct Sighting {
  /// Outlines keep at most this many points: enough for a tenth of a pixel, little enough to send.
  private static let mostPoints = 96

  package var finding: Finding
  /// Calibrated, at the card's prevalence.
  package let malignancyLogit: Double
  /// Mean grey-level step per cell in and around the region, relative to its surroundings.
  package let sharpness: Double

  package init(finding: Finding, malignancyLogit: Double, sharpness: Double) {
    self.finding = finding
    self.malignancyLogit = malignancyLogit
    self.sharpness = sharpness
  }

  /// - Returns: nil for a patch too thin to have an outline.
  init?(
    region: MaskRegion, look: Look, answer: RegionAnswer, vector: RegionVector, picture: PicturePyramid,
    letterbox: Letterbox, frame: Frame, card: ReaderCard
  ) {
    let contour = Self.contour(of: region, look, letterbox, card)
    guard let box = contour.box, contour.area > 0 else { return nil }
    let descriptors = DescriptorReading(answer: answer, form: vector.form, grey: vector.grey).descriptors
    malignancyLogit = card.calibrated(answer.malignancy)
    sharpness = Self.sharpness(of: region, picture.fine, vector.grey)
    finding = Finding(
      confidence: card.confidence(lesion: answer.lesion, presence: look.presence, mask: region.meanLogit(look.mask)),
      box: box, contour: contour, malignancy: sigmoid(malignancyLogit),
      assessment: card.assessment(malignancy: sigmoid(malignancyLogit), descriptors: descriptors),
      descriptors: descriptors, longAxis: frame.spacing.flatMap { contour.longAxisLength(spacing: $0) })
  }

  private static func contour(
    of region: MaskRegion, _ look: Look, _ letterbox: Letterbox, _ card: ReaderCard
  ) -> Contour {
    let scale = Double(letterbox.side) / Double(Look.cells)
    let outline = OutlineTracing.outline(of: region, logits: look.mask, level: Float(logit(card.maskThreshold)))
    let stride = max(1, (outline.count + mostPoints - 1) / mostPoints)
    let kept = Swift.stride(from: 0, to: outline.count, by: stride).map { outline[$0] }
    return Contour(points: kept.map { letterbox.framePoint(x: $0.x * scale, y: $0.y * scale) })
  }

  private static func sharpness(of region: MaskRegion, _ fine: [Float], _ grey: RegionGrey) -> Double {
    let side = region.side
    let steps = region.cells.reduce(0.0) { sum, cell in
      guard cell % side + 1 < side, cell / side + 1 < side else { return sum }
      return sum + Double(abs(fine[cell + 1] - fine[cell]) + abs(fine[cell + side] - fine[cell]))
    }
    return steps / Double(region.cells.count) / (grey.rim + 0.05)
  }
}

extension MaskRegion {
  /// Smaller patches are specks: below four millimetres in a usual picture.
  static let fewestCells = 10
  static let mostRegions = 6
}

extension ReaderCard {
  /// The malignancy logit at the prevalence of the lesions to be read.
  package func calibrated(_ raw: Double) -> Double {
    raw / temperature + malignancyOffset + logit(prevalence) - logit(calibrationPrevalence)
  }

  func confidence(lesion: Double, presence: Double, mask: Double) -> Double {
    let weights = confidenceWeights
    return sigmoid(weights[0] * lesion + weights[1] * presence + weights[2] * mask + weights[3])
  }

  /// The category whose band of likelihood holds the malignancy; a simple cyst is benign by its looks.
  package func assessment(malignancy: Double, descriptors: Descriptors) -> Assessment {
    let rank = categoryCuts.count { malignancy > $0 }
    let categories = ["3", "4A", "4B", "4C", "5"]
    return Assessment(rank <= 1 && descriptors.isSimpleCyst ? "2" : categories[rank])
  }
}

extension Descriptors {
  /// Anechoic, circumscribed, oval or round, without shadow.
  var isSimpleCyst: Bool {
    self["echo"] == ["anechoic"] && self["margin"] == ["circumscribed"] && self["shape"] != ["irregular"]
      && (self["posterior"] == ["enhancement"] || self["posterior"] == ["none"])
  }
}

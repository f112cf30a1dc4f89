import Inference
package import Sonography

/// Reads one frame after another: outlines, confidence, malignancy, category, descriptors, size, quality.
///
/// One analyzer serves one loop at a time on one thread; the same frames give the same findings. It links
/// nothing between frames except the picture before, for motion: `LoopReading` does the rest.
package final class FrameAnalyzer {
  package let reader: BreastReader
  private let network: Session
  private let regionHead: Session
  private var letterbox: Letterbox?
  private var quality = QualityRules()

  package init(_ reader: BreastReader) throws(ReaderError) {
    self.reader = reader
    do {
      network = try Session(reader.network)
      regionHead = try Session(reader.regionHead)
    } catch {
      throw .network(id: reader.card.id, error)
    }
  }

  /// Everything the AI says about one frame on its own; no finding has a track.
  package func findings(in frame: Frame) throws(ReaderError) -> FrameFindings {
    let view = try view(of: frame)
    let findings = view.sightings.map(\.finding).filter { $0.confidence >= reader.card.findingThreshold }
    return FrameFindings(frame: frame.index, time: frame.time, findings: findings, quality: view.quality)
  }

  /// What the tracker is fed: also the doubtful findings.
  ///
  /// - Parameter mirrored: also looks at the mirror image and takes the mean; twice the time, a little better.
  func view(of frame: Frame, mirrored: Bool = false) throws(ReaderError) -> FrameView {
    guard frame.width >= QualityRules.smallestSide, frame.height >= QualityRules.smallestSide else {
      return FrameView(sightings: [], quality: .unreadable("The picture is too small to read."))
    }
    let letterbox = fittingLetterbox(frame)
    let square = letterbox.square(frame)
    let quality = quality.quality(of: frame, square: square, letterbox: letterbox)
    guard quality.isReadable else { return FrameView(sightings: [], quality: quality) }
    do throws(ModelError) {
      let sightings = try sightings(in: square, letterbox, frame, mirrored: mirrored)
      return FrameView(sightings: sightings, quality: quality)
    } catch {
      throw .network(id: reader.card.id, error)
    }
  }

  private func fittingLetterbox(_ frame: Frame) -> Letterbox {
    if let letterbox, letterbox.width == frame.width, letterbox.height == frame.height { return letterbox }
    let made = Letterbox(width: frame.width, height: frame.height, side: reader.card.inputSide)
    letterbox = made
    return made
  }

  private func sightings(
    in square: [Float], _ letterbox: Letterbox, _ frame: Frame, mirrored: Bool
  ) throws(ModelError) -> [Sighting] {
    var look = Look(try outputs(for: square), within: letterbox)
    let mirror =
      mirrored ? Look(try outputs(for: mirroredRows(square, side: letterbox.side)), within: nil).mirrored() : nil
    if let mirror { look = look.averaged(with: mirror, within: letterbox) }
    let regions = MaskRegion.all(in: look.mask, side: Look.cells, above: Float(logit(reader.card.maskThreshold)))
      .filter { $0.cells.count >= MaskRegion.fewestCells }.prefix(MaskRegion.mostRegions)
    guard !regions.isEmpty else { return [] }
    let picture = PicturePyramid(square: square, side: letterbox.side)
    let weights = regions.map { $0.weights(look.mask) }
    let vectors = weights.map { RegionVector(weights: $0, features: look.features, picture: picture) }
    var answers = try answers(to: vectors)
    if let mirror {
      let others = weights.map { RegionVector(weights: $0, features: mirror.features, picture: picture) }
      answers = zip(answers, try self.answers(to: others)).map { $0.averaged(with: $1) }
    }
    return regions.indices.compactMap { index in
      Sighting(
        region: regions[index], look: look, answer: answers[index], vector: vectors[index], picture: picture,
        letterbox: letterbox, frame: frame, card: reader.card)
    }.sorted { $0.finding.confidence > $1.finding.confidence }
  }

  private func outputs(for square: [Float]) throws(ModelError) -> [String: Tensor] {
    let side = reader.card.inputSide
    return try network.run(["image": Tensor(shape: [1, 1, side, side], values: square)])
  }

  private func answers(to vectors: [RegionVector]) throws(ModelError) -> [RegionAnswer] {
    let input = Tensor(shape: [vectors.count, RegionVector.count], values: vectors.flatMap(\.values))
    return RegionAnswer.all(in: try regionHead.run(["region": input]), count: vectors.count)
  }
}

/// What was seen in one frame before the tracker weighs it.
struct FrameView {
  var sightings: [Sighting]
  var quality: ImageQuality
}

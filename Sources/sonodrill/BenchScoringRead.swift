import Catalog
import Scoring
import Sonography

extension BenchScoring {
  /// One read of every case with a truth, drawn, measured and described.
  static func reads(_ settings: Settings) throws -> [Row] {
    let (catalog, _) = Installation.catalog(settings)
    let scenes = try catalog.cases.filter(\.isAnnotated).compactMap { bundle -> Scene? in
      let truth = try bundle.truth()
      return catalog.lexicons[truth.lexicon].map { Scene(reading: bundle.case, truth: truth, lexicon: $0) }
    }
    guard let rubric = catalog.rubrics[Rubric.standard.id], !scenes.isEmpty else {
      throw Failure("there is no case with a truth and its lexicon; name folders with --cases and --curricula")
    }
    return [
      Row(name: "one read scored, mean over \(scenes.count) cases", limit: 0.001, count: scenes.count) {
        for scene in scenes {
          let scorer = ReadScorer(rubric: rubric, lexicon: scene.lexicon)
          let score = scorer.score(scene.read, of: scene.reading, against: scene.truth)
          if score.measures.isEmpty { throw Failure("\(scene.reading.id): nothing was scored") }
        }
      }
    ]
  }
}

/// A read as a careful trainee leaves it: every lesion outlined freehand, measured and described, a
/// second mark on each, three marks elsewhere, display times for every frame.
private struct Scene {
  let reading: Case
  let truth: ReferenceStandard
  let lexicon: Lexicon
  let read: Read

  init(reading: Case, truth: ReferenceStandard, lexicon: Lexicon) {
    self.reading = reading
    self.truth = truth
    self.lexicon = lexicon
    let marks = truth.lesions.flatMap(Self.marks)
    let stray = reading.views.prefix(1).flatMap { view in
      (0..<3).compactMap { index in
        Self.mark("s\(index)", view.id, 0, .point(PixelPoint(x: Double(60 * index + 4), y: Double(view.height - 4))))
      }
    }
    read = Read(
      marks: marks + stray, assessment: truth.assessments.first, likelihood: 0.5, qualityFaults: ["gain"],
      displayed: Dictionary(
        reading.views.map { ($0.id, [Double](repeating: 0.08, count: $0.frames)) },
        uniquingKeysWith: { first, _ in first }))
  }

  private static func marks(on lesion: Lesion) -> [Mark] {
    lesion.views.flatMap { appearance -> [Mark] in
      guard
        let outline = appearance.outlines.first(where: { $0.frame == appearance.keyPlane?.best })
          ?? appearance.outlines.first
      else { return [] }
      let box = outline.contour.box ?? PixelBox(x: 0, y: 0, width: 1, height: 1)
      guard
        var drawn = mark("\(lesion.id)-1", appearance.view, outline.frame, .freehand(outline.contour)),
        let again = mark("\(lesion.id)-2", appearance.view, outline.frame, .box(box))
      else { return [] }
      drawn.descriptors = lesion.opinions.first?.descriptors ?? Descriptors()
      drawn.assessment = lesion.opinions.first?.assessment
      drawn.keyPlane = outline.frame
      drawn.calipers = [
        Caliper(
          frame: outline.frame, from: PixelPoint(x: box.x, y: box.centre.y),
          to: PixelPoint(x: box.x + box.width, y: box.centre.y))
      ]
      return [drawn, again]
    }
  }

  private static func mark(_ id: String, _ view: String, _ frame: Int, _ shape: MarkShape) -> Mark? {
    Rating(0.9).map { Mark(id: id, view: view, frame: frame, shape: shape, rating: $0) }
  }
}

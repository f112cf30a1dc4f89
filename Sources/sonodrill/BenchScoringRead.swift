import ArgumentParser
import Catalog
import Foundation
import Scoring
import Sonography

/// One read of a whole sweep, drawn, measured and described, scored over and over on one core.
struct BenchScoringRead: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Times scoring one read against each case's truth; the promise is 1 ms.")
  @Option(help: "How often each case is scored.") var rounds = 100
  @OptionGroup var settings: SettingsOptions

  func validate() throws {
    if rounds < 1 { throw ValidationError("--rounds is 1 or more") }
  }

  func run() throws {
    let settings = try Settings(settings)
    let (catalog, _) = Installation.catalog(settings)
    let scenes = try catalog.cases.filter(\.isAnnotated).compactMap { bundle -> Scene? in
      let truth = try bundle.truth()
      return catalog.lexicons[truth.lexicon].map { Scene(reading: bundle.case, truth: truth, lexicon: $0) }
    }
    guard let rubric = catalog.rubrics[Rubric.standard.id], !scenes.isEmpty else {
      throw Failure("there is no case with a truth and its lexicon; name folders with --cases and --curricula")
    }
    var times: [Double] = []
    var found = 0.0
    let clock = ContinuousClock()
    for scene in scenes {
      let scorer = ReadScorer(rubric: rubric, lexicon: scene.lexicon)
      for _ in 0..<rounds {
        let start = clock.now
        let score = scorer.score(scene.read, of: scene.reading, against: scene.truth)
        times.append((clock.now - start) / .milliseconds(1))
        found += score.measure("lesionLocalizationFraction")?.value ?? 0
      }
    }
    times.sort()
    print(
      "scoring one read: \(times.count) scores of \(scenes.count) cases, lesions found \(Int(found)): median \(milliseconds(times, 0.5)), p95 \(milliseconds(times, 0.95)), worst \(milliseconds(times, 1))"
    )
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

import Foundation
import Sonography
import Teaching
import Testing

@Suite struct PlantedErrorTests {
  /// A dark patch left of the middle of grey tissue; the lesion of the truth is on the right.
  private var darkness: [String: Darkness] {
    var pixels = [UInt8](repeating: 120, count: 400 * 300)
    for y in 80..<140 { for x in 60..<140 { pixels[y * 400 + x] = 40 } }
    return ["sweep": Darkness(Frame(pixels: pixels, width: 400, height: 300))]
  }

  private let box = PixelBox(x: 250, y: 100, width: 60, height: 50)

  private var outline: Contour {
    Contour(points: [
      PixelPoint(x: 250, y: 100), PixelPoint(x: 310, y: 100), PixelPoint(x: 310, y: 150),
      PixelPoint(x: 250, y: 150),
    ])
  }

  private var bundle: Case {
    Case(
      id: "case", title: "Case", vignette: Case.Vignette(text: "Text."),
      views: [
        Case.View(
          id: "sweep", label: "Sweep", file: "sweep.mp4", sha256: "", frames: 40, width: 400,
          height: 300, frameRate: 25, spacing: PixelSpacing(x: 0.1, y: 0.1))
      ],
      tags: [], isSimulated: true,
      source: Case.Source(name: "test", licence: "CC0-1.0", credit: "test"))
  }

  private func truth(_ outcome: ReferenceStandard.Outcome) -> ReferenceStandard {
    let lesion = Lesion(
      id: "l1", name: "Mass",
      pathology: Lesion.Pathology(
        diagnosis: nil, isMalignant: outcome == .malignant, evidence: .simulation),
      views: [
        Lesion.Appearance(
          view: "sweep", outlines: [Lesion.FrameOutline(frame: 20, contour: outline)], keyPlane: nil)
      ],
      opinions: [])
    return ReferenceStandard(
      lesions: outcome == .normal ? [] : [lesion], outcome: outcome, assessments: [])
  }

  private func honest(findsIt: Bool) -> AIReading {
    let words = Descriptors(["shape": ["irregular"], "margin": ["not_circumscribed"]])
    let finding = Finding(
      track: 1, confidence: 0.9, box: box, contour: outline, malignancy: 0.7,
      assessment: Assessment(rawValue: "4C"), descriptors: words, longAxis: Millimetres(6))
    let frames = (0..<40).map { frame in
      FrameFindings(
        frame: frame, time: Double(frame) / 25,
        findings: findsIt && (10...30).contains(frame) ? [finding] : [], quality: ImageQuality())
    }
    let track = LesionTrack(
      id: 1, firstFrame: 10, lastFrame: 30, keyPlane: 20, confidence: 0.9, malignancy: 0.7,
      assessment: Assessment(rawValue: "4C"), descriptors: words, longAxis: Millimetres(6))
    let trace = AITrace(modelDigest: "digest", frames: frames, tracks: findsIt ? [track] : [])
    return AIReading(
      model: ModelName(id: "reader", version: "1", digest: "digest"), traces: [("sweep", trace)])
  }

  private func planted(
    _ outcome: ReferenceStandard.Outcome, findsIt: Bool = true, seed: UInt64
  ) throws -> PlantedError {
    try #require(
      PlantedError(
        in: honest(findsIt: findsIt), of: bundle, truth: truth(outcome), lexicon: lexicon,
        darkness: darkness, seed: seed))
  }

  /// Three categories around the line where tissue is taken.
  private var lexicon: Lexicon {
    let category = { (id: String, low: Double, high: Double, management: String, rank: Int) in
      AssessmentScale.Category(
        id: Assessment(rawValue: id), label: [:], management: management,
        likelihood: .init(low: low, high: high, includesLow: false), rank: rank, isOffered: true)
    }
    return Lexicon(
      format: 1, id: "test", title: "Test", organ: "breast", features: [],
      assessment: AssessmentScale(
        label: [:],
        managements: [
          .init(id: "short_interval", label: [:], step: 0), .init(id: "tissue", label: [:], step: 1),
        ],
        categories: [
          category("3", 0, 2, "short_interval", 0), category("4A", 2, 10, "tissue", 1),
          category("4B", 10, 50, "tissue", 2), category("4C", 50, 95, "tissue", 3),
        ], credit: [:]))
  }

  @Test(arguments: UInt64(1)...100)
  func `the same seed plants the same error`(seed: UInt64) throws {
    let (a, b) = (try planted(.malignant, seed: seed), try planted(.malignant, seed: seed))
    #expect(a.kind == b.kind)
    #expect(a.reading.traces[0].trace == b.reading.traces[0].trace)
  }

  @Test(arguments: UInt64(1)...100)
  func `a planted error is an error, all through the reading`(seed: UInt64) throws {
    let error = try planted(.malignant, seed: seed)
    let trace = error.reading.traces[0].trace
    let findings = trace.frames.flatMap(\.findings)
    switch error.kind {
    case .miss:
      #expect(findings.isEmpty && trace.tracks.isEmpty)
      #expect(error.reading.assessment == Assessment(rawValue: "1"))
    case .wrongCategory:
      #expect(findings.count == 21 && findings.allSatisfy { $0.assessment == Assessment(rawValue: "3") })
      #expect(findings.allSatisfy { $0.descriptors == trace.tracks[0].descriptors })
      #expect((error.reading.malignancy ?? 1) < 0.02)
    case .falseAlarm:
      #expect(trace.tracks.count == 2)
      let alarm = trace.tracks[1]
      let here = findings.filter { $0.track == alarm.id }
      #expect(here.count == alarm.lastFrame - alarm.firstFrame + 1)
      #expect(here.allSatisfy { $0.box.intersection(with: box) == 0 })
      #expect(here.allSatisfy { $0.malignancy == alarm.malignancy && $0.descriptors == alarm.descriptors })
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `a benign lesion called wrongly is called for tissue`(seed: UInt64) throws {
    let error = try planted(.benign, seed: seed)
    guard error.kind == .wrongCategory else { return }
    #expect(["4B", "4C"].contains(error.reading.assessment?.rawValue))
  }

  @Test(arguments: [(ReferenceStandard.Outcome.normal, true), (.malignant, false)])
  func `where there is nothing to miss the AI raises a false alarm`(
    outcome: ReferenceStandard.Outcome, findsIt: Bool
  ) throws {
    for seed in UInt64(1)...50 {
      #expect(try planted(outcome, findsIt: findsIt, seed: seed).kind == .falseAlarm)
    }
  }

  @Test func `all three kinds come up`() throws {
    let kinds = try (1...60).map { try planted(.malignant, seed: UInt64($0)).kind }
    #expect(Set(kinds) == Set(PlantedErrorKind.allCases))
  }

  @Test(arguments: UInt64(1)...40)
  func `a false alarm lies on what is darker than its surroundings`(seed: UInt64) throws {
    let error = try planted(.normal, findsIt: false, seed: seed)
    let centre = try #require(error.reading.traces[0].trace.frames.flatMap(\.findings).first).box.centre
    #expect((30...170).contains(centre.x) && (50...170).contains(centre.y))
  }
}

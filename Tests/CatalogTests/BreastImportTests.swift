import Foundation
import Sonography
import Testing

import Catalog

private let folder = shared + "/data/BrEaST"
private let images = folder + "/BrEaST-Lesions_USG-images_and_masks"

@Suite(.enabled(if: exists(folder), "the BrEaST data set is not beside the repository"))
struct BreastImportTests {
  @Test func `every row of the published set becomes a case`() throws {
    let scratch = try ScratchFolder()
    var last = 0
    let outcome = BreastImport(folder: folder, picture: readPNG).run(
      into: CaseBundleWriter(root: scratch.path)
    ) { done, _ in last = done }
    #expect(outcome.problems == [])
    #expect(outcome.written.count == 153)
    #expect(last == 153)

    let (catalog, problems) = Catalog.load(
      cases: [scratch.path], curricula: repository + "/curricula")
    #expect(problems == [])
    #expect(catalog.check(deep: true).filter { $0.file.contains("breast-") } == [])
    let truths = try catalog.cases.map { try $0.truth() }
    #expect(truths.count { $0.outcome == .benign } == 91)
    #expect(truths.count { $0.outcome == .malignant } == 60)
    #expect(truths.count { $0.outcome == .normal } == 2)
    #expect(truths.flatMap(\.lesions).count { $0.pathology.evidence == .histology } == 119)
    #expect(truths.flatMap(\.lesions).count { $0.pathology.evidence == .followUp } == 32)
    #expect(truths.flatMap(\.lesions).count { !$0.isScored } == 10)
    #expect(catalog.cases.count { $0.case.vignette.age != nil } == 126)
    try checkKnownRows(catalog)
    try checkOutlines(catalog)
  }

  /// Case 7 as the table has it.
  private func checkKnownRows(_ catalog: Catalog) throws {
    let bundle = try #require(catalog.bundles["breast-007"])
    #expect(bundle.case.vignette.age == 52)
    #expect(bundle.case.vignette.text == "Signs: palpable. Tissue heterogeneous: predominantly fat.")
    #expect(bundle.case.views[0].spacing == PixelSpacing(x: 0.078125, y: 0.078125))
    #expect(bundle.case.source.licence == "CC BY 4.0")
    let truth = try bundle.truth()
    #expect(truth.assessments == [Assessment("5")])
    let lesion = try #require(truth.lesions.first)
    #expect(lesion.pathology.diagnosis == "Invasive carcinoma of no special type (NST)")
    #expect(
      lesion.opinions[0].descriptors.terms == [
        "shape": ["irregular"], "orientation": ["parallel"], "margin": ["not_circumscribed"],
        "margin_detail": ["indistinct", "spiculated"], "echo": ["hypoechoic"],
        "posterior": ["shadowing"], "calcifications": ["none"],
      ])
    // Counted in the mask: 37,408 pixels from (63, 93) to (437, 303).
    let contour = try #require(lesion.views[0].outline(at: 0))
    let box = try #require(contour.box)
    #expect(abs(contour.area - 37408) < 0.005 * 37408)
    #expect(abs(box.x - 63) < 3 && abs(box.y - 93) < 3)
    #expect(abs(box.x + box.width - 437) < 3 && abs(box.y + box.height - 303) < 3)
    #expect(
      bundle.teaching()
        == "The radiologist gave BI-RADS 5. Considered: suspicion of malignancy. "
        + "Biopsy: invasive carcinoma of no special type (NST).\n")
  }

  /// A hundred and twenty-eight points lose little of any outline of the set.
  private func checkOutlines(_ catalog: Catalog) throws {
    for bundle in catalog.cases {
      for lesion in try bundle.truth().lesions where lesion.isScored {
        let contour = try #require(lesion.views[0].outline(at: 0))
        let number = bundle.id.dropFirst("breast-".count)
        let mask = try readPNG("\(images)/case\(number)_tumor.png").pixels.count { $0 > 127 }
        #expect(contour.points.count <= 128)
        #expect(abs(contour.area - Double(mask)) / Double(mask) < 0.005, "\(bundle.id)")
      }
    }
  }

  @Test func `a second import into the same place refuses every case`() throws {
    let scratch = try ScratchFolder()
    let one = try ScratchFolder()
    for name in ["case045.png", "case007.png"] {
      try FileManager.default.copyItem(atPath: "\(images)/\(name)", toPath: "\(one.path)/\(name)")
    }
    let table = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".xlsx") })
    try FileManager.default.copyItem(atPath: "\(folder)/\(table)", toPath: "\(one.path)/\(table)")
    let importing = BreastImport(folder: one.path, picture: readPNG)
    let first = importing.run(into: CaseBundleWriter(root: scratch.path))
    // Only the normal case has all its files; every other row says which file is missing.
    #expect(first.written == ["breast-045"])
    #expect(first.problems.contains { $0.line == 8 && $0.sentence == "there is no mask 'case007_tumor.png'" })
    #expect(first.problems.contains { $0.line == 2 && $0.sentence == "there is no image 'case001.png'" })
    let second = importing.run(into: CaseBundleWriter(root: scratch.path))
    #expect(second.written == [])
    #expect(
      second.problems.contains {
        $0.sentence.hasSuffix("a case with this id exists; choose another id or allow replacing it")
      })
  }
}

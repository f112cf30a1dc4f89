import Foundation
import Sonography
import Testing

import Catalog

/// Truths in which several experts speak.
@Suite struct PanelTruthTests {
  private func read(_ text: String) throws -> (truth: ReferenceStandard?, problems: [Problem]) {
    let scratch = try ScratchFolder()
    try CaseBundleWriter(root: scratch.path).write(sampleCase())
    try scratch.put(text, at: "spiculated-mass/truth.yaml")
    let (catalog, problems) = Catalog.load(cases: [scratch.path], curricula: repository + "/curricula")
    let bundle = try #require(catalog.bundles["spiculated-mass"])
    let found = catalog.check(deep: false).filter { $0.file.hasPrefix(scratch.path) && $0.severity == .error }
    return (try? bundle.truth(), problems + found)
  }

  private func written(
    experts: String, opinions: [String], evidence: String = "panel", outcome: String = "malignant", lexicon: String = ""
  ) -> String {
    """
    format: 1
    \(lexicon)outcome: \(outcome)
    experts: \(experts)
    assessments: []
    lesions:
      - id: l1
        name: Mass
        pathology: {malignant: true, evidence: \(evidence)}
        opinions: [\(opinions.map { "{expert: \($0)}" }.joined(separator: ", "))]
        views:
          - {view: radial, expert: a, outlines: [{frame: 3, contour: [[1, 1], [9, 1], [9, 9]]}]}
          - {view: radial, expert: b, outlines: [{frame: 4, contour: [[2, 1], [9, 1], [9, 9]]}]}
    """
  }

  @Test func `experts may each outline a lesion, and a lesion half of them accept counts`() throws {
    let (truth, problems) = try read(written(experts: "[a, b, c, d]", opinions: []))
    #expect(problems == [])
    let lesion = try #require(truth).lesions[0]
    #expect(lesion.views.map(\.expert) == ["a", "b"])
    #expect(lesion.isScored)
  }

  @Test func `a lesion too few accept is a place where experts disagree`() throws {
    let (truth, problems) = try read(
      written(experts: "[a, b, c, d, e]", opinions: ["a", "b"], outcome: "normal"))
    #expect(problems == [])
    #expect(truth?.lesions[0].isScored == false)
  }

  @Test func `pathology counts whatever the panel saw`() throws {
    let (truth, problems) = try read(
      written(experts: "[a, b, c, d, e]", opinions: ["a"], evidence: "histology"))
    #expect(problems == [])
    #expect(truth?.lesions[0].isScored == true)
  }

  @Test func `a list of experts leaves nobody out who speaks`() throws {
    let (_, problems) = try read(written(experts: "[a, c]", opinions: ["z"]))
    #expect(
      problems.map(\.sentence) == [
        "'experts' leaves out 'b', who has an opinion or an outline below",
        "'experts' leaves out 'z', who has an opinion or an outline below",
      ])
  }

  @Test func `one expert outlines a lesion once in a view`() throws {
    let text = written(experts: "[a, b]", opinions: []).replacing("expert: b, outlines", with: "expert: a, outlines")
    let (_, problems) = try read(text)
    #expect(
      problems.map(\.sentence).contains(
        "'views' has a view twice; one that several experts outlined says whose with 'expert'"))
  }

  @Test func `a truth in words that are not there is named`() throws {
    let (_, problems) = try read(
      written(experts: "[a, b]", opinions: [], lexicon: "lexicon: pirads\n"))
    #expect(problems.map(\.sentence) == ["'lexicon' is acr-tirads-2017 or birads-us-2013, not 'pirads'"])
  }

  @Test func `what is written about several experts reads back the same`() throws {
    var new = sampleCase()
    new.truth?.lexicon = "acr-tirads-2017"
    new.truth?.lesions[0].views[0].expert = "Dr A"
    new.truth?.lesions[0].opinions = []
    new.truth?.assessments = [Assessment("TR4")]
    let scratch = try ScratchFolder()
    try CaseBundleWriter(root: scratch.path).write(new)
    let bundle = try CaseBundle.open(folder: scratch.path + "/spiculated-mass")
    #expect(try bundle.truth() == new.truth)
  }
}

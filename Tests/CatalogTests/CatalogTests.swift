import Foundation
import Sonography
import Testing

import Catalog

/// One way to break a good file, and what is said about it.
struct Breakage: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var replace: String
  var with: String
  var said: [String]

  init(_ testDescription: String, _ replace: String, _ with: String, _ said: String...) {
    (self.testDescription, self.replace, self.with, self.said) = (testDescription, replace, with, said)
  }

  func apply(to path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let range = try #require(text.range(of: replace), "'\(replace)' is in \(path)")
    try text.replacingCharacters(in: range, with: with)
      .write(toFile: path, atomically: true, encoding: .utf8)
  }
}

@Suite struct CatalogTests {
  private static let viewKeys =
    "a view has id, label, file, sha256, frames, width, height, frameRate, spacing, technique"

  @Test(arguments: [
    Breakage(
      "a misspelt key", "    spacing: {x", "    pixelspacing: {x",
      "spiculated-mass/case.yaml:19: unknown key 'pixelspacing'; \(viewKeys)"),
    Breakage(
      "several faults at once", "    frames: 30\n    width: 64", "    frames: many\n    width: 4",
      "spiculated-mass/case.yaml:15: 'frames' is a whole number, not 'many'",
      "spiculated-mass/case.yaml:16: 'width' lies in 8...8192, not 4"),
    Breakage(
      "no licence", "  licence: CC0-1.0\n", "",
      "spiculated-mass/case.yaml:7: a source needs 'licence'"),
    Breakage(
      "another format", "format: 1", "format: 2",
      "spiculated-mass/case.yaml:1: 'format' is 1 in this version, not 2"),
    Breakage(
      "a truth value as people write it", "simulated: true", "simulated: yes",
      "spiculated-mass/case.yaml:5: 'simulated' is true or false, not 'yes'"),
    Breakage(
      "a side of the body", "laterality: right", "laterality: up",
      "spiculated-mass/case.yaml:3: 'laterality' is left or right, not 'up'"),
    Breakage(
      "a clock with thirteen hours", "clockFace: 10", "clockFace: 13",
      "spiculated-mass/case.yaml:3: 'clockFace' lies in 1...12, not 13"),
    Breakage(
      "a path", "file: radial.mp4", "file: ../../etc/passwd",
      "spiculated-mass/case.yaml:13: 'file' is a file name in the case's own folder, not '../../etc/passwd'"),
    Breakage(
      "an absolute path", "file: radial.mp4", "file: /etc/passwd",
      "spiculated-mass/case.yaml:13: 'file' is a file name in the case's own folder, not '/etc/passwd'"),
    Breakage(
      "the truth as a recording", "file: radial.mp4", "file: truth.yaml",
      "spiculated-mass/case.yaml:13: 'file' is a recording, not 'truth.yaml'"),
    Breakage(
      "a digest in capitals", "sha256: \"", "sha256: \"A",
      "spiculated-mass/case.yaml:14: 'sha256' is 64 hexadecimal digits in small letters"),
    Breakage(
      "a loop without a rate", "    frameRate: 25\n", "",
      "spiculated-mass/case.yaml:11: a view of 30 frames needs 'frameRate'"),
    Breakage(
      "a key twice", "simulated: true", "simulated: true\nsimulated: false",
      "spiculated-mass/case.yaml:5: the key 'simulated' is written twice; keep one"),
    Breakage(
      "an anchor", "tags: [", "tags: &t [",
      "spiculated-mass/case.yaml:4: anchors and aliases ('&name', '*name') are not allowed; write the value out"),
    Breakage(
      "no YAML", "tags: [", "tags: [[",
      "spiculated-mass/case.yaml:5: this is not YAML: did not find expected ',' or ']'"),
    Breakage(
      "a missing recording", "file: radial.mp4", "file: axial.mp4",
      "spiculated-mass/case.yaml: axial.mp4 cannot be read: there is no such file"),
  ])
  func `a broken case is left out and every fault is said`(breakage: Breakage) throws {
    let scratch = try ScratchFolder()
    let bundle = try CaseBundleWriter(root: scratch.path).write(sampleCase())
    try CaseBundleWriter(root: scratch.path).write(sampleCase(id: "another"))
    try breakage.apply(to: bundle.folder + "/case.yaml")
    let (catalog, problems) = Catalog.load(
      cases: [scratch.path], curricula: repository + "/curricula")
    #expect(problems.map { $0.description.replacing(scratch.path + "/", with: "") } == breakage.said)
    #expect(catalog.cases.map(\.id) == ["another"])
  }

  @Test(arguments: [
    Breakage(
      "a frame beyond the loop", "- {frame: 4,", "- {frame: 30,",
      "truth.yaml:17: 'frame' lies in 0...29, not 30"),
    Breakage(
      "frames out of order", "- {frame: 4,", "- {frame: 2,",
      "truth.yaml:17: 'frame' is 2 after 3; frames ascend",
      "truth.yaml:14: 'keyPlane' names frame 4, where the lesion has no outline"),
    Breakage(
      "a point outside the picture", "[20, 20]]}", "[20, 48.5]]}",
      "truth.yaml:16: 'contour' has a point at (20, 48.5), outside the 64 × 48 picture"),
    Breakage(
      "a key plane where nothing is", "best: 3, first: 3", "best: 2, first: 2",
      "truth.yaml:14: 'keyPlane' names frame 2, where the lesion has no outline"),
    Breakage(
      "an unknown view", "- view: radial", "- view: axial",
      "truth.yaml:13: 'view' names 'axial'; the case has radial, still"),
    Breakage(
      "an unknown word", "shape: [irregular]", "shape: [lumpy]",
      "truth.yaml:11: 'shape' is oval, round or irregular, not 'lumpy'"),
    Breakage(
      "an unknown feature", "shape: [irregular]", "outline: [irregular]",
      "truth.yaml:11: unknown feature 'outline'; birads-us-2013 has tissue, shape, orientation, margin, "
        + "margin_detail, echo, posterior, calcifications, vascularity, elasticity, associated, special"),
    Breakage(
      "two words where one goes", "shape: [irregular]", "shape: [oval, round]",
      "truth.yaml:11: 'shape' takes one term, not 2"),
    Breakage(
      "an unknown category", "assessments: [\"4C\"]", "assessments: [\"4D\"]",
      "truth.yaml:3: 'assessments' names category '4D'; birads-us-2013 has 0, 1, 2, 3, 4, 4A, 4B, 4C, 5, 6"),
    Breakage(
      "an outcome against the pathology", "outcome: malignant", "outcome: benign",
      "truth.yaml:2: 'outcome' is benign, but a scored lesion is malignant"),
    Breakage(
      "a normal case with a lesion", "outcome: malignant", "outcome: normal",
      "truth.yaml:2: 'outcome' is normal, but there is a scored lesion"),
    Breakage(
      "an unknown fault", "qualityFaults: [gain]", "qualityFaults: [blur]",
      "truth.yaml:4: 'qualityFaults' are gain, depth, focus, contact, motion or coverage, not 'blur'"),
    Breakage(
      "half a point", "[20, 20]]}", "[20]]}",
      "truth.yaml:16: 'contour' is a list of [x, y] pairs of numbers"),
    Breakage(
      "no number", "[20, 20]]}", "[20, nan]]}",
      "truth.yaml:16: 'contour' is a list of [x, y] pairs of numbers"),
  ])
  func `check holds a truth against its case and the lexicon`(breakage: Breakage) throws {
    let scratch = try ScratchFolder()
    let bundle = try CaseBundleWriter(root: scratch.path).write(sampleCase())
    try breakage.apply(to: bundle.folder + "/truth.yaml")
    let (catalog, loading) = Catalog.load(cases: [scratch.path], curricula: repository + "/curricula")
    #expect(loading == [])
    let said = catalog.check(deep: true).filter { $0.file.hasPrefix(scratch.path) }
    #expect(said.map { $0.description.replacing(bundle.folder + "/", with: "") } == breakage.said)
  }

  @Test func `a recording that is not the one described is found by the deep check`() throws {
    let scratch = try ScratchFolder()
    let bundle = try CaseBundleWriter(root: scratch.path).write(sampleCase())
    try scratch.put("other", at: "spiculated-mass/still.png")
    let (catalog, _) = Catalog.load(cases: [scratch.path], curricula: repository + "/curricula")
    #expect(catalog.check(deep: false).filter { $0.file.hasPrefix(scratch.path) } == [])
    let said = catalog.check(deep: true).filter { $0.file.hasPrefix(scratch.path) }
    #expect(said.map(\.file) == [bundle.folder + "/still.png"])
    #expect(said[0].sentence.hasSuffix("; the file is damaged or was replaced"))
  }

  @Test(arguments: ["case.yaml", "truth.yaml", "radial.mp4"])
  func `a link in a bundle is refused`(name: String) throws {
    let scratch = try ScratchFolder()
    let bundle = try CaseBundleWriter(root: scratch.path).write(sampleCase())
    let outside = try scratch.put("format: 1", at: "outside.txt")
    try FileManager.default.removeItem(atPath: "\(bundle.folder)/\(name)")
    try FileManager.default.createSymbolicLink(
      atPath: "\(bundle.folder)/\(name)", withDestinationPath: outside)
    let (catalog, problems) = Catalog.load(
      cases: [scratch.path], curricula: repository + "/curricula")
    #expect(catalog.bundles.isEmpty)
    #expect(problems.map(\.sentence) == ["\(name) is a link; copy the file in"])
  }

  @Test func `a folder that is a link, an odd name and a repeated id are refused`() throws {
    let scratch = try ScratchFolder()
    let bundle = try CaseBundleWriter(root: scratch.path + "/a").write(sampleCase())
    try CaseBundleWriter(root: scratch.path + "/b").write(sampleCase())
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/b/linked", withDestinationPath: bundle.folder)
    try FileManager.default.copyItem(atPath: bundle.folder, toPath: scratch.path + "/b/Odd_Name")
    let (catalog, problems) = Catalog.load(
      cases: [scratch.path + "/a", scratch.path + "/b", scratch.path + "/c"],
      curricula: repository + "/curricula")
    #expect(catalog.cases.map(\.folder) == [bundle.folder])
    #expect(
      problems.map { $0.description.replacing(scratch.path + "/", with: "") } == [
        "b/Odd_Name/case.yaml: a case folder is named with small letters, digits and '-', not 'Odd_Name'",
        "b/linked: is a link; a case is a folder of its own",
        "b/spiculated-mass/case.yaml: the id 'spiculated-mass' is taken by a/spiculated-mass; ids are never reused",
        "c: c cannot be read: no such file or directory; name a folder of case folders",
      ])
  }

  @Test func `a case nobody has annotated can be looked at but not drilled`() throws {
    let scratch = try ScratchFolder()
    let new = RecordingImport(
      id: "loop", title: "Loop", vignette: .init(text: "Lump."),
      source: .init(name: "Ward 3", licence: "internal", credit: "Ward 3")
    ).newCase(
      fileName: "A.MKV", frames: 20, width: 64, height: 48, frameRate: 25, spacing: nil,
      recording: .bytes([1]))
    try CaseBundleWriter(root: scratch.path).write(new)
    let (catalog, problems) = Catalog.load(
      cases: [scratch.path], curricula: repository + "/curricula")
    #expect(problems == [])
    #expect(catalog.bundles["loop"]?.isAnnotated == false)
    #expect(catalog.bundles["loop"]?.case.views.map(\.file) == ["loop.mkv"])
    #expect(catalog.cases(of: .query(all: ["cine"], none: [], limit: nil)).isEmpty)
    #expect(throws: CatalogError.self) { try catalog.bundles["loop"]?.truth() }
  }
}

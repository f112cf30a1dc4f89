import Foundation
import Sonography
import Testing

import Catalog

private let course = """
  format: 1
  title: Course
  goal: Learn.
  lexicon: birads-us-2013
  units:
    - id: one
      title: One
      goal: Find.
      cases: [spiculated-mass, another]
      mode: off
      feedback: afterEachCase
      order: asWritten
      pass: {minimumCases: 2, minimumScores: {find: 0.8}}
    - id: two
      title: Two
      goal: Weigh.
      cases: {all: [cine], none: [easy], limit: 1}
      mode: secondRead
      feedback: afterUnit
      order: shuffled
      pass: {minimumCases: 1, minimumScores: {}}
      gates: [one]

  """

@Suite struct CurriculumTests {
  private func problems(of text: String) throws -> (Catalog, [String]) {
    let scratch = try ScratchFolder()
    for id in ["spiculated-mass", "another"] {
      try CaseBundleWriter(root: scratch.path + "/cases").write(sampleCase(id: id))
    }
    let lexicon = try String(
      contentsOfFile: repository + "/curricula/lexicons/birads-us-2013.json", encoding: .utf8)
    try scratch.put(lexicon, at: "curricula/lexicons/birads-us-2013.json")
    try scratch.put(text, at: "curricula/course.yaml")
    let (catalog, loading) = Catalog.load(
      cases: [scratch.path + "/cases"], curricula: scratch.path + "/curricula")
    let all = loading + catalog.check(deep: false)
    let course = all.filter { $0.file.hasSuffix("course.yaml") }
    return (catalog, course.map { $0.description.replacing(scratch.path + "/curricula/", with: "") })
  }

  private static let noNormals =
    "course.yaml: warning: no unit has a normal case; readers who never meet one learn to mark everything"

  @Test func `a curriculum is read as written`() throws {
    let (catalog, said) = try problems(of: course)
    #expect(said == [Self.noNormals])
    let units = try #require(catalog.curricula["course"]).units
    #expect(units.map(\.id) == ["one", "two"])
    #expect(units[0].cases == .ids(["spiculated-mass", "another"]))
    #expect(units[0].passRule == PassRule(minimumCases: 2, minimumScores: [.find: 0.8]))
    #expect(units[1].cases == .query(all: ["cine"], none: ["easy"], limit: 1))
    #expect(units[1].mode == .secondRead)
    #expect(units[1].gates == ["one"])
    #expect(catalog.cases(of: units[0].cases).map(\.id) == ["spiculated-mass", "another"])
    #expect(catalog.cases(of: units[1].cases).map(\.id) == ["another"])
  }

  @Test(arguments: [
    Breakage(
      "a case that is not there", "another]", "anothr]",
      "course.yaml:9: unit 'one' names case 'anothr', which is not there",
      "course.yaml:6: unit 'one' has 1 cases, but passing it needs 2", noNormals),
    Breakage(
      "a case twice", "another]", "spiculated-mass]", "course.yaml:9: 'cases' names 'spiculated-mass' twice"),
    Breakage(
      "gates in a circle", "  - id: two", "    gates: [two]\n  - id: two",
      "course.yaml:6: 'units' has gates that lead from 'one' back to itself; nobody could start it"),
    Breakage(
      "an unknown gate", "gates: [one]", "gates: [zero]",
      "course.yaml:6: 'units' has 'two' behind the gate 'zero', which is no unit here"),
    Breakage(
      "an unknown skill", "{find: 0.8}", "{luck: 0.8}",
      "course.yaml:13: unknown skill 'luck'; the skills are find, place, measure, describe, categorise, "
        + "manage, calibrate, keyPlane, imageQuality, useOfAI"),
    Breakage(
      "an unknown mode", "mode: off", "mode: always",
      "course.yaml:10: 'mode' is off, secondRead, concurrent or onRequest, not 'always'"),
    Breakage(
      "an AI that is wrong where there is none", "mode: off", "mode: off\n    aiErrors: 0.2",
      "course.yaml:11: 'aiErrors' needs a mode with the AI; this unit's mode is off"),
    Breakage(
      "more planted errors than honest answers", "mode: off", "mode: concurrent\n    aiErrors: 0.7",
      "course.yaml:11: 'aiErrors' lies in 0...0.5, not 0.7"),
    Breakage(
      "too few cases to pass", "minimumCases: 2", "minimumCases: 3",
      "course.yaml:13: 'pass' needs 3 cases, but the unit has 2"),
    Breakage(
      "a query that finds nothing", "{all: [cine]", "{all: [nothing]",
      "course.yaml:14: unit 'two' has no case", noNormals),
    Breakage(
      "an unknown lexicon", "birads-us-2013", "birads-us-1999",
      "course.yaml:4: there is no lexicon 'birads-us-1999'; there is birads-us-2013", noNormals),
    Breakage(
      "an unknown key", "  order: shuffled", "  sort: shuffled",
      "course.yaml:20: unknown key 'sort'; a unit has id, title, goal, cases, mode, aiErrors, probes, prevalence, feedback, order, pass, gates",
      "course.yaml:14: a unit needs 'order'"),
  ])
  func `faults of a curriculum are said with their lines`(breakage: Breakage) throws {
    let range = try #require(course.range(of: breakage.replace))
    let (_, said) = try problems(of: course.replacingCharacters(in: range, with: breakage.with))
    #expect(said == breakage.said)
  }

  @Test(.enabled(if: exists(repository + "/cases/dekopo"), "no cases are shipped yet"))
  func `everything shipped is without a problem`() throws {
    let (catalog, loading) = Catalog.load(
      cases: [repository + "/cases"], curricula: repository + "/curricula")
    let models = repository + "/Models"
    #expect(loading == [])
    #expect(catalog.check(deep: true, models: models) == [])
    #expect(catalog.curricula.count >= 2)
  }

  @Test func `the shipped model's card gives its numbers`() throws {
    let (card, problems) = ModelCard.load(folder: repository + "/Models/breast-reader", deep: true)
    #expect(problems == [])
    #expect(card?.reader.inputSide == 256)
    #expect(card?.path(of: "model.onnx") == repository + "/Models/breast-reader/model.onnx")
    #expect(card?.path(of: "../secret") == nil)
    #expect(card?.sources.isEmpty == false)
  }
}

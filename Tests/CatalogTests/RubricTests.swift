import Foundation
import Sonography
import Testing

import Catalog

@Suite struct RubricTests {
  private let path = repository + "/curricula/rubrics/sonodrill.json"

  private func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  private func read(_ text: String, in list: ProblemList = ProblemList(file: "r.json")) -> Rubric? {
    RubricFile.read(Array(text.utf8), id: "sonodrill", in: list)
  }

  @Test func `the shipped rubric is the one that stands in where there is none`() throws {
    #expect(try read(text()) == RubricFile.standard)
    #expect(RubricFile.standard.digest.count == 64)
    let (catalog, _) = Catalog.load(cases: [], curricula: try ScratchFolder().path)
    #expect(catalog.rubrics == ["sonodrill": RubricFile.standard])
  }

  @Test func `another number is another digest`() throws {
    let changed = read(try text().replacingOccurrences(of: "\"mergeTime\": 1", with: "\"mergeTime\": 2"))
    #expect(changed?.matching.mergeTime == 2)
    #expect(changed?.digest != RubricFile.standard.digest)
  }

  @Test func `every problem of a rubric is said at once`() throws {
    let list = ProblemList(file: "r.json")
    let wrong = try text().replacingOccurrences(of: "\"version\": 2", with: "\"version\": 0")
      .replacingOccurrences(of: "\"mergeTime\": 1,", with: "\"mergeTime\": \"long\", \"mergeTimes\": 1,")
      .replacingOccurrences(of: "\"caliperShare\": 0.1,\n", with: "")
    #expect(read(wrong, in: list) == nil)
    #expect(
      list.problems.map(\.description) == [
        "r.json:4: 'version' lies in 1...100000, not 0",
        "r.json:11: unknown key 'mergeTimes'; a matching rule has timeTolerance, minimumDilation, "
          + "dilationShare, minimumOverlap, mergeDistance, mergeTime, assumedExtent",
        "r.json:11: 'mergeTime' is a number, not 'long'",
        "r.json:14: a grading rule needs 'caliperShare'",
      ])
  }

  @Test func `a rubric with a fault scores nothing, and its course says so`() throws {
    let scratch = try ScratchFolder()
    try scratch.put("{\"format\": 1}", at: "rubrics/sonodrill.json")
    try FileManager.default.copyItem(
      atPath: repository + "/curricula/lexicons", toPath: scratch.path + "/lexicons")
    try scratch.put(
      String(contentsOfFile: repository + "/curricula/first-steps.yaml", encoding: .utf8), at: "first-steps.yaml")
    let (catalog, problems) = Catalog.load(cases: [], curricula: scratch.path)
    #expect(problems.contains { $0.sentence == "a rubric needs 'matching'" })
    #expect(catalog.rubrics.isEmpty)
    #expect(
      catalog.check(deep: false).contains { $0.sentence == "there is no rubric 'sonodrill'; there is none" })
  }
}

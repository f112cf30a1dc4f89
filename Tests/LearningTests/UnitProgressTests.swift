import Learning
import Sonography
import Testing

@Suite struct UnitProgressTests {
  private func unit(_ id: String = "u", minimum: Int = 2, gates: [String] = []) -> Curriculum.Unit {
    Curriculum.Unit(
      id: id, title: id, goal: "", cases: .ids([]), mode: .off, feedback: .afterEachCase,
      order: .asWritten,
      passRule: PassRule(minimumCases: minimum, minimumScores: [.find: 0.8, .manage: 0.5]),
      gates: gates)
  }

  private func answer(
    _ id: String, find: Double = 1, manage: Double? = 1, isFirst: Bool = true,
    isUnaided: Bool = true
  ) -> CaseAnswer {
    var skills: [Skill: Double] = [.find: find]
    skills[.manage] = manage
    return CaseAnswer(caseID: id, skills: skills, isFirst: isFirst, isUnaided: isUnaided)
  }

  struct Course: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var answers: [CaseAnswer]
    var isPassed: Bool
  }

  @Test func `a unit is passed by enough first answers, good enough on every skill`() {
    let examples: [Course] = [
      Course(testDescription: "nothing answered", answers: [], isPassed: false),
      Course(testDescription: "one too few", answers: [answer("a")], isPassed: false),
      Course(testDescription: "two", answers: [answer("a"), answer("b")], isPassed: true),
      Course(
        testDescription: "mean find 0.75", answers: [answer("a"), answer("b", find: 0.5)],
        isPassed: false),
      Course(
        testDescription: "mean find 0.8 but for rounding",
        answers: [answer("a", find: 0.7), answer("b", find: 0.8), answer("c", find: 0.9)],
        isPassed: true),
      Course(
        testDescription: "a skill never exercised",
        answers: [answer("a", manage: nil), answer("b", manage: nil)], isPassed: false),
      Course(
        testDescription: "a repeat is no evidence",
        answers: [answer("a"), answer("b", isFirst: false)], isPassed: false),
      Course(
        testDescription: "an aided answer is no evidence",
        answers: [answer("a"), answer("b", isUnaided: false)], isPassed: false),
      Course(
        testDescription: "the same case counts once", answers: [answer("a"), answer("a")],
        isPassed: false),
      Course(
        testDescription: "a case of another unit", answers: [answer("a"), answer("z")],
        isPassed: false),
    ]
    for example in examples {
      let progress = UnitProgress(
        of: unit(), cases: ["a", "b", "c"], answers: example.answers, passed: [])
      #expect(progress.isPassed == example.isPassed, "\(example.testDescription)")
    }
  }

  @Test func `answered and remaining keep the written order`() {
    let progress = UnitProgress(
      of: unit(), cases: ["c", "a", "b"], answers: [answer("b"), answer("c", isUnaided: false)],
      passed: [])
    #expect(progress.answered == ["c", "b"])
    #expect(progress.remaining == ["a"])
    #expect(progress.evidenceCount == 1)
  }

  @Test func `a gate opens when the unit before it is passed`() {
    let course = Curriculum(
      id: "c", title: "", goal: "", lexicon: "",
      units: [unit("one"), unit("two", gates: ["one"]), unit("three", gates: ["one", "two"])])
    let cases = ["one": ["a", "b"], "two": ["c", "d"], "three": ["e"]]
    let start = UnitProgress.all(of: course, cases: cases, answers: [])
    #expect(start.map(\.isOpen) == [true, false, false])
    #expect(start[2].closedGates == ["one", "two"])
    let later = UnitProgress.all(of: course, cases: cases, answers: [answer("a"), answer("b")])
    #expect(later.map(\.isOpen) == [true, true, false])
    #expect(later[2].closedGates == ["two"])
  }

  @Test func `cases come as written, or in one fixed shuffle per seed`() {
    let cases = (0..<12).map { "case-\($0)" }
    #expect(nextCase(of: cases, in: .asWritten, answered: ["case-0"], seed: 1) == "case-1")
    #expect(nextCase(of: cases, in: .asWritten, answered: Set(cases), seed: 1) == nil)
    #expect(walk(cases, seed: 7) == walk(cases, seed: 7))
    #expect(walk(cases, seed: 7) != walk(cases, seed: 8))
    #expect(walk(cases, seed: 7).sorted() == cases.sorted())
  }

  private func walk(_ cases: [String], seed: UInt64) -> [String] {
    var met: [String] = []
    while let next = nextCase(of: cases, in: .shuffled, answered: Set(met), seed: seed) {
      met.append(next)
    }
    return met
  }
}

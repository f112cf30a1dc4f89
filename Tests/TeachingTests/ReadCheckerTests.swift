import Sonography
import Teaching
import Testing

@Suite struct ReadCheckerTests {
  static let view = Case.View(
    id: "radial", label: "Radial", file: "radial.mp4", sha256: "", frames: 60, width: 400,
    height: 300, frameRate: 20, spacing: PixelSpacing(x: 0.1, y: 0.1))

  static let lexicon = Lexicon(
    id: "test", title: "Test lexicon", organ: "breast",
    features: [
      Lexicon.Feature(
        id: "shape", label: ["en": "Shape"], isMultiple: false, requires: nil, isDrilled: true,
        terms: ["oval", "round"].map { Lexicon.Term(id: $0, label: ["en": $0]) })
    ],
    aliases: ["shape": ["lobulated": "oval"]], retired: ["boundary"],
    assessment: AssessmentScale(
      label: ["en": "Category"],
      managements: [.init(id: "routine", label: ["en": "Routine"], step: 0)],
      categories: ["1", "4A", "6"].enumerated().map { rank, id in
        AssessmentScale.Category(
          id: Assessment(id), label: ["en": id], management: "routine", rank: rank,
          isOffered: id != "6")
      }, credit: [:]))

  static let mark = Mark(
    id: "m1", view: "radial", frame: 30, shape: .point(PixelPoint(x: 200, y: 150)),
    rating: Rating(0.8)!, descriptors: Descriptors(["shape": ["oval"]]),
    assessment: Assessment("4A"))

  let checker = ReadChecker(views: [view], lexicon: lexicon)

  @Test func `a sound answer has no problems`() {
    #expect(checker.problems(in: Read(marks: [Self.mark])).isEmpty)
    #expect(checker.problems(in: Read(noFinding: true)).isEmpty)
  }

  @Test func `words of an older edition are accepted`() {
    var read = Read(marks: [Self.mark])
    read.marks[0].descriptors = Descriptors(["shape": ["lobulated"], "boundary": ["halo", "abrupt"]])
    #expect(checker.problems(in: read).isEmpty)
  }

  @Test func `a mark needs no category where it follows from the descriptors`() {
    var lexicon = Self.lexicon
    lexicon.features[0].terms[0].points = 0
    lexicon.features[0].terms[1].points = 3
    lexicon.assessment.derivation = .init(rule: .sumOfPoints, stop: nil)
    lexicon.assessment.categories[0].pointsFrom = 0
    let checker = ReadChecker(views: [Self.view], lexicon: lexicon)
    var read = Read(marks: [Self.mark])
    read.marks[0].assessment = nil
    #expect(checker.problems(in: read).isEmpty)
    read.marks[0].descriptors = Descriptors()
    #expect(checker.problems(in: read) == ["Mark m1 has no category yet."])
  }

  struct Example: CustomTestStringConvertible {
    var testDescription: String
    var problem: String
    var change: @Sendable (inout Read) -> Void
  }

  @Test(arguments: [
    Example(testDescription: "outside the frame", problem: "Mark m1 lies outside the frame.") {
      $0.marks[0].shape = .point(PixelPoint(x: 401, y: 10))
    },
    Example(
      testDescription: "frame past the end",
      problem: "Mark m1 is on frame 60; the loop has 60 frames."
    ) { $0.marks[0].frame = 60 },
    Example(
      testDescription: "category not offered",
      problem: "Mark m1 has a category outside Test lexicon: \"6\"."
    ) {
      $0.marks[0].assessment = Assessment("6")
    },
    Example(testDescription: "no category", problem: "Mark m1 has no category yet.") {
      $0.marks[0].assessment = nil
    },
    Example(
      testDescription: "several terms where one fits",
      problem: "Mark m1 has several terms for shape; choose one."
    ) {
      $0.marks[0].descriptors = Descriptors(["shape": ["oval", "round"]])
    },
    Example(
      testDescription: "not a number", problem: "The likelihood of cancer lies between 0 and 1."
    ) {
      $0.likelihood = .nan
    },
    Example(testDescription: "nothing said", problem: "Nothing is marked; mark a lesion or choose \"no finding\".") {
      $0.marks = []
    },
  ])
  func `each problem is named in a sentence`(_ example: Example) {
    var read = Read(marks: [Self.mark])
    example.change(&read)
    #expect(checker.problems(in: read) == [example.problem])
  }

  @Test func `all problems are found at once`() {
    var read = Read(marks: [Self.mark], noFinding: true, likelihood: 7)
    read.marks[0].frame = -1
    #expect(checker.problems(in: read).count == 3)
  }
}

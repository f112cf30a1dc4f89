import Phantom
import Sonography
import Testing

struct LabelCheckTests {
  struct Example: CustomTestStringConvertible {
    var testDescription: String
    var kind = LesionKind.fibroadenoma
    var width = 12.0
    var height = 7.0
    var contrast = -8.0
    var level = -7.0
    var posterior: Double? = 0.5
    /// The words the refusal starts with; nil when the labels hold.
    var refused: String?
  }

  @Test(arguments: [
    Example(testDescription: "hypoechoic, wide, nothing behind"),
    Example(
      testDescription: "a cyst that is grey", kind: .simpleCyst, contrast: -9, posterior: 6,
      refused: "echo"),
    Example(
      testDescription: "a cyst without enhancement", kind: .simpleCyst, contrast: -24,
      posterior: 0.4, refused: "posterior"),
    Example(
      testDescription: "a carcinoma without shadow", kind: .spiculatedCarcinoma, width: 7,
      height: 12, contrast: -14, posterior: 0, refused: "posterior"),
    Example(testDescription: "a band between two labels", posterior: 2.5, refused: "posterior"),
    Example(testDescription: "nothing behind in the picture", posterior: nil, refused: "posterior"),
    Example(testDescription: "as wide as high", width: 9, height: 9, refused: "orientation"),
    Example(testDescription: "hardly darker than its surroundings", contrast: -2, refused: "echo"),
  ])
  func `a label that the picture does not show is refused`(_ example: Example) {
    let plan = LesionPlan(kind: example.kind, size: 12, depth: 12)
    let problems = LabelCheck(plan, key: example.truth).problems
    #expect(problems.isEmpty == (example.refused == nil))
    if let refused = example.refused {
      #expect(problems.contains { $0.hasPrefix(refused) })
    }
  }

  @Test
  func `orientation and posterior features are read off the picture`() {
    var example = Example(testDescription: "")
    example.posterior = 5
    let plan = LesionPlan(kind: .fibroadenoma, size: 12, depth: 12)
    let wide = LabelCheck(plan, key: example.truth).descriptors
    #expect(wide["orientation"] == ["parallel"])
    #expect(wide["posterior"] == ["enhancement"])
    (example.width, example.height, example.posterior) = (7, 12, -1)
    let tall = LabelCheck(plan, key: example.truth).descriptors
    #expect(tall["orientation"] == ["not_parallel"])
    #expect(tall["posterior"] == ["none"])
  }
}

extension LabelCheckTests.Example {
  var truth: FrameTruth {
    FrameTruth(
      lesion: 0, contour: Contour(points: []), longAxis: Millimetres(max(width, height)),
      width: width, height: height, contrast: contrast, posterior: posterior, level: level,
      isVisible: true)
  }
}

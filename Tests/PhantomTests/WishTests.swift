import Phantom
import Sonography
import Testing

struct WishTests {
  private static func key(
    _ kind: LesionKind, _ words: [String: [String]], seed: UInt64 = 40, composition: Composition = .heterogeneous
  ) throws -> (truth: FrameTruth, check: LabelCheck) {
    let lesion = LesionPlan(kind: kind, size: 13, depth: 12, wishes: LesionWishes(words))
    let plan = try SweepPlan(
      seed: seed, composition: composition, lesions: [lesion], depth: 32, look: .standard
    ).drawn(attempts: 24)
    let scanner = Scanner(plan.breast, preset: plan.preset, along: 0...0)
    let truth = try #require(scanner.render(Pose(strain: 0.02)).truth.first)
    return (truth, LabelCheck(lesion, key: truth))
  }

  @Test(arguments: ["enhancement", "shadowing", "none", "combined"])
  func `the wished posterior feature is in the picture`(band: String) throws {
    let kind = band == "combined" ? LesionKind.angularCarcinoma : .fibroadenoma
    let (_, check) = try Self.key(kind, ["posterior": [band]])
    #expect(check.problems.isEmpty)
    #expect(check.descriptors["posterior"] == [band])
  }

  @Test(arguments: ["parallel", "not_parallel"])
  func `the wished orientation is that of the contour`(orientation: String) throws {
    let (truth, check) = try Self.key(.angularCarcinoma, ["orientation": [orientation]])
    #expect(check.descriptors["orientation"] == [orientation])
    #expect((truth.width > truth.height) == (orientation == "parallel"))
  }

  @Test(arguments: ["anechoic", "hyperechoic", "hypoechoic", "isoechoic", "heterogeneous", "complex_cystic_solid"])
  func `the wished echo pattern is in the picture`(echo: String) throws {
    let (_, check) = try Self.key(.fibroadenoma, ["echo": [echo], "posterior": []])
    #expect(check.problems.isEmpty)
  }

  @Test
  func `spicules belong to the full contour and not to the core`() throws {
    let (truth, _) = try Self.key(.spiculatedCarcinoma, [:])
    #expect(truth.fullContour.area > 1.1 * truth.contour.area)
    let (smooth, _) = try Self.key(.fibroadenoma, [:])
    #expect(smooth.fullContour == smooth.contour)
  }
}

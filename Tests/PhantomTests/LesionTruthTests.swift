import Phantom
import Sonography
import Testing

struct LesionTruthTests {
  private static func shot(
    _ kind: LesionKind, seed: UInt64, size: Float = 11
  ) -> (frame: Frame, truth: [FrameTruth]) {
    let plan = LesionPlan(kind: kind, size: size, depth: 12, lateral: 1)
    let breast = Breast(seed: seed, composition: .heterogeneous, lesions: [plan])
    var preset = ScannerPreset()
    preset.depth = 30
    return Scanner(breast, preset: preset, along: 0...0).render(Pose())
  }

  @Test(arguments: LesionKind.allCases)
  func `an outline lies in the frame, around its centroid, as large as ordered`(
    kind: LesionKind
  ) throws {
    let (frame, truths) = Self.shot(kind, seed: 500)
    let truth = try #require(truths.first)
    let box = try #require(truth.contour.box)
    #expect(truth.contour.contains(truth.contour.centroid))
    #expect(truth.contour.points.count <= 48)
    #expect(box.x >= 0 && box.x + box.width <= Double(frame.width))
    #expect(box.y >= 0 && box.y + box.height <= Double(frame.height))
    #expect((0.7...1.5).contains(truth.longAxis.value / 11))
  }

  @Test(arguments: UInt64(1)...3)
  func `a simple cyst is black and bright behind`(seed: UInt64) throws {
    let truth = try #require(Self.shot(.simpleCyst, seed: seed).truth.first)
    #expect(truth.isVisible)
    #expect(truth.contrast <= -15)
    #expect((truth.posterior ?? 0) >= 2)
  }

  @Test(arguments: UInt64(1)...3)
  func `a spiculated carcinoma is dark and shadows`(seed: UInt64) throws {
    let truth = try #require(Self.shot(.spiculatedCarcinoma, seed: seed).truth.first)
    #expect(truth.isVisible)
    #expect(truth.contrast <= -6)
    #expect((truth.posterior ?? 0) <= -3)
  }

  @Test
  func `a normal breast has no truth to find`() {
    var preset = ScannerPreset()
    preset.depth = 22
    let scanner = Scanner(Breast(seed: 3, composition: .fatty), preset: preset, along: 0...0)
    #expect(scanner.render(Pose()).truth.isEmpty)
  }

  @Test
  func `away from the lesion there is no outline`() {
    let plan = LesionPlan(kind: .fibroadenoma, size: 8, depth: 10)
    var preset = ScannerPreset()
    preset.depth = 22
    let breast = Breast(seed: 4, composition: .scattered, lesions: [plan])
    let scanner = Scanner(breast, preset: preset, along: 14...14)
    #expect(scanner.render(Pose(y: 14)).truth.isEmpty)
  }
}

import Phantom
import Sonography
import Testing

struct SweepTests {
  private static let plan = SweepPlan(
    seed: 12, composition: .scattered,
    lesions: [LesionPlan(kind: .simpleCyst, size: 9, depth: 10)], depth: 22, frames: 18,
    frameRate: 20, travel: 16)
  private static let loop = plan.rendered()

  private func correlation(_ a: Frame, _ b: Frame) -> Double {
    let pairs = zip(a.pixels, b.pixels).map { (Double($0), Double($1)) }
    let count = Double(pairs.count)
    let (ma, mb) = (
      pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count
    )
    let cross = pairs.reduce(0) { $0 + ($1.0 - ma) * ($1.1 - mb) }
    let (sa, sb) = (
      pairs.reduce(0) { $0 + ($1.0 - ma) * ($1.0 - ma) },
      pairs.reduce(0) { $0 + ($1.1 - mb) * ($1.1 - mb) }
    )
    return cross / (sa * sb).squareRoot()
  }

  @Test
  func `the same pose gives the same bytes, another seed gives others`() {
    var preset = ScannerPreset()
    preset.depth = 20
    func pixels(seed: UInt64) -> [UInt8] {
      let breast = Breast(seed: seed, composition: .dense)
      return Scanner(breast, preset: preset, along: 0...0).render(Pose(tilt: 0.02)).frame.pixels
    }
    #expect(pixels(seed: 8) == pixels(seed: 8))
    #expect(pixels(seed: 8) != pixels(seed: 9))
  }

  @Test
  func `every frame has the same size and spacing, its index and its time`() {
    for (index, frame) in Self.loop.frames.enumerated() {
      #expect(frame.index == index)
      #expect(abs(frame.time - Double(index) / 20) < 1e-9)
      #expect(frame.spacing == Self.loop.spacing)
      #expect(frame.width % 2 == 0 && frame.height % 2 == 0)
    }
  }

  @Test
  func `neighbouring frames are more alike than distant ones`() {
    let frames = Self.loop.frames
    #expect(correlation(frames[8], frames[9]) > correlation(frames[8], frames[17]) + 0.1)
  }

  @Test
  func `the lesion comes and goes, and its key plane is the largest cut`() throws {
    let lesion = try #require(Self.loop.lesions.first)
    let key = try #require(lesion.keyPlane)
    let frames = lesion.outlines.map(\.frame)
    #expect(frames.count >= 3 && frames.count < 16)
    #expect(frames == frames.sorted())
    #expect(key.accepts(key.best))
    #expect(frames.contains(key.best))
    let largest = lesion.outlines.map(\.contour.area).max()
    #expect(lesion.outlines.first { $0.frame == key.best }?.contour.area == largest)
  }

  @Test
  func `a plan whose labels cannot show is refused with its reasons`() {
    var plan = Self.plan
    // A cyst at the lower edge: nothing behind it is in the picture.
    plan.lesions = [LesionPlan(kind: .simpleCyst, size: 6, depth: 19.8)]
    #expect(throws: PhantomError.self) { try plan.drawn(attempts: 1) }
  }

  @Test
  func `a hand's sweep covers its travel with small tremor`() {
    let sweep = HandSweep(seed: 3, frames: 90, frameRate: 25, travel: 20)
    let along = sweep.poses.map(\.y)
    #expect(abs((along.max() ?? 0) - (along.min() ?? 0) - 20) < 1.5)
    #expect(sweep.poses.allSatisfy { abs($0.tilt) < 0.1 && abs($0.yaw) < 0.1 })
  }
}

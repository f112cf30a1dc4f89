import Scoring
import Sonography
import Testing

struct Place: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var x = 200.0
  var y = 200.0
  var frame = 30
  var localizes: Bool
}

@Suite struct LesionMatchingTests {
  private func match(
    _ marks: [Mark], _ lesions: [Lesion] = [Example.lesion()],
    _ views: [Case.View] = [Example.view], rule: MatchingRule = MatchingRule()
  ) -> LesionMatching {
    LesionMatching(marks, to: lesions, in: views, rule: rule)
  }

  @Test(arguments: [
    Place(testDescription: "in the centre", localizes: true),
    Place(testDescription: "2.0 mm outside the outline", x: 270, localizes: true),
    Place(testDescription: "2.1 mm outside the outline", x: 271, localizes: false),
    Place(testDescription: "3 frames, 120 ms, before it is visible", frame: 17, localizes: true),
    Place(testDescription: "4 frames, 160 ms, before it is visible", frame: 16, localizes: false),
    Place(testDescription: "3 frames after", frame: 43, localizes: true),
    Place(testDescription: "4 frames after", frame: 44, localizes: false),
    Place(testDescription: "an absurd frame", frame: .max, localizes: false),
    Place(testDescription: "an absurd frame before the loop", frame: .min, localizes: false),
  ])
  func `a mark localizes a lesion within 2 mm and 150 ms`(_ place: Place) {
    let matching = match([Example.mark(x: place.x, y: place.y, frame: place.frame)])
    #expect((matching.found["l1"] != nil) == place.localizes)
    #expect(matching.nonLesion.isEmpty == place.localizes)
  }

  @Test(arguments: [(349.9, true), (350.1, false)])
  func `a quarter of the short radius widens a large lesion by more than 2 mm`(
    x: Double, localizes: Bool
  ) {
    // Radius 120 px = 12 mm, so 3 mm: from 320 to 350.
    let matching = match([Example.mark(x: x)], [Example.lesion(radius: 120)])
    #expect(matching.found.isEmpty != localizes)
  }

  @Test func `a box off the centre counts when it overlaps the outline enough`() {
    // Circle: 7854 px². Right of x = 225 it has 1535 px², so the first box overlaps by
    // 1535 / (7854 + 8000 − 1535) = 0.107; both centres lie more than 2 mm outside.
    let near = MarkShape.box(PixelBox(x: 225, y: 160, width: 100, height: 80))
    let far = MarkShape.box(PixelBox(x: 230, y: 160, width: 100, height: 80))
    #expect(match([Example.mark(shape: near)]).found["l1"] != nil)
    #expect(match([Example.mark(shape: far)]).found["l1"] == nil)
  }

  @Test func `as many lesions as possible are matched before distance counts`() {
    // Two small lesions 1 mm apart: m1 lies on both and nearer to l1, m2 on l1 only.
    let lesions = [
      Example.lesion("l1", x: 200, radius: 20), Example.lesion("l2", x: 250, radius: 20),
    ]
    let matching = match([Example.mark("m1", x: 222), Example.mark("m2", x: 170)], lesions)
    #expect(matching.found["l1"]?.id == "m2")
    #expect(matching.found["l2"]?.id == "m1")
  }

  @Test func `ties go to the nearer mark, then the surer, then the earlier`() {
    #expect(
      match([Example.mark("m1", x: 210), Example.mark("m2", x: 205)]).found["l1"]?.id == "m2")
    let surer = [Example.mark("m1", rating: 0.5), Example.mark("m2", rating: 0.9)]
    #expect(match(surer).found["l1"]?.id == "m2")
    let earlier = [Example.mark("m1", frame: 31), Example.mark("m2", frame: 30)]
    #expect(match(earlier).found["l1"]?.id == "m2")
  }

  @Test func `a second mark on a found lesion is a duplicate, not a stray`() {
    let matching = match([Example.mark("m1"), Example.mark("m2", x: 220)])
    #expect(matching.duplicates["l1"]?.map(\.id) == ["m2"])
    #expect(matching.nonLesion.isEmpty)
  }

  @Test func `a place only some experts accept counts neither for nor against`() {
    let matching = match([Example.mark()], [Example.lesion(isScored: false)])
    #expect(matching.found.isEmpty)
    #expect(matching.nonLesion.isEmpty)
    #expect(matching.ignored.map(\.id) == ["m1"])
  }

  @Test func `stray marks within 5 mm and 1 s are one`() {
    let strays = [
      Example.mark("a", x: 50, y: 50, frame: 10), Example.mark("b", x: 99, y: 50, frame: 20),
      Example.mark("c", x: 148, y: 50, frame: 30), Example.mark("d", x: 50, y: 50, frame: 59),
      Example.mark("e", x: 350, y: 350, frame: 10),
    ]
    #expect(match(strays).nonLesion.map { $0.map(\.id) } == [["a", "b", "c"], ["e"], ["d"]])
  }

  @Test func `a still needs no frame rate`() {
    let lesion = Example.lesion(frames: 0...0, view: "still")
    let mark = Example.mark(frame: 0, view: "still")
    #expect(match([mark], [lesion], [Example.still]).found["l1"] != nil)
  }

  @Test func `without a spacing the longer side is taken as 40 mm`() {
    // 400 px: the assumed scale equals the example's own, so the limits are the same.
    var view = Example.view
    view.spacing = nil
    #expect(match([Example.mark(x: 269)], [Example.lesion()], [view]).found["l1"] != nil)
    #expect(match([Example.mark(x: 272)], [Example.lesion()], [view]).found["l1"] == nil)
  }

  @Test func `between outlined frames the outline is on its way`() {
    // From x = 100 in frame 20 to x = 300 in frame 40: at 200 in frame 30. Radius and margin: 40 px.
    var lesion = Example.lesion()
    lesion.views[0].outlines = [
      .init(frame: 20, contour: Example.circle(x: 100, y: 200, radius: 20)),
      .init(frame: 40, contour: Example.circle(x: 300, y: 200, radius: 20, points: 31)),
    ]
    for (x, frame, localizes) in [
      (100.0, 20, true), (200, 30, true), (161.5, 30, true), (158, 30, false), (100, 29, false),
      (250, 35, true), (300, 43, true),
    ] {
      #expect((match([Example.mark(x: x, frame: frame)], [lesion]).found["l1"] != nil) == localizes, "\(x) in \(frame)")
    }
  }

  @Test func `a mark in a view the case does not have is a stray`() {
    let matching = match([Example.mark(view: "other")])
    #expect(matching.found.isEmpty)
    #expect(matching.nonLesion.count == 1)
  }
}

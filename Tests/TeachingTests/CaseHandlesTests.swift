import Sonography
import Teaching
import Testing

@Suite struct CaseHandlesTests {
  let handles = CaseHandles(
    ["spiculated-mass", "antiradial"].map { id in
      Case.View(
        id: id, label: "View", file: "a.mp4", sha256: "", frames: 10, width: 10, height: 10,
        frameRate: 20, spacing: nil)
    })

  @Test func `a read keeps its places when views are renamed out and in`() {
    let read = Read(
      marks: [
        Mark(
          id: "m", view: "antiradial", frame: 3, shape: .point(PixelPoint(x: 1, y: 2)),
          rating: Rating(0.5)!)
      ], displayed: ["spiculated-mass": [0.1], "antiradial": [0.2]])
    #expect(handles.opened(handles.closed(read)) == read)
  }

  @Test func `nothing the reader sees holds the name of a view`() {
    let closed = handles.closed(Read(displayed: ["spiculated-mass": [0.1]]))
    #expect(closed.displayed.keys.sorted() == ["v1"])
  }

  @Test(arguments: ["", "v", "v0", "v3", "v-1", "spiculated-mass", "v99999999999999999999"])
  func `an unknown handle is no view`(_ handle: String) {
    #expect(handles.view(handle) == nil)
  }
}

import Foundation
import Sonography
import Testing

import Catalog

@Suite struct CaseBundleWriterTests {
  @Test func `what is written is what is read`() throws {
    let scratch = try ScratchFolder()
    let new = sampleCase()
    let bundle = try CaseBundleWriter(root: scratch.path).write(new)
    var expected = new.case
    // SHA-256 of "loop" and "still", as sha256sum prints them.
    expected.views[0].sha256 = "254637f72efcddb6a545bccbd0c3bb84e6393647deb5fd344de6584ccc1e743c"
    expected.views[1].sha256 = "94e8566ddfc123edf115fcbb35a16973409d95e05e3deb7dc4a15a7af325a885"
    #expect(bundle.case == expected)
    #expect(try bundle.truth() == new.truth)
    #expect(bundle.teaching() == "Spicules speak of malignancy.\n")
    #expect(try bundle.simulation() == new.simulation)
    #expect(bundle.mediaPath(of: "radial") == bundle.folder + "/radial.mp4")
    #expect(bundle.mediaPath(of: "other") == nil)
  }

  @Test func `an existing id is refused unless it may be replaced`() throws {
    let scratch = try ScratchFolder()
    try CaseBundleWriter(root: scratch.path).write(sampleCase())
    #expect(throws: CatalogError.exists(path: scratch.path + "/spiculated-mass")) {
      try CaseBundleWriter(root: scratch.path).write(sampleCase())
    }
    var changed = sampleCase()
    changed.case.title = "Another title"
    let bundle = try CaseBundleWriter(root: scratch.path, replaces: true).write(changed)
    #expect(bundle.case.title == "Another title")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["spiculated-mass"])
  }

  @Test func `a case that would not load leaves nothing behind`() throws {
    let scratch = try ScratchFolder()
    var broken = sampleCase()
    broken.truth?.outcome = .benign
    #expect(throws: CatalogError.self) { try CaseBundleWriter(root: scratch.path).write(broken) }
    var without = sampleCase()
    without.recordings["still"] = nil
    #expect(throws: CatalogError.self) { try CaseBundleWriter(root: scratch.path).write(without) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
  }

  @Test(arguments: ["../outside", "Upper", "", "a/b", "two--dashes", String(repeating: "a", count: 65)])
  func `an id that is no kebab-case name is refused`(id: String) throws {
    let scratch = try ScratchFolder()
    #expect(throws: CatalogError.self) {
      try CaseBundleWriter(root: scratch.path).write(sampleCase(id: id))
    }
  }

  @Test func `a truth that changed after loading is not used`() throws {
    let scratch = try ScratchFolder()
    let bundle = try CaseBundleWriter(root: scratch.path).write(sampleCase())
    let path = bundle.folder + "/truth.yaml"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try (text + "# later\n").write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: CatalogError.changed(path: path)) { try bundle.truth() }
  }
}

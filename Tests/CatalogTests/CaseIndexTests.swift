import Foundation
import Sonography
import Testing

import Catalog

@Suite struct CaseIndexTests {
  private func load(_ scratch: ScratchFolder) -> (catalog: Catalog, problems: [Problem]) {
    Catalog.load(
      cases: [scratch.path + "/cases"], curricula: repository + "/curricula",
      index: scratch.path + "/index")
  }

  @Test func `a load from the index equals a load from the files`() throws {
    let scratch = try ScratchFolder()
    let written = try CaseBundleWriter(root: scratch.path + "/cases").write(sampleCase())
    _ = load(scratch)
    #expect(exists(scratch.path + "/index"))
    let (catalog, problems) = load(scratch)
    #expect(problems == [])
    let bundle = try #require(catalog.bundles["spiculated-mass"])
    #expect(bundle.case == written.case)
    #expect(bundle.digest == written.digest)
    #expect(try bundle.simulation() == sampleCase().simulation)
    #expect(try bundle.truth() == written.truth())
  }

  @Test func `a change is seen and a damaged index is ignored`() throws {
    let scratch = try ScratchFolder()
    let written = try CaseBundleWriter(root: scratch.path + "/cases").write(sampleCase())
    _ = load(scratch)
    let path = written.folder + "/truth.yaml"
    try (String(contentsOfFile: path, encoding: .utf8) + "# later\n")
      .write(toFile: path, atomically: true, encoding: .utf8)
    let changed = try #require(load(scratch).catalog.bundles["spiculated-mass"])
    #expect(changed.digest != written.digest)
    #expect(try changed.truth() == sampleCase().truth)
    let index = try String(contentsOfFile: scratch.path + "/index", encoding: .utf8)
    for length in stride(from: 0, to: index.count, by: 7) {
      try scratch.put(String(index.prefix(length)), at: "index")
      #expect(load(scratch).catalog.bundles["spiculated-mass"]?.digest == changed.digest)
    }
    try FileManager.default.removeItem(atPath: written.folder + "/still.png")
    let (catalog, problems) = load(scratch)
    #expect(catalog.cases.isEmpty)
    #expect(problems.map(\.sentence) == ["still.png cannot be read: there is no such file"])
  }

  @Test func `an index that cannot be written is a warning`() throws {
    let scratch = try ScratchFolder()
    try CaseBundleWriter(root: scratch.path + "/cases").write(sampleCase())
    let (catalog, problems) = Catalog.load(
      cases: [scratch.path + "/cases"], curricula: repository + "/curricula",
      index: scratch.path + "/nowhere/index")
    #expect(catalog.cases.count == 1)
    #expect(problems.map(\.severity) == [.warning])
  }

  @Test func `five thousand catalogued cases load in a second`() throws {
    let scratch = try ScratchFolder()
    let written = try CaseBundleWriter(root: scratch.path + "/cases").write(sampleCase())
    for number in 1..<5000 {
      try FileManager.default.copyItem(
        atPath: written.folder, toPath: scratch.path + "/cases/case-\(number)")
    }
    let clock = ContinuousClock()
    let cold = clock.measure { _ = load(scratch) }
    var count = 0
    let warm = clock.measure { count = load(scratch).catalog.cases.count }
    print("5,000 cases: \(cold) from the files, \(warm) from the index")
    #expect(count == 5000)
    #expect(warm < .seconds(1))
  }
}

import Foundation
import Sonography

import Catalog

/// A folder of its own that goes away with the test.
final class ScratchFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("catalog-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func put(_ text: String, at name: String) throws -> String {
    let file = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }
}

/// The repository's root, found from this file.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// Reference material beside the repository; tests that need it skip where it is absent.
let shared = URL(fileURLWithPath: repository).resolvingSymlinksInPath()
  .deletingLastPathComponent().appendingPathComponent("shared").path

func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

/// A small case with two views and one malignant lesion.
func sampleCase(id: String = "spiculated-mass") -> NewCase {
  let views = [
    Case.View(
      id: "radial", label: "Radial sweep", file: "radial.mp4", sha256: "", frames: 30, width: 64,
      height: 48, frameRate: 25, spacing: PixelSpacing(x: 0.0667, y: 0.07),
      technique: "Radial sweep: linear 12 MHz"),
    Case.View(
      id: "still", label: "Still", file: "still.png", sha256: "", frames: 1, width: 64, height: 48,
      frameRate: nil, spacing: nil),
  ]
  let contour = Contour(points: [
    PixelPoint(x: 10.5, y: 10), PixelPoint(x: 20, y: 10.1), PixelPoint(x: 20, y: 20),
  ])
  let lesion = Lesion(
    id: "l1", name: "Mass at 10 o'clock",
    pathology: .init(diagnosis: "invasive carcinoma", isMalignant: true, evidence: .simulation),
    views: [
      .init(
        view: "radial",
        outlines: [.init(frame: 3, contour: contour), .init(frame: 4, contour: contour)],
        keyPlane: KeyPlane(best: 3, first: 3, last: 4)),
      .init(view: "still", outlines: [.init(frame: 0, contour: contour)], keyPlane: nil),
    ],
    opinions: [
      .init(
        expert: "phantom",
        descriptors: Descriptors(["shape": ["irregular"], "margin_detail": ["spiculated", "angular"]]),
        assessment: Assessment("4C"), longAxis: Millimetres(13.2))
    ])
  return NewCase(
    case: Case(
      id: id, title: "Mass: \"hard\" # 7",
      vignette: .init(
        age: 52, text: "New lump, firm: not painful.\nSecond line.", laterality: .right,
        clockFace: 10, distanceFromNipple: Millimetres(40)),
      views: views, tags: ["cine", "solid", "no"], isSimulated: true,
      source: .init(name: "Sonodrill phantom", licence: "CC0-1.0", credit: "Sonodrill")),
    truth: ReferenceStandard(
      lesions: [lesion], outcome: .malignant, assessments: [Assessment("4C")],
      qualityFaults: ["gain"]),
    teaching: "Spicules speak of malignancy.",
    simulation: .mapping([
      .init(key: "seed", value: .integer(7)), .init(key: "depth", value: .number(32.5)),
      .init(key: "lesion", value: .mapping([.init(key: "kind", value: .text("1e3"))])),
    ]),
    recordings: ["radial": .bytes(Array("loop".utf8)), "still": .bytes(Array("still".utf8))])
}

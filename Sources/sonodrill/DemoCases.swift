import Catalog
import Foundation
import Media
import Sonography

/// More cases for the demonstration: short stretches of the shipped simulated sweeps, turned left to
/// right and run backwards, each a case of its own with its own truth.
///
/// A term of work needs more cases than are shipped, and rendering them anew takes hours.
struct DemoCases {
  /// Tags that the units of the demonstration's course ask for.
  static let practice = "practice-set"
  static let second = "second-read-set"
  static let check = "check-set"
  private static let frames = 24

  let folders: [String]
  let out: String

  /// Writes what is missing; a second call finds everything there.
  func write() throws {
    let existing = folders.filter { FileManager.default.fileExists(atPath: $0) }
    let catalog = Catalog.load(cases: existing, curricula: "", index: nil).0
    let sources = catalog.bundles.values.filter { $0.case.isSimulated && $0.case.views.count == 1 }
      .sorted { $0.id < $1.id }
    let bar = ProgressBar("cutting cases", of: sources.count)
    for (index, source) in sources.enumerated() {
      try write(variantsOf: source)
      bar.show(index + 1)
    }
  }

  private func write(variantsOf source: CaseBundle) throws {
    let missing = Variant.all.filter {
      !FileManager.default.fileExists(atPath: "\(out)/\($0.id(of: source.id))/case.yaml")
    }
    guard !missing.isEmpty, let view = source.case.views.first, view.frames > Self.frames,
      let path = source.mediaPath(of: view.id)
    else { return }
    let truth = try source.truth()
    var reader = try CineReader(path: path, spacing: view.spacing)
    var loop: [Frame] = []
    while let frame = try reader.next() { loop.append(frame) }
    for variant in missing {
      guard let cut = Cut(variant, of: loop, truth: truth) else { continue }
      try CaseBundleWriter(root: out, replaces: true).write(cut.newCase(of: source, view: view))
    }
  }

  /// One way to cut and turn a sweep.
  struct Variant {
    let number: Int
    let isMirrored: Bool
    let isReversed: Bool
    /// Frames from the middle of what matters to the middle of the cut.
    let offset: Int
    let set: String

    func id(of source: String) -> String { "\(source)-cut-\(number)" }

    static let all = [
      Variant(number: 1, isMirrored: true, isReversed: false, offset: -4, set: practice),
      Variant(number: 2, isMirrored: false, isReversed: true, offset: 4, set: practice),
      Variant(number: 3, isMirrored: true, isReversed: true, offset: 0, set: second),
      Variant(number: 4, isMirrored: false, isReversed: false, offset: 6, set: second),
      Variant(number: 5, isMirrored: true, isReversed: false, offset: 2, set: check),
      Variant(number: 6, isMirrored: false, isReversed: true, offset: -2, set: check),
    ]
  }

  /// A stretch of a loop with its truth.
  private struct Cut {
    let variant: Variant
    let frames: [Frame]
    let truth: ReferenceStandard
    let start: Int
    let width: Int

    /// Nil where the stretch would leave out a lesion or show too little of it.
    init?(_ variant: Variant, of loop: [Frame], truth: ReferenceStandard) {
      self.variant = variant
      let middle = truth.lesions.first?.views.first?.keyPlane?.best ?? loop.count / 2
      let start = min(max(0, middle + variant.offset - DemoCases.frames / 2), loop.count - DemoCases.frames)
      self.start = start
      width = loop[0].width
      let chosen = Array(loop[start..<(start + DemoCases.frames)])
      frames = (variant.isReversed ? chosen.reversed() : chosen).map {
        variant.isMirrored ? $0.mirrored : $0
      }
      self.truth = truth
      let shown = truth.lesions.map { turned($0) }
      guard shown.allSatisfy({ ($0.views.first?.outlines.count ?? 0) >= 5 && $0.views.first?.keyPlane != nil })
      else { return nil }
    }

    func newCase(of source: CaseBundle, view: Case.View) -> NewCase {
      var value = source.case
      value.id = variant.id(of: source.id)
      value.title += ", cut \(variant.number)"
      value.tags = value.tags.filter { !["cine", "teaching"].contains($0) } + [variant.set]
      value.views = [view]
      value.views[0].frames = frames.count
      value.views[0].file = "sweep.mp4"
      if variant.isMirrored {
        value.vignette.laterality = value.vignette.laterality.map { $0 == .left ? .right : .left }
        value.vignette.clockFace = value.vignette.clockFace.map { $0 == 12 ? 12 : 12 - $0 }
      }
      var turned = truth
      turned.lesions = truth.lesions.map(self.turned)
      let (frames, rate) = (frames, view.frameRate ?? 25)
      return NewCase(
        case: value, truth: turned, teaching: source.teaching().map { _ in Self.note },
        recordings: [
          view.id: .written { path in
            var writer = try CineWriter(
              path: path, width: frames[0].width, height: frames[0].height, frameRate: rate,
              codec: .h264(crf: 23))
            for frame in frames { try writer.write(frame) }
            try writer.finish()
          }
        ])
    }

    private static let note =
      "A stretch of a simulated sweep, cut and turned for the demonstration. The outlines show where the lesion is."

    private func turned(_ lesion: Lesion) -> Lesion {
      var lesion = lesion
      lesion.views = lesion.views.map { appearance in
        Lesion.Appearance(
          view: appearance.view,
          outlines: appearance.outlines.filter { isInside($0.frame) }
            .map { Lesion.FrameOutline(frame: place($0.frame), contour: turned($0.contour)) }
            .sorted { $0.frame < $1.frame },
          keyPlane: appearance.keyPlane.flatMap(turned))
      }
      return lesion
    }

    private func turned(_ plane: KeyPlane) -> KeyPlane? {
      guard isInside(plane.best) else { return nil }
      let last = start + frames.count - 1
      let ends = [max(plane.first, start), min(plane.last, last)].map(place).sorted()
      return KeyPlane(best: place(plane.best), first: ends[0], last: ends[1])
    }

    private func turned(_ contour: Contour) -> Contour {
      guard variant.isMirrored else { return contour }
      return Contour(points: contour.points.map { PixelPoint(x: Double(width) - $0.x, y: $0.y) })
    }

    private func isInside(_ frame: Int) -> Bool { (start..<(start + frames.count)).contains(frame) }

    private func place(_ frame: Int) -> Int {
      variant.isReversed ? start + frames.count - 1 - frame : frame - start
    }
  }
}

extension Frame {
  /// Left and right exchanged.
  fileprivate var mirrored: Frame {
    var turned: [UInt8] = []
    turned.reserveCapacity(pixels.count)
    for row in 0..<height {
      turned.append(contentsOf: pixels[(row * width)..<((row + 1) * width)].reversed())
    }
    return Frame(
      pixels: turned, width: width, height: height, index: index, time: time, spacing: spacing)
  }
}

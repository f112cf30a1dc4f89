internal import Sonography
internal import Yams

/// Where a lesion is, frame by frame.
extension TruthFile {
  static let mostPoints = 512

  func readAppearances(_ fields: Fields) -> [Lesion.Appearance]? {
    guard let nodes = fields.list("views", longest: 32) else { return nil }
    let appearances = nodes.compactMap { node in
      Fields(
        node, as: "a lesion's view", keys: ["view", "expert", "keyPlane", "outlines"], in: problems
      ).flatMap(readAppearance)
    }
    let places = appearances.map { [$0.view, $0.expert] }
    if Set(places).count < places.count {
      fields.wrong("views", "has a view twice; one that several experts outlined says whose with 'expert'")
    }
    return appearances.count == nodes.count ? appearances : nil
  }

  private func readAppearance(_ fields: Fields) -> Lesion.Appearance? {
    guard let id = fields.text("view"), let view = views[id] else {
      let known = views.keys.sorted().joined(separator: ", ")
      if let id = fields.node("view")?.plainWord {
        fields.wrong("view", "names '\(id)'; the case has \(known)")
      }
      return nil
    }
    let outlines = readOutlines(fields, view)
    let expert = fields.optionalText("expert", longest: 100)
    let keyPlane = fields.optionalFields(
      "keyPlane", as: "a key plane", keys: ["best", "first", "last"]
    ).flatMap { readKeyPlane($0, view) }
    guard let outlines else { return nil }
    if let keyPlane { check(keyPlane, against: outlines, fields) }
    return Lesion.Appearance(view: id, expert: expert, outlines: outlines, keyPlane: keyPlane)
  }

  private func readKeyPlane(_ fields: Fields, _ view: Case.View) -> KeyPlane? {
    let range = 0...(view.frames - 1)
    let best = fields.integer("best", in: range)
    let first = fields.integer("first", in: range)
    let last = fields.integer("last", in: range)
    guard let best, let first, let last else { return nil }
    guard first <= best, best <= last else {
      problems.add("a key plane has first <= best <= last", line: fields.line)
      return nil
    }
    return KeyPlane(best: best, first: first, last: last)
  }

  /// The best frame shows the lesion; so do the first and last accepted ones.
  private func check(_ plane: KeyPlane, against outlines: [Lesion.FrameOutline], _ fields: Fields) {
    let visible = Set(outlines.map(\.frame))
    for frame in [plane.first, plane.best, plane.last] where !visible.contains(frame) {
      fields.wrong("keyPlane", "names frame \(frame), where the lesion has no outline")
      return
    }
  }

  private func readOutlines(_ fields: Fields, _ view: Case.View) -> [Lesion.FrameOutline]? {
    guard let nodes = fields.list("outlines", longest: view.frames) else { return nil }
    if nodes.isEmpty { fields.wrong("outlines", "needs at least one frame; leave the view out") }
    var outlines: [Lesion.FrameOutline] = []
    var isWhole = true
    for node in nodes {
      guard
        let entry = Fields(node, as: "an outline", keys: ["frame", "contour"], in: problems),
        let outline = readOutline(entry, view)
      else {
        isWhole = false
        continue
      }
      if let previous = outlines.last, previous.frame >= outline.frame {
        entry.wrong("frame", "is \(outline.frame) after \(previous.frame); frames ascend")
      }
      outlines.append(outline)
    }
    return isWhole ? outlines : nil
  }

  private func readOutline(_ fields: Fields, _ view: Case.View) -> Lesion.FrameOutline? {
    let frame = fields.integer("frame", in: 0...(view.frames - 1))
    let points = fields.list("contour", longest: Self.mostPoints).flatMap { readPoints($0, fields) }
    guard let frame, let points else { return nil }
    guard points.count >= 3 else {
      fields.wrong("contour", "needs at least three points")
      return nil
    }
    let (width, height) = (Double(view.width), Double(view.height))
    if let outside = points.first(where: {
      !(0...width).contains($0.x) || !(0...height).contains($0.y)
    }) {
      fields.wrong(
        "contour",
        "has a point at (\(shortest(outside.x)), \(shortest(outside.y))), outside the "
          + "\(view.width) × \(view.height) picture")
    }
    return Lesion.FrameOutline(frame: frame, contour: Contour(points: points))
  }

  private func readPoints(_ nodes: [Node], _ fields: Fields) -> [PixelPoint]? {
    let points = nodes.compactMap { node -> PixelPoint? in
      guard case .sequence(let pair) = node, pair.count == 2, let x = pair[0].plainNumber,
        let y = pair[1].plainNumber
      else { return nil }
      return PixelPoint(x: x, y: y)
    }
    guard points.count == nodes.count else {
      fields.wrong("contour", "is a list of [x, y] pairs of numbers")
      return nil
    }
    return points
  }
}

package import Sonography

/// What one lesion truly is in one frame.
package struct FrameTruth: Hashable, Sendable {
  /// Index in the breast's plans.
  package var lesion: Int
  /// The core, without spicules, in stored-frame pixels.
  package var contour: Contour
  /// With spicules; the same as the core where there are none.
  package var fullContour: Contour
  package var longAxis: Millimetres
  /// Extent along and across the lines, mm.
  package var width: Double
  package var height: Double
  /// dB inside against a ring 0.8–3 mm outside.
  package var contrast: Double
  /// dB behind the lesion against the same depth beside it; nil where the picture has no room.
  package var posterior: Double?
  /// The same behind its left and its right half alone; empty where the picture has no room.
  package var posteriorHalves: [Double]
  /// dB inside against plain fat.
  package var level: Double
  /// Spread of the levels inside (half the range of the middle two thirds), dB.
  package var texture: Double
  /// Large and distinct enough to be seen in this frame. Hidden frames are never scored.
  package var isVisible: Bool

  package init(
    lesion: Int, contour: Contour, longAxis: Millimetres, width: Double, height: Double,
    contrast: Double, posterior: Double?, level: Double, isVisible: Bool,
    fullContour: Contour? = nil, posteriorHalves: [Double] = [], texture: Double = 0
  ) {
    self.fullContour = fullContour ?? contour
    self.posteriorHalves = posteriorHalves
    self.texture = texture
    self.lesion = lesion
    self.contour = contour
    self.longAxis = longAxis
    self.width = width
    self.height = height
    self.contrast = contrast
    self.posterior = posterior
    self.level = level
    self.isVisible = isVisible
  }
}

extension Scanner {
  func truth(of picture: DecibelPicture, _ pose: Pose) -> [FrameTruth] {
    breast.tissue.lesions.indices.compactMap { index in
      let form = breast.tissue.lesions[index].form
      guard let contour = outline(of: form, pose, withSpicules: false) else { return nil }
      let full = form.spicules.isEmpty ? nil : outline(of: form, pose, withSpicules: true)
      return measured(contour, full, of: index, picture)
    }
  }

  /// The cut of the centre plane through the lesion, exact to a twentieth of a millimetre.
  func outline(of form: LesionForm, _ pose: Pose, withSpicules: Bool) -> Contour? {
    let pixel = Float(preset.spacing)
    let stride = 2
    let axes = pose.axes
    let margin = (preset.width - Float(preset.pixelWidth) * pixel) / 2
    let offset = breast.tissue.probePlace(form.centre) - SIMD3(pose.x, pose.y, 0)
    let reach = form.halfAxes.max() * 1.6 + 1.5 + (withSpicules ? 6 : 0)
    guard abs((offset * axes.across).sum()) < reach else { return nil }
    let column = Int(((offset * axes.lateral).sum() + preset.width / 2 - margin - reach) / pixel)
    let row = Int(((offset * axes.depth).sum() - reach) / pixel)
    let size = Int(2 * reach / pixel) / stride + 1
    var values = [Float]()
    values.reserveCapacity(size * size)
    for j in 0..<size {
      let y = row + j * stride
      for i in 0..<size {
        let x = column + i * stride
        guard x >= 0, y >= 0, x <= preset.pixelWidth, y <= preset.pixelHeight else {
          values.append(1)
          continue
        }
        let lateral = Float(x) * pixel + margin - preset.width / 2
        let p =
          SIMD3(pose.x, pose.y, 0) + axes.lateral * lateral + axes.depth * (Float(y) * pixel)
        let place = form.place(breast.tissue.tissuePlace(p), withSpicules: withSpicules)
        values.append(min(place.distance, 0.4 - place.spicule))
      }
    }
    guard let line = Isoline(values: values, width: size, height: size).longest() else { return nil }
    let points = line.map {
      PixelPoint(x: Double(column) + $0.x * Double(stride), y: Double(row) + $0.y * Double(stride))
    }
    return Contour(points: Self.thinned(points, to: withSpicules ? 120 : 48))
  }

  /// Points at equal arc length, to a tenth of a pixel.
  static func thinned(_ points: [PixelPoint], to count: Int) -> [PixelPoint] {
    var lengths = [0.0]
    for (a, b) in zip(points, points.dropFirst() + points.prefix(1)) {
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      lengths.append(lengths[lengths.count - 1] + (dx * dx + dy * dy).squareRoot())
    }
    let total = lengths[lengths.count - 1]
    var at = 0
    return (0..<min(count, points.count)).map { step in
      let target = total * Double(step) / Double(min(count, points.count))
      while at + 1 < points.count, lengths[at + 1] < target { at += 1 }
      let share = (target - lengths[at]) / max(lengths[at + 1] - lengths[at], 1e-9)
      let (a, b) = (points[at], points[(at + 1) % points.count])
      return PixelPoint(
        x: ((a.x + (b.x - a.x) * share) * 10).rounded() / 10,
        y: ((a.y + (b.y - a.y) * share) * 10).rounded() / 10)
    }
  }

  private func measured(
    _ contour: Contour, _ full: Contour?, of lesion: Int, _ picture: DecibelPicture
  ) -> FrameTruth? {
    guard let box = contour.box, let axis = contour.longAxisLength(spacing: spacing) else { return nil }
    let pixel = preset.spacing
    guard let inside = picture.levels(in: box, where: { contour.contains($0) }) else { return nil }
    let middle = inside[inside.count / 2]
    let ring = picture.median(in: box.grown(by: 3 / pixel)) {
      (0.8...3).contains(contour.distance(to: $0, spacing: spacing).value)
    }
    let contrast = Double(middle - (ring ?? middle))
    let (width, height) = (box.width * pixel, box.height * pixel)
    let depth = Float(box.centre.y * pixel)
    let slice = Double(preset.elevationalWidth(at: depth))
    let texture = Double(inside[inside.count * 5 / 6] - inside[inside.count / 6]) / 2
    let centre = PixelBox(
      x: box.x + box.width / 4, y: box.y, width: box.width / 2, height: box.height)
    let half = { (share: Double) in
      PixelBox(
        x: box.x + box.width * share, y: box.y, width: box.width * 0.4, height: box.height)
    }
    return FrameTruth(
      lesion: lesion, contour: contour, longAxis: axis, width: width, height: height,
      contrast: contrast, posterior: posterior(below: centre, of: box, picture),
      // Against fat as the machine would show it without the operator's gain.
      level: Double(middle - preset.gain - preset.gainSlope * depth / 10),
      isVisible: min(width, height) >= max(1.3, slice) && abs(contrast) >= 3, fullContour: full,
      posteriorHalves: [0.08, 0.52].compactMap { posterior(below: half($0), of: box, picture) },
      texture: texture)
  }

  /// The band below a part of the lesion against bands to both of its sides, at the same depth.
  private func posterior(
    below part: PixelBox, of box: PixelBox, _ picture: DecibelPicture
  ) -> Double? {
    let pixel = preset.spacing
    let top = box.y + box.height + 1 / pixel
    let height = min(5 / pixel, Double(picture.height) - top - 2)
    guard height > 1.2 / pixel else { return nil }
    // A large lesion leaves little beside it.
    let room = max(box.x, Double(picture.width) - box.x - box.width) - 2 / pixel
    let side = min(max(box.width / 2, 2.5 / pixel), max(room, 2.5 / pixel))
    let centre = PixelBox(x: part.x, y: top, width: part.width, height: height)
    let left = PixelBox(x: box.x - 2 / pixel - side, y: top, width: side, height: height)
    let right = PixelBox(x: box.x + box.width + 2 / pixel, y: top, width: side, height: height)
    guard let behind = picture.median(in: centre, where: { _ in true }) else { return nil }
    let beside = [left, right].filter { $0.x > -side / 2 && $0.x + side / 2 < Double(picture.width) }
      .compactMap { picture.median(in: $0, where: { _ in true }) }
    guard !beside.isEmpty else { return nil }
    return Double(behind - beside.reduce(0, +) / Float(beside.count))
  }
}

extension PixelBox {
  func grown(by margin: Double) -> PixelBox {
    PixelBox(x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
  }
}

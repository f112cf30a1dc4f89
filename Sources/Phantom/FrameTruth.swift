package import Sonography

/// What one lesion truly is in one frame.
package struct FrameTruth: Hashable, Sendable {
  /// Index in the breast's plans.
  package var lesion: Int
  /// The core, without spicules, in stored-frame pixels.
  package var contour: Contour
  package var longAxis: Millimetres
  /// Extent along and across the lines, mm.
  package var width: Double
  package var height: Double
  /// dB inside against a ring 0.8–3 mm outside.
  package var contrast: Double
  /// dB behind the lesion against the same depth beside it; nil where the picture has no room.
  package var posterior: Double?
  /// dB inside against plain fat.
  package var level: Double
  /// Large and distinct enough to be seen in this frame. Hidden frames are never scored.
  package var isVisible: Bool

  package init(
    lesion: Int, contour: Contour, longAxis: Millimetres, width: Double, height: Double,
    contrast: Double, posterior: Double?, level: Double, isVisible: Bool
  ) {
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
      guard let contour = outline(of: breast.tissue.lesions[index].form, pose) else { return nil }
      return measured(contour, of: index, picture)
    }
  }

  /// The cut of the centre plane through the lesion, exact to a twentieth of a millimetre.
  func outline(of form: LesionForm, _ pose: Pose) -> Contour? {
    let pixel = Float(preset.spacing)
    let stride = 2
    let axes = pose.axes
    let margin = (preset.width - Float(preset.pixelWidth) * pixel) / 2
    let offset = form.centre - SIMD3(pose.x, pose.y, 0)
    let reach = form.halfAxes.max() * 1.6 + 1.5
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
        values.append(form.place(p).distance)
      }
    }
    guard let line = Isoline(values: values, width: size, height: size).longest() else { return nil }
    let points = line.map {
      PixelPoint(x: Double(column) + $0.x * Double(stride), y: Double(row) + $0.y * Double(stride))
    }
    return Contour(points: Self.thinned(points, to: 48))
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
    _ contour: Contour, of lesion: Int, _ picture: DecibelPicture
  ) -> FrameTruth? {
    guard let box = contour.box, let axis = contour.longAxisLength(spacing: spacing) else { return nil }
    let pixel = preset.spacing
    guard let inside = picture.median(in: box, where: { contour.contains($0) }) else { return nil }
    let ring = picture.median(in: box.grown(by: 3 / pixel)) {
      (0.8...3).contains(contour.distance(to: $0, spacing: spacing).value)
    }
    let contrast = Double(inside - (ring ?? inside))
    let (width, height) = (box.width * pixel, box.height * pixel)
    let slice = Double(preset.elevationalWidth(at: Float(box.centre.y * pixel)))
    return FrameTruth(
      lesion: lesion, contour: contour, longAxis: axis, width: width, height: height,
      contrast: contrast, posterior: posterior(box, picture), level: Double(inside),
      isVisible: min(width, height) >= max(1.3, slice) && abs(contrast) >= 3)
  }

  /// The band below the middle half of the lesion against bands to both sides, at the same depth.
  private func posterior(_ box: PixelBox, _ picture: DecibelPicture) -> Double? {
    let pixel = preset.spacing
    let top = box.y + box.height + 1 / pixel
    let height = min(5 / pixel, Double(picture.height) - top - 2)
    guard height > 1.2 / pixel else { return nil }
    let side = max(box.width / 2, 2.5 / pixel)
    let centre = PixelBox(x: box.x + box.width / 4, y: top, width: box.width / 2, height: height)
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

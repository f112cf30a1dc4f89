/// What an author wants to see: a kind of lesion, its size and its place under the probe.
package struct LesionPlan: Hashable, Sendable {
  package var kind: LesionKind
  /// Longest extent in the image plane, mm.
  package var size: Float
  /// Depth of the centre below the skin, mm.
  package var depth: Float
  /// Offset of the centre from the middle of the image, mm, to the right.
  package var lateral: Float
  /// Offset from the middle of the sweep, mm, along the probe's travel.
  package var along: Float
  /// 0 faint ... 1 plain: how far the lesion stands out from its surroundings.
  package var conspicuity: Float

  package init(
    kind: LesionKind, size: Float, depth: Float, lateral: Float = 0, along: Float = 0,
    conspicuity: Float = 1
  ) {
    self.kind = kind
    self.size = size
    self.depth = depth
    self.lateral = lateral
    self.along = along
    self.conspicuity = conspicuity
  }

  func body(seed: UInt64) -> LesionBody {
    var draw = Draw(seed: seed, stream: 2)
    var body = kind.body(drawing: &draw)
    body.form.seed = UInt32(truncatingIfNeeded: draw.bits())
    let longest = max(body.form.halfAxes.x, body.form.halfAxes.z)
    body.form.halfAxes *= size / 2 / longest
    body.form.centre = SIMD3(lateral, along, depth)
    body.matter.level *= 0.45 + 0.55 * conspicuity
    // A shadow is drawn as a total, not per millimetre: otherwise large tumours black out all behind them.
    let excess = body.matter.attenuation - 0.7
    if excess > 0 { body.matter.attenuation = 0.7 + excess * 10 / max(size, 6) }
    body.matter.wall *= 0.5 + 0.5 * conspicuity
    body.calcifications = kind.calcifications(in: body.form, drawing: &draw)
    return body
  }
}

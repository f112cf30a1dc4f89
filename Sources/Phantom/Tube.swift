/// A fluid-filled tube that winds through the tissue: a duct, or a vessel without its blood moving.
struct Tube: Hashable, Sendable {
  var seed: UInt32
  /// Its middle, tissue millimetres.
  var start: SIMD3<Float>
  /// Unit heading in the plane of the skin, and millimetres deeper per millimetre along.
  var direction: SIMD2<Float>
  var slope: Float
  /// Half its length, mm.
  var reach: Float
  var radius: Float
  /// Begins at `start` instead of having its middle there.
  var isOneSided = false
  /// How much narrower it is at the end, 0...1.
  var taper: Float = 0

  /// Millimetres along the tube, and distance from its axis in radii; nil well outside.
  func place(_ p: SIMD3<Float>) -> (along: Float, radii: Float)? {
    let offset = p - start
    guard abs(offset.z) < reach * abs(slope) + 3.5 * radius + 2 else { return nil }
    let along = offset.x * direction.x + offset.y * direction.y
    let from: Float = isOneSided ? 0 : -reach
    guard along > from, along < reach else { return nil }
    let side = offset.y * direction.x - offset.x * direction.y
    let across = side - 1.4 * gradientNoise(along / 7, 0.3, 0.6, seed)
    let deep = offset.z - slope * along - 1.1 * gradientNoise(along / 6, 0.7, 0.2, seed &+ 1)
    let width = radius * (1 + 0.45 * gradientNoise(along / 3, 0.2, 0.5, seed &+ 2))
    let end = min(1, (reach - along) / (1.5 * radius), isOneSided ? 1 : (along - from) / (1.5 * radius))
    let open = width * (1 - taper * along / reach) * max(end, 0.02).squareRoot()
    let radii = (across * across + deep * deep).squareRoot() / max(open, 0.05)
    return radii < 2.2 ? (along, radii) : nil
  }

  /// Lays fluid and wall over the tissue: x level, y attenuation, z interface.
  func cover(_ t: inout SIMD4<Float>, at p: SIMD3<Float>, level: Float = -25) {
    guard let (_, radii) = place(p) else { return }
    let inside = smoothStep((1 - radii) / 0.25)
    t.x += (level - t.x) * inside
    t.y += (0.12 - t.y) * inside
    t.z = t.z * (1 - inside) + 0.75 * bell((radii - 1.12) / 0.2)
    t.x += 3 * bell((radii - 1.35) / 0.25)
  }
}

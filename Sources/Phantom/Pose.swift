import Sonography

/// Where the probe stands and how it is held, against the undeformed skin.
package struct Pose: Hashable, Sendable {
  /// mm along the array, and across it (the direction of a sweep).
  package var x: Float
  package var y: Float
  /// Radians: about the array's long axis, about the beam's travel direction, about the depth axis.
  package var tilt: Float
  package var rock: Float
  package var yaw: Float
  /// How much the tissue is squeezed along the beam, as a fraction.
  package var strain: Float

  package init(
    x: Float = 0, y: Float = 0, tilt: Float = 0, rock: Float = 0, yaw: Float = 0, strain: Float = 0
  ) {
    self.x = x
    self.y = y
    self.tilt = tilt
    self.rock = rock
    self.yaw = yaw
    self.strain = strain
  }

  typealias Axes = (lateral: SIMD3<Float>, across: SIMD3<Float>, depth: SIMD3<Float>)

  /// Unit steps of the image in tissue: lateral, elevational, along the beam; strain included.
  var axes: Axes {
    let (a, b, c) = (turn(yaw), turn(tilt), turn(rock))
    let lateral = SIMD3(
      a.c * c.c - a.s * b.s * c.s, a.s * c.c + a.c * b.s * c.s, -b.c * c.s)
    let across = SIMD3(-a.s * b.c, a.c * b.c, b.s)
    let depth = SIMD3(
      a.c * c.s + a.s * b.s * c.c, a.s * c.s - a.c * b.s * c.c, b.c * c.c)
    return (lateral * (1 - 0.4 * strain), across, depth * (1 + strain))
  }

  private func turn(_ angle: Float) -> (c: Float, s: Float) {
    let value = sineCosine(Double(angle))
    return (Float(value.cosine), Float(value.sine))
  }
}

/// Sine and cosine without a mathematics library, so that pure modules give the same bytes everywhere.
///
/// Argument reduction to ±π/4 and the classic minimax polynomials; absolute error below 1e-13 for
/// |x| < 1e4.
package func sineCosine(_ angle: Double) -> (sine: Double, cosine: Double) {
  let quarter = (angle * 2 / Double.pi).rounded(.toNearestOrEven)
  let high = 1.5707963267948966
  let low = 6.123233995736766e-17
  let x = (angle - quarter * high) - quarter * low
  let z = x * x
  let sine =
    x + x * z
    * (-1.0 / 6 + z
      * (1.0 / 120 + z
        * (-1.0 / 5040 + z
          * (1.0 / 362880 + z
            * (-1.0 / 39_916_800
              + z * (1.0 / 6_227_020_800))))))
  let cosine =
    1 + z
    * (-0.5 + z
      * (1.0 / 24 + z
        * (-1.0 / 720 + z
          * (1.0 / 40320 + z
            * (-1.0 / 3_628_800
              + z * (1.0 / 479_001_600 - z / 87_178_291_200))))))
  switch Int(quarter.truncatingRemainder(dividingBy: 4)) & 3 {
  case 0: return (sine, cosine)
  case 1: return (cosine, -sine)
  case 2: return (-sine, -cosine)
  default: return (-cosine, sine)
  }
}

/// Forty-eight points on an ellipse, clockwise on screen from the end of its first half axis.
func ellipseOutline(
  _ centre: PixelPoint, _ halfWidth: Double, _ halfHeight: Double, _ angle: Double
) -> Contour {
  let turn = sineCosine(angle)
  let count = 48
  return Contour(
    points: (0..<count).map { step in
      let at = sineCosine(2 * Double.pi * Double(step) / Double(count))
      let (u, v) = (halfWidth * at.cosine, halfHeight * at.sine)
      return PixelPoint(
        x: centre.x + u * turn.cosine - v * turn.sine,
        y: centre.y + u * turn.sine + v * turn.cosine)
    })
}

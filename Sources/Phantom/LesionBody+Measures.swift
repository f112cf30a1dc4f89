/// What one lesion is in three dimensions, whatever the sweep shows of it.
package struct BodyTruth: Hashable, Sendable {
  /// Of the centre, in the tissue's frame: along the array of a radial sweep, across it, deep; mm.
  package let centre: SIMD3<Float>
  package let halfAxes: SIMD3<Float>
  /// mm³, counted on a grid of 0.3 mm.
  package let volume: Double
  /// The largest cuts square to the three axes, mm².
  package let largestCuts: SIMD3<Double>
  package let calcifications: Int
}

extension Breast {
  /// One per plan, in its order.
  package var bodies: [BodyTruth] {
    tissue.lesions.map { body in
      let (volume, largest) = body.form.measures
      return BodyTruth(
        centre: body.form.centre, halfAxes: body.form.halfAxes, volume: volume, largestCuts: largest,
        calcifications: body.calcifications.count)
    }
  }
}

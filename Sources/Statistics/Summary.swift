/// Statistics: figures from numbers, with their intervals.
///
/// - One reader: `ReceiverCurve`, `FreeResponse`, `Calibration`, `Reliance`, `Proportion`.
/// - Many readers: `ObuchowskiRockette`, `UStatistics` where readings are missing, `ReadersAgainstOne`.
/// - Raters: `Kappa`, `RatingTable`, `DawidSkene`, `Staple`; of measurements `BlandAltman`,
///   `RaterVariance`, `Concordance`. Times: `SurvivalCurve`, `logRank`.
///
/// Values in, values out; every figure is a number or nil with its reason (`Undefined`), never NaN.
/// Nothing here knows a trainee, a lexicon, an image, a file or a clock.

/// The mean in the order given; nil of nothing.
package func mean(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}

/// Linear interpolation between order statistics (Hyndman and Fan's type 7).
package func quantile(_ sorted: [Double], _ p: Double) -> Double {
  let place = p * Double(sorted.count - 1)
  let below = Int(place)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}

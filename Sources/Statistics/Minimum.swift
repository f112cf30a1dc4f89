/// A function of several variables near one point.
package struct LocalShape: Sendable {
  package var value: Double
  package var gradient: [Double]
  /// Second derivatives, or a positive stand-in such as Gauss and Newton's; row-major.
  package var curvature: [Double]

  package init(value: Double, gradient: [Double], curvature: [Double]) {
    self.value = value
    self.gradient = gradient
    self.curvature = curvature
  }
}

/// Where a smooth function is least.
package struct Minimum: Sendable {
  package let place: [Double]
  package let shape: LocalShape
  package let steps: Int

  /// Newton steps, damped after Levenberg and Marquardt (*SIAM J. Appl. Math.*, 1963): with
  /// curvature H the step solves (H + λ D) s = -g, where D is the largest diagonal of |H| so far; λ
  /// falls by three after a step that helps and rises by ten after one that does not.
  ///
  /// - Parameters:
  ///   - damping: λ of the first step: large from a start far off, small from a good one.
  ///   - tolerance: relative size of the last step.
  ///   - function: nil or a value that is no number outside its domain.
  /// - Returns: nil when the start lies outside the domain or nothing settles within `limit` tries.
  package static func find(
    from start: [Double], damping: Double = 100, tolerance: Double = 1e-11, limit: Int = 2000,
    _ function: ([Double]) -> LocalShape?
  ) -> Minimum? {
    guard var here = function(start), here.value.isFinite else { return nil }
    var (place, damping) = (start, damping)
    var scale = [Double](repeating: 1e-30, count: start.count)
    for step in 1...limit {
      for k in scale.indices { scale[k] = max(scale[k], abs(here.curvature[k * scale.count + k])) }
      guard let move = dampedStep(here, scale.map { $0 * damping }) else {
        damping = max(1e-12, damping * 10)
        if damping > 1e15 { return nil }
        continue
      }
      let next = zip(place, move).map(+)
      let isTiny = zip(place, move).allSatisfy { abs($1) <= tolerance * (abs($0) + 1e-8) }
      let there = function(next)
      if let there, there.value.isFinite, there.value <= here.value {
        (place, here, damping) = (next, there, max(1e-14, damping / 3))
      } else {
        damping = max(1e-12, damping * 10)
      }
      if isTiny || damping > 1e15 { return Minimum(place: place, shape: here, steps: step) }
    }
    return nil
  }

  private static func dampedStep(_ shape: LocalShape, _ ridge: [Double]) -> [Double]? {
    let size = ridge.count
    var matrix = shape.curvature
    for k in 0..<size { matrix[k * size + k] += ridge[k] }
    return Cholesky(matrix, size: size)?.solve(shape.gradient.map { -$0 })
  }

  /// The inverse of the curvature: the covariance when the function is a negative log-likelihood
  /// (Laplace); nil where the function is not curved upwards.
  package var covariance: [Double]? {
    Cholesky(shape.curvature, size: place.count)?.inverse
  }
}

/// First and second derivatives by central differences, each variable moved by `step`.
package func differences(
  of function: ([Double]) -> Double?, at place: [Double], step: Double = 1e-4
) -> LocalShape? {
  func moved(_ i: Int, _ a: Double, _ j: Int, _ b: Double) -> Double? {
    var there = place
    there[i] += a
    there[j] += b
    return function(there)
  }
  guard let value = function(place) else { return nil }
  let size = place.count
  var gradient = [Double](repeating: 0, count: size)
  var curvature = [Double](repeating: 0, count: size * size)
  for i in 0..<size {
    guard let up = moved(i, step, i, 0), let down = moved(i, -step, i, 0) else { return nil }
    gradient[i] = (up - down) / (2 * step)
    curvature[i * size + i] = (up - 2 * value + down) / (step * step)
    for j in 0..<i {
      guard let a = moved(i, step, j, step), let b = moved(i, step, j, -step),
        let c = moved(i, -step, j, step), let d = moved(i, -step, j, -step)
      else { return nil }
      curvature[i * size + j] = (a - b - c + d) / (4 * step * step)
      curvature[j * size + i] = curvature[i * size + j]
    }
  }
  return LocalShape(value: value, gradient: gradient, curvature: curvature)
}

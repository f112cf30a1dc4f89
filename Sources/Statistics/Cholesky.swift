import Glibc

/// The factor L of a symmetric positive definite matrix A = L Lᵀ.
package struct Cholesky: Sendable {
  package let size: Int
  /// Row-major; the part above the diagonal is 0.
  private let factor: [Double]

  /// Nil when the matrix is not positive definite to working precision.
  ///
  /// - Parameter matrix: `size × size`, row-major; only the lower triangle is read.
  package init?(_ matrix: [Double], size: Int) {
    var factor = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0...row {
        var rest = matrix[row * size + column]
        for k in 0..<column { rest -= factor[row * size + k] * factor[column * size + k] }
        if row == column {
          guard rest > 0, rest.isFinite else { return nil }
          factor[row * size + row] = rest.squareRoot()
        } else {
          factor[row * size + column] = rest / factor[column * size + column]
        }
      }
    }
    self.size = size
    self.factor = factor
  }

  /// x with A x = b.
  package func solve(_ b: [Double]) -> [Double] {
    var x = b
    for row in 0..<size {
      for k in 0..<row { x[row] -= factor[row * size + k] * x[k] }
      x[row] /= factor[row * size + row]
    }
    for row in (0..<size).reversed() {
      for k in (row + 1)..<max(size, row + 1) { x[row] -= factor[k * size + row] * x[k] }
      x[row] /= factor[row * size + row]
    }
    return x
  }

  /// A⁻¹, row-major.
  package var inverse: [Double] {
    var result = [Double](repeating: 0, count: size * size)
    for column in 0..<size {
      var unit = [Double](repeating: 0, count: size)
      unit[column] = 1
      for (row, value) in solve(unit).enumerated() { result[row * size + column] = value }
    }
    return result
  }

  package var logDeterminant: Double {
    (0..<size).reduce(0) { $0 + 2 * log(factor[$1 * size + $1]) }
  }
}

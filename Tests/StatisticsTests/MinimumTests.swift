import Foundation
import Statistics
import TestSupport
import Testing

/// Certified nonlinear fits of the NIST Statistical Reference Datasets.
private let strd = "learning/nist_strd_curves.json"

@Suite struct MinimumTests {
  private struct File: Decodable { var datasets: [String: CertifiedFit] }

  private struct CertifiedFit: Decodable {
    var model: String
    var x: [Double]
    var y: [Double]
    var start1: [Double]
    var start2: [Double]
    var certified: [Double]
    var se: [Double]
    var rss: Double

    /// Half the sum of squares with Gauss and Newton's curvature.
    func shape(_ b: [Double]) -> LocalShape? {
      var shape = LocalShape(
        value: 0, gradient: b.map { _ in 0 },
        curvature: [Double](repeating: 0, count: b.count * b.count))
      for (x, y) in zip(x, y) {
        guard let (value, slope) = predict(b, x) else { return nil }
        shape.value += (y - value) * (y - value) / 2
        for i in b.indices {
          shape.gradient[i] -= (y - value) * slope[i]
          for j in b.indices { shape.curvature[i * b.count + j] += slope[i] * slope[j] }
        }
      }
      return shape
    }

    private func predict(_ b: [Double], _ x: Double) -> (Double, [Double])? {
      switch model {
      case "b1*(1-exp(-b2*x))":
        let e = exp(-b[1] * x)
        return (b[0] * (1 - e), [1 - e, b[0] * x * e])
      case "b1*x^b2":
        let power = pow(x, b[1])
        return (b[0] * power, [power, b[0] * power * log(x)])
      case "b1/(1+exp(b2-b3*x))":
        let e = exp(b[1] - b[2] * x)
        let share = 1 / (1 + e)
        return (b[0] * share, [share, -b[0] * e * share * share, b[0] * x * e * share * share])
      default: return nil
      }
    }
  }

  @Test(.enabled(if: Reference.has(strd), "The reference sets are not beside the repository."))
  func `every certified fit is reached from both starts`() throws {
    let file = try JSONDecoder().decode(File.self, from: Reference.contents(strd))
    #expect(file.datasets.count >= 4)
    for (name, fit) in file.datasets {
      for start in [fit.start1, fit.start2] {
        let minimum = try #require(Minimum.find(from: start, fit.shape), "\(name)")
        for (got, certified) in zip(minimum.place, fit.certified) {
          #expect(isClose(got, certified, relative: 1e-6), "\(name): \(got) for \(certified)")
        }
        #expect(isClose(2 * minimum.shape.value, fit.rss, relative: 1e-6), "\(name)")
        let variance = fit.rss / Double(fit.x.count - fit.certified.count)
        let covariance = try #require(minimum.covariance)
        for (index, error) in fit.se.enumerated() {
          let got = (variance * covariance[index * fit.se.count + index]).squareRoot()
          #expect(isClose(got, error, relative: 1e-6), "\(name)")
        }
      }
    }
  }

  @Test func `a function without a minimum has none`() {
    #expect(Minimum.find(from: [1]) { _ in nil } == nil)
    let slope = Minimum.find(from: [0], limit: 50) {
      LocalShape(value: -$0[0], gradient: [-1], curvature: [1])
    }
    #expect(slope == nil)
  }

  @Test func `differences find the derivatives of a polynomial`() throws {
    func polynomial(_ x: [Double]) -> Double? { x[0] * x[0] * x[1] + 3 * x[1] * x[1] }
    let shape = try #require(differences(of: polynomial, at: [2, -1]))
    #expect(abs(shape.value + 1) < 1e-12)
    expect(shape.gradient, [-4, -2], within: 1e-6)
    expect(shape.curvature, [-2, 4, 4, 6], within: 1e-6)
  }

  @Test func `a factor solves and inverts, and a singular matrix has none`() throws {
    let factor = try #require(Cholesky([4, 2, 2, 3], size: 2))
    expect(factor.solve([2, 5]), [-0.5, 2], within: 1e-14)
    expect(factor.inverse, [0.375, -0.25, -0.25, 0.5], within: 1e-14)
    #expect(abs(factor.logDeterminant - log(8)) < 1e-14)
    #expect(Cholesky([1, 1, 1, 1], size: 2) == nil)
    #expect(Cholesky([.nan], size: 1) == nil)
  }

  private func expect(_ got: [Double], _ want: [Double], within tolerance: Double) {
    #expect(got.count == want.count)
    for (a, b) in zip(got, want) { #expect(abs(a - b) < tolerance, "\(got) for \(want)") }
  }
}

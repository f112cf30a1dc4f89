import Foundation
import Sonography

/// What is measured on a grey picture, in grey levels and pixels.
struct GreyPicture {
  let width: Int
  let height: Int
  private let values: [Double]
  private let sorted: [UInt8]
  /// Root mean square of the details between blurs of 0, 0.5, 1, 2, 4, 8 and 16 pixels (one deviation).
  let bands: [Double]

  init(_ frame: Frame) {
    (width, height) = (frame.width, frame.height)
    values = frame.pixels.map(Double.init)
    sorted = frame.pixels.sorted()
    var (before, found) = (values, [Double]())
    for sigma in [0.5, 1, 2, 4, 8, 16] {
      let blurred = Self.blurred(values, width, height, sigma)
      found.append(Self.deviation(zip(before, blurred).map(-)))
      before = blurred
    }
    bands = found
  }

  func percentile(_ share: Double) -> Double { Double(sorted[Int(share * Double(sorted.count - 1))]) }

  /// Mean deviation in the quietest third of patches of 24 × 24 pixels.
  var quietDeviation: Double {
    var patches: [Double] = []
    for y in stride(from: 0, to: height - 24, by: 24) {
      for x in stride(from: 0, to: width - 24, by: 24) {
        let rows = (y..<y + 24).map { values[$0 * width + x..<$0 * width + x + 24] }
        patches.append(Self.deviation(Array(rows.joined())))
      }
    }
    let quiet = patches.sorted().prefix(patches.count / 3)
    return quiet.reduce(0, +) / Double(quiet.count)
  }

  /// Width over height of the autocorrelation at one half, of details below 8 pixels.
  var grainRatio: Double {
    let blurred = Self.blurred(values, width, height, 8)
    let detail = zip(values, blurred).map(-)
    return correlationLength(detail, step: 1) / correlationLength(detail, step: width)
  }

  private func correlationLength(_ detail: [Double], step: Int) -> Double {
    func product(_ lag: Int) -> Double {
      let (right, below) = step == 1 ? (lag, 0) : (0, lag)
      var sum = 0.0
      for y in 0..<height - below {
        for at in y * width..<(y + 1) * width - right { sum += detail[at] * detail[at + lag * step] }
      }
      return sum / Double((height - below) * (width - right))
    }
    let power = product(0)
    var (lag, before) = (0, 1.0)
    while lag < 40 {
      lag += 1
      let now = product(lag) / power
      if now < 0.5 { return Double(lag) - (0.5 - now) / (before - now) }
      before = now
    }
    return Double(lag)
  }

  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let power = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (power / Double(values.count)).squareRoot()
  }

  /// A Gaussian of `sigma` pixels, cut off at three, borders repeated.
  private static func blurred(_ values: [Double], _ width: Int, _ height: Int, _ sigma: Double) -> [Double] {
    let reach = Int((3 * sigma).rounded(.up))
    let taps = (-reach...reach).map { (k: Int) -> Double in exp(-Double(k * k) / (2 * sigma * sigma)) }
    let sum = taps.reduce(0, +)
    func along(_ source: [Double], count: Int, step: Int, starts: [Int]) -> [Double] {
      var out = source
      for start in starts {
        for i in 0..<count {
          var value = 0.0
          for k in -reach...reach {
            value += taps[k + reach] * source[start + min(max(i + k, 0), count - 1) * step]
          }
          out[start + i * step] = value / sum
        }
      }
      return out
    }
    let rows = along(values, count: width, step: 1, starts: (0..<height).map { $0 * width })
    return along(rows, count: height, step: width, starts: Array(0..<width))
  }
}

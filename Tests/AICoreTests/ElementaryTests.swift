import AICore
import Foundation
import Testing

@Suite struct ElementaryTests {
  @Test(arguments: [-600.0, -37.2, -1, -1e-7, 0, 1e-9, 0.3, 1, 2.5, 88, 650])
  func `exponential agrees with the C library`(x: Double) {
    #expect(abs(exponential(x) / exp(x) - 1) < 1e-13)
  }

  @Test(arguments: [1e-300, 1e-9, 0.1, 0.5, 0.999, 1, 1.41, 1.42, 2, 3, 1e10])
  func `logarithm agrees with the C library`(x: Double) {
    #expect(abs(logarithm(x) - log(x)) <= 1e-13 * max(1, abs(log(x))))
  }

  @Test func `a probability's logit leads back to it`() {
    for step in 1..<100 { #expect(abs(sigmoid(logit(Double(step) / 100)) - Double(step) / 100) < 1e-12) }
  }
}

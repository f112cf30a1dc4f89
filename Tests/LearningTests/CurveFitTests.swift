import Foundation
import Learning
import Sonography
import Statistics
import Testing

@Suite struct CurveFitTests {
  /// Blocks of twenty from a known curve.
  private func simulate(_ curve: ExponentialCurve, blocks: Int, seed: UInt64) -> [TrialBlock] {
    var random = SplitMix64(seed: seed)
    return (0..<blocks).map { block in
      let hits = (1...20).count {
        Double.random(in: 0..<1, using: &random) < curve.chance(at: Double(block * 20 + $0))
      }
      return TrialBlock(
        midtrial: Double(block) * 20 + 10.5, trials: 20, successes: Double(hits))
    }
  }

  private let strong = ExponentialCurve(asymptote: 0.88, start: 0.50, trials: 250)

  @Test(arguments: UInt64(1)...8)
  func `no neighbouring curve is likelier than the fitted one`(seed: UInt64) throws {
    let blocks = simulate(strong, blocks: 72, seed: seed)
    let fit = try #require(CurveLikelihood(blocks))
    func value(_ a: Double, _ s: Double, _ t: Double) -> Double {
      let curve = ExponentialCurve(asymptote: a, start: s, trials: t)
      return blocks.reduce(0) {
        let p = curve.chance(at: $1.midtrial)
        let failures = $1.trials - $1.successes
        let ways = lgamma($1.trials + 1) - lgamma($1.successes + 1) - lgamma(failures + 1)
        return $0 + $1.successes * log(p) + failures * log(1 - p) + ways
      }
    }
    let (a, s, t) = (fit.curve.asymptote, fit.curve.start, fit.curve.trials)
    #expect(abs(value(min(a, 1 - 1e-12), s, t) - fit.logLikelihood) < 1e-6)
    for (da, ds, dt) in [(1e-3, 0, 1), (-1e-3, 0, 1), (0, 1e-3, 1), (0, -1e-3, 1), (0, 0, 1.01), (0, 0, 0.99)] {
      guard (1e-9...1 - 1e-9).contains(a + da), (1e-9...1 - 1e-9).contains(s + ds) else { continue }
      #expect(value(a + da, s + ds, t * dt) <= fit.logLikelihood + 1e-9)
    }
    let range = fit.profile()
    #expect(range.asymptote.low < a && a <= range.asymptote.high)
    #expect(range.start.low <= s && s <= range.start.high)
    #expect(range.trials.low <= t && t <= range.trials.high)
  }

  @Test func `a known curve is found again and its intervals cover it`() throws {
    var (laplace, profile, plain) = (0, 0, 0)
    let seeds = 100
    for seed in 1...seeds {
      let blocks = simulate(strong, blocks: 72, seed: UInt64(seed))
      let posterior = try #require(CurvePosterior(blocks))
      let range = posterior.laplace(confidence: 0.90).asymptote
      if range.low <= 0.88 && 0.88 <= range.high { laplace += 1 }
      let exact = try #require(posterior.profile(confidence: 0.90)).asymptote
      if exact.low <= 0.88 && 0.88 <= exact.high { profile += 1 }
      #expect(abs(exact.low - range.low) < 0.03 && abs(exact.high - range.high) < 0.03)
      if seed <= 30 {
        let wide = try #require(CurveLikelihood(blocks)).profile(confidence: 0.90).asymptote
        if wide.low <= 0.88 && 0.88 <= wide.high { plain += 1 }
      }
    }
    #expect((85...97).contains(laplace) && (85...97).contains(profile), "\(laplace), \(profile)")
    #expect((24...30).contains(plain), "\(plain)")
  }

  @Test func `few answers leave likelihood at a boundary, and the prior holds the asymptote`() throws {
    // Success grows in a straight line: nothing tells where it will level off.
    let blocks = (0..<8).map {
      TrialBlock(midtrial: Double($0) * 20 + 10.5, trials: 20, successes: Double(8 + $0))
    }
    let likelihood = try #require(CurveLikelihood(blocks))
    #expect(likelihood.boundary != nil && likelihood.standardErrors == nil)
    let posterior = try #require(CurvePosterior(blocks))
    #expect((0.6...0.97).contains(posterior.curve.asymptote))
    let fit = try #require(try? CurveFit.of(blocks, target: 0.9).get())
    #expect(fit.prefersLogitLog)
    #expect(!fit.plateau.isReached && fit.plateau.advice == .goOn)
  }

  @Test func `the plateau's probability agrees with draws from the posterior`() throws {
    let blocks = simulate(strong, blocks: 40, seed: 8)
    let posterior = try #require(CurvePosterior(blocks))
    let factor = try #require(lower(posterior.covariance))
    var random = SplitMix64(seed: 4)
    var (small, reached, ever) = (0, 0, 0)
    let draws = 40_000
    for _ in 0..<draws {
      let z = (0..<3).map { _ in normalQuantile(Double.random(in: 0..<1, using: &random)) }
      let place = (0..<3).map { row -> Double in
        var value = posterior.place[row]
        for k in 0...row { value += factor[row * 3 + k] * z[k] }
        return value
      }
      let curve = ExponentialCurve(
        asymptote: logistic(place[0]), start: logistic(place[1]), trials: exp(place[2]))
      if curve.chance(at: 850) - curve.chance(at: 800) < 0.02 { small += 1 }
      if curve.chance(at: 1000) >= 0.87 { reached += 1 }
      if curve.asymptote >= 0.87 { ever += 1 }
    }
    func share(_ count: Int) -> Double { Double(count) / Double(draws) }
    #expect(abs(posterior.probabilityOfGain(after: 800) - share(small)) < 0.01)
    #expect(abs(posterior.probability(reaching: 0.87, by: 1000) - share(reached)) < 0.01)
    #expect(abs(posterior.probability(reaching: 0.87, by: .infinity) - share(ever)) < 0.01)
  }

  /// Cholesky's factor of a 3 × 3 matrix, written out.
  private func lower(_ m: [Double]) -> [Double]? {
    let a = m[0].squareRoot()
    let (b, c) = (m[3] / a, m[6] / a)
    let d = (m[4] - b * b).squareRoot()
    let e = (m[7] - b * c) / d
    let f = (m[8] - c * c - e * e).squareRoot()
    return f.isNaN ? nil : [a, 0, 0, b, d, 0, c, e, f]
  }

  @Test func `a level curve above the target is maintained, below it the task changes`() throws {
    let level = (0..<40).map {
      TrialBlock(midtrial: Double($0) * 20 + 10.5, trials: 20, successes: 16)
    }
    let above = try #require(try? CurveFit.of(level, target: 0.75).get())
    let below = try #require(try? CurveFit.of(level, target: 0.90).get())
    #expect(above.plateau.isReached && above.plateau.advice == .maintain)
    #expect(below.plateau.isReached && below.plateau.advice == .changeTask)
    #expect(below.needed?.expected == nil)
    #expect(below.needed?.sentence.hasPrefix("The target is not reachable at this pace") == true)
    #expect(above.needed?.expected == 0)
  }

  @Test func `trials needed bring the curve to its target`() throws {
    let blocks = simulate(strong, blocks: 15, seed: 2)
    let posterior = try #require(CurvePosterior(blocks))
    let target = posterior.curve.chance(at: 400)
    let needed = posterior.trialsNeeded(to: target, after: 300)
    let expected = try #require(needed.expected)
    #expect(abs(expected - 100) < 1e-6)
    let low = try #require(needed.low)
    #expect(low <= expected && expected <= needed.high ?? .infinity)
  }

  @Test func `what cannot be fitted says why`() {
    let few = [TrialBlock(midtrial: 10, trials: 19, successes: 3)]
    #expect(CurveFit.of(few).reason == "No judgement before 20 answers; there are 19.")
    #expect(CurveFit.of([]).reason != nil)
    for bad in [
      TrialBlock(midtrial: .nan, trials: 20, successes: 3),
      TrialBlock(midtrial: 1, trials: 20, successes: 21),
      TrialBlock(midtrial: 1, trials: 0, successes: 0),
    ] {
      #expect(CurveFit.of([bad]).reason != nil)
      #expect(CurvePosterior([bad]) == nil && CurveLikelihood([bad, bad, bad]) == nil)
    }
    for successes in [0.0, 20] {
      let same = (0..<5).map {
        TrialBlock(midtrial: Double($0) * 20 + 10.5, trials: 20, successes: successes)
      }
      let fit = CurveFit.of(same, target: 0.8).value
      #expect(fit?.likelihood?.boundary != nil)
      #expect(fit?.posterior.curve.asymptote.isFinite == true)
      #expect(fit?.plateau.probability.isNaN == false)
    }
  }
}

import Sonography
import Statistics
import Testing

@Suite struct MixedLogisticTests {
  /// Contagious bovine pleuropneumonia in 15 herds (Lesnoff et al., *Prev. Vet. Med.*, 2004): herd,
  /// new cases, animals, quarter.
  static let herds: [(Int, Double, Double, Int)] = [
    (1, 2, 14, 1), (1, 3, 12, 2), (1, 4, 9, 3), (1, 0, 5, 4), (2, 3, 22, 1), (2, 1, 18, 2),
    (2, 1, 21, 3), (3, 8, 22, 1), (3, 2, 16, 2), (3, 0, 16, 3), (3, 2, 20, 4), (4, 2, 10, 1),
    (4, 0, 10, 2), (4, 2, 9, 3), (4, 0, 6, 4), (5, 5, 18, 1), (5, 0, 25, 2), (5, 0, 24, 3),
    (5, 1, 4, 4), (6, 3, 17, 1), (6, 0, 17, 2), (6, 0, 18, 3), (6, 1, 20, 4), (7, 8, 16, 1),
    (7, 1, 10, 2), (7, 3, 9, 3), (7, 0, 5, 4), (8, 12, 34, 1), (9, 2, 9, 1), (9, 0, 6, 2),
    (9, 0, 8, 3), (9, 0, 6, 4), (10, 1, 22, 1), (10, 1, 22, 2), (10, 0, 18, 3), (10, 2, 22, 4),
    (11, 0, 25, 1), (11, 5, 27, 2), (11, 3, 22, 3), (11, 1, 22, 4), (12, 2, 10, 1), (12, 1, 8, 2),
    (12, 0, 6, 3), (12, 0, 5, 4), (13, 1, 21, 1), (13, 2, 24, 2), (13, 0, 19, 3), (13, 0, 23, 4),
    (14, 11, 19, 1), (14, 0, 2, 2), (14, 0, 3, 3), (14, 0, 2, 4), (15, 1, 19, 1), (15, 1, 15, 2),
    (15, 1, 15, 3), (15, 0, 15, 4),
  ]

  private var rows: [BinomialRow] {
    Self.herds.map { _, cases, animals, quarter in
      BinomialRow(
        predictors: [1] + (2...4).map { $0 == quarter ? 1 : 0 }, successes: cases, trials: animals)
    }
  }

  /// The published fit by Laplace's approximation (Bates et al., *J. Stat. Softw.*, 2015). Its search
  /// stopped some 5e-4 short: our log-likelihood must be no lower.
  @Test func `the cattle herds have their published fit`() throws {
    let fit = try #require(MixedLogistic(rows, levels: [Self.herds.map { $0.0 - 1 }]))
    let published = [-1.398343, -0.991925, -1.128216, -1.579745]
    for (got, want) in zip(fit.coefficients, published) { #expect(abs(got - want) < 1e-3, "\(got)") }
    #expect(abs(fit.factors[0].spread - 0.642070) < 1e-3, "\(fit.factors[0].spread)")
    // As printed: log-likelihood -92.0263, standard errors 0.2312, 0.3032, 0.3228, 0.4220.
    #expect(abs(fit.logLikelihood + 92.0263) < 1e-4, "\(fit.logLikelihood)")
    for (got, want) in zip(fit.standardErrors, [0.2312, 0.3032, 0.3228, 0.4220]) {
      #expect(abs(got - want) < 6e-3, "\(got)")
    }
  }

  @Test func `a second factor without variety changes nothing but its own place`() throws {
    let one = try #require(MixedLogistic(rows, levels: [Self.herds.map { $0.0 - 1 }]))
    let two = try #require(
      MixedLogistic(rows, levels: [Self.herds.map { $0.0 - 1 }, rows.map { _ in 0 }]))
    #expect(two.factors[1].spread < 0.05)
    #expect(zip(one.coefficients, two.coefficients).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  /// Twenty trainees and sixty cases of known spread.
  @Test(arguments: UInt64(1)...5)
  func `simulated answers give back slope and spreads`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func normal() -> Double { normalQuantile(Double.random(in: 0..<1, using: &random)) }
    let trainees = (0..<20).map { _ in 0.9 * normal() }
    let cases = (0..<60).map { _ in 0.8 * normal() }
    var rows: [BinomialRow] = []
    var levels: [[Int]] = [[], []]
    for trainee in trainees.indices {
      for (place, item) in cases.indices.shuffled(using: &random).enumerated() {
        let x = Double(place + 1)
        let line = -0.2 + 0.5 * logOf(x) + trainees[trainee] + cases[item]
        let isRight = Double.random(in: 0..<1, using: &random) < logistic(line)
        rows.append(
          BinomialRow(predictors: [1, logOf(x)], successes: isRight ? 1 : 0, trials: 1))
        levels[0].append(trainee)
        levels[1].append(item)
      }
    }
    let fit = try #require(MixedLogistic(rows, levels: levels))
    #expect(abs(fit.coefficients[1] - 0.5) < 4 * fit.standardErrors[1])
    #expect(abs(fit.factors[0].spread - 0.9) < 0.45 && abs(fit.factors[1].spread - 0.8) < 0.3)
    let swapped = try #require(MixedLogistic(rows, levels: levels.reversed()))
    #expect(abs(swapped.coefficients[1] - fit.coefficients[1]) < 1e-5)
    #expect(abs(swapped.factors[1].spread - fit.factors[0].spread) < 1e-5)
    #expect(fit.factors[0].effects.allSatisfy { $0.1 > 0 && $0.1 < 1 })
  }

  @Test func `rows that cannot be counted have no fit`() {
    let bad = BinomialRow(predictors: [1], successes: 3, trials: 2)
    #expect(MixedLogistic([bad], levels: [[0]]) == nil)
    #expect(MixedLogistic([], levels: [[]]) == nil)
    #expect(MixedLogistic(rows, levels: []) == nil)
    #expect(MixedLogistic(rows, levels: [[0]]) == nil)
    let right = (0..<10).map { _ in BinomialRow(predictors: [1], successes: 1, trials: 1) }
    #expect(MixedLogistic(right, levels: [Array(0..<10)]) == nil)
  }

  @Test func `logistic regression agrees with odds by hand and refuses separation`() throws {
    let rows = [
      BinomialRow(predictors: [1, 0], successes: 10, trials: 40),
      BinomialRow(predictors: [1, 1], successes: 30, trials: 40),
    ]
    let fit = try #require(LogisticRegression(rows))
    #expect(abs(fit.coefficients[0] - logit(0.25)) < 1e-9)
    #expect(abs(fit.coefficients[1] - (logit(0.75) - logit(0.25))) < 1e-9)
    #expect(abs(fit.standardErrors[0] - (1 / 10 + 1 / 30.0).squareRoot()) < 1e-9)
    let separated = (0..<6).map {
      BinomialRow(predictors: [1, Double($0)], successes: $0 < 3 ? 0 : 1, trials: 1)
    }
    #expect(LogisticRegression(separated) == nil)
  }

  private func logOf(_ x: Double) -> Double { logit(x / (1 + x)) }
}

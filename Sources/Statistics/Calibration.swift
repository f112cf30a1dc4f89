import Glibc

/// A stated probability, 0...1, and whether it came true.
package struct Forecast: Hashable, Sendable {
  package var outcome: Bool
  package var probability: Double

  package init(outcome: Bool, probability: Double) {
    self.outcome = outcome
    self.probability = probability
  }

  var hit: Double { outcome ? 1 : 0 }

  /// Held to 0.001...0.999, where every logarithm is finite.
  var held: Forecast {
    Forecast(outcome: outcome, probability: min(0.999, max(0.001, probability)))
  }
}

/// How well stated probabilities match what happened.
package struct Calibration: Hashable, Sendable {
  /// Answers below which the expected calibration error is too biased to show.
  package static let answersForCalibrationError = 200

  package let count: Int
  /// Share of positive outcomes.
  package let prevalence: Double
  /// Mean squared error; 0 is perfect (Brier, 1950).
  package let brier: Double
  /// Over distinct forecasts: Brier = reliability − resolution + uncertainty, exactly (Murphy, 1973).
  package let decomposition: Decomposition
  /// Over ten equal bins, closed on the right; what varies within them is `withinBins`.
  package let binnedDecomposition: Decomposition
  package let bins: [Bin]
  /// Mean −log of the probability given to what happened; undefined where that was 0.
  package let logScore: Figure<Double>
  /// The same with probabilities held to 0.001...0.999.
  package let logScoreHeld: Double
  package let area: Figure<ReceiverCurve>
  /// Mean and largest gap between forecast and outcome over the bins; biased upwards in small sets.
  package let calibrationError: Double
  package let largestCalibrationError: Double
  /// The first of the two, hidden where the set is too small to trust it.
  package let shownCalibrationError: Figure<Double>
  /// Spiegelhalter's z (*Stat. Med.*, 1986): 0 expected of a calibrated forecaster.
  package let spiegelhalter: Figure<ZTest>

  package struct Decomposition: Hashable, Sendable {
    package let reliability: Double
    package let resolution: Double
    package let uncertainty: Double
    /// Brier less the three: 0 where every forecast in a group is the same.
    package let withinBins: Double
  }

  package struct Bin: Hashable, Sendable {
    package let low: Double
    package let high: Double
    package let count: Int
    package let meanForecast: Double
    package let observed: Double
  }

  package init(_ answers: [Forecast]) throws(Undefined) {
    guard !answers.isEmpty else { throw Undefined("There are no answers.") }
    guard answers.allSatisfy({ (0...1).contains($0.probability) }) else {
      throw Undefined("A probability lies outside 0...1.")
    }
    let n = Double(answers.count)
    let brier = answers.reduce(0) { $0 + square($1.probability - $1.hit) } / n
    let distinct = Dictionary(grouping: answers, by: \.probability).sorted { $0.key < $1.key }
    let binned = Dictionary(grouping: answers) { bin(of: $0.probability) }.sorted { $0.key < $1.key }
    count = answers.count
    prevalence = answers.reduce(0) { $0 + $1.hit } / n
    self.brier = brier
    decomposition = Decomposition(distinct.map(\.value), brier)
    binnedDecomposition = Decomposition(binned.map(\.value), brier)
    bins = binned.map { Bin(index: $0.key, $0.value) }
    logScore = Self.logScore(answers)
    logScoreHeld = meanLogLoss(answers.map { $0.held })
    area = Self.area(answers)
    let gaps = bins.map { (weight: Double($0.count) / n, gap: abs($0.observed - $0.meanForecast)) }
    let error = gaps.reduce(0) { $0 + $1.weight * $1.gap }
    calibrationError = error
    largestCalibrationError = gaps.map(\.gap).max() ?? 0
    shownCalibrationError =
      answers.count >= Self.answersForCalibrationError
      ? .success(error)
      : .none(
        "Needs \(Self.answersForCalibrationError) answers, and there are \(answers.count): "
          + "below that it is biased upwards.")
    spiegelhalter = Self.spiegelhalter(answers)
  }

  private static func logScore(_ answers: [Forecast]) -> Figure<Double> {
    let loss = meanLogLoss(answers)
    return loss.isFinite
      ? .success(loss) : .none("Something happened that was given probability 0.")
  }

  private static func area(
    _ answers: [Forecast]
  ) -> Figure<ReceiverCurve> {
    let curve = ReceiverCurve(
      positive: answers.filter(\.outcome).map(\.probability),
      negative: answers.filter { !$0.outcome }.map(\.probability))
    return curve.map { .success($0) } ?? .none("Needs positive and negative outcomes.")
  }

  private static func spiegelhalter(
    _ answers: [Forecast]
  ) -> Figure<ZTest> {
    let sums = answers.reduce((top: 0.0, bottom: 0.0)) { sums, answer in
      let (p, tilt) = (answer.probability, 1 - 2 * answer.probability)
      return (sums.top + (answer.hit - p) * tilt, sums.bottom + tilt * tilt * p * (1 - p))
    }
    guard sums.bottom > 0 else { return .none("Every forecast is 0, 0.5 or 1.") }
    let z = sums.top / sums.bottom.squareRoot()
    return .success(ZTest(z: z))
  }
}

extension Calibration.Decomposition {
  fileprivate init(_ groups: [[Forecast]], _ brier: Double) {
    let n = Double(groups.reduce(0) { $0 + $1.count })
    let base = groups.joined().reduce(0) { $0 + $1.hit } / n
    var (reliability, resolution) = (0.0, 0.0)
    for group in groups {
      let size = Double(group.count)
      let observed = group.reduce(0) { $0 + $1.hit } / size
      let forecast = group.reduce(0) { $0 + $1.probability } / size
      reliability += size / n * square(forecast - observed)
      resolution += size / n * square(observed - base)
    }
    let uncertainty = base * (1 - base)
    self.init(
      reliability: reliability, resolution: resolution, uncertainty: uncertainty,
      withinBins: brier - reliability + resolution - uncertainty)
  }
}

extension Calibration.Bin {
  fileprivate init(index: Int, _ answers: [Forecast]) {
    let n = Double(answers.count)
    self.init(
      low: Double(index) / 10, high: Double(index + 1) / 10, count: answers.count,
      meanForecast: answers.reduce(0) { $0 + $1.probability } / n,
      observed: answers.reduce(0) { $0 + $1.hit } / n)
  }
}

/// Ten bins, each closed on its right; the first holds 0 as well.
private func bin(of probability: Double) -> Int {
  (0..<9).first { probability <= Double($0 + 1) / 10 } ?? 9
}

private func meanLogLoss(_ answers: [Forecast]) -> Double {
  let sum = answers.reduce(0) {
    $0 - ($1.outcome ? log($1.probability) : log1p(-$1.probability))
  }
  return sum / Double(answers.count)
}

private func square(_ x: Double) -> Double { x * x }

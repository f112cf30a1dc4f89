import Glibc
import Statistics

/// What a curve's posterior says of trials to come.
extension CurvePosterior {
  /// A gain below two points over the next fifty trials, with four in five certainty: a plateau.
  package static let plateauTrials = 50.0
  package static let plateauGain = 0.02
  package static let plateauCertainty = 0.80

  /// Probability that the chance grows by less than `gain` over the next `ahead` trials.
  package func probabilityOfGain(
    below gain: Double = plateauGain, after trial: Double, ahead: Double = plateauTrials
  ) -> Double {
    integrate { start, trials in
      let share = exp(-trial / trials) - exp(-(trial + ahead) / trials)
      // gain < g ⇔ A < s + g / share
      return share <= 0 ? .infinity : logitClamped(start + gain / share)
    }
  }

  /// Probability that the chance at a trial is at least `target`; trial ∞ asks for the asymptote.
  package func probability(reaching target: Double, by trial: Double) -> Double {
    1
      - integrate { start, trials in
        let fade = exp(-trial / trials)
        // p ≥ target ⇔ A ≥ (target - s e) / (1 - e)
        if fade == 1 { return start >= target ? -.infinity : .infinity }
        return logitClamped((target - start * fade) / (1 - fade))
      }
  }

  /// Trials still needed to reach a target.
  package func trialsNeeded(to target: Double, after trial: Double) -> TrialsNeeded {
    let reachable = probability(reaching: target, by: .infinity)
    guard let total = curve.trial(reaching: target) else {
      return TrialsNeeded(expected: nil, low: nil, high: nil, reachable: reachable)
    }
    let low = trialWhen(probability: 0.05, reaching: target) ?? 0
    let high = trialWhen(probability: 0.95, reaching: target)
    return TrialsNeeded(
      expected: max(0, total - trial), low: max(0, low - trial),
      high: high.map { max(0, $0 - trial) }, reachable: reachable)
  }

  /// The first trial by which the target is reached with this probability; nil beyond 100,000.
  private func trialWhen(probability: Double, reaching target: Double) -> Double? {
    var (low, high) = (0.0, 1e5)
    if self.probability(reaching: target, by: high) < probability { return nil }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if self.probability(reaching: target, by: middle) < probability {
        low = middle
      } else {
        high = middle
      }
    }
    return (low + high) / 2
  }

  /// Mean over start and speed of the chance that logit A lies below a limit which depends on them.
  ///
  /// Given the other two, logit A is normal, so only two dimensions are summed: a regular grid over
  /// ±5 standard deviations, exact to many digits for functions this smooth.
  private func integrate(limit: (_ start: Double, _ trials: Double) -> Double) -> Double {
    guard let outer = Cholesky(outerCovariance, size: 2) else { return 0 }
    let inverse = outer.inverse
    // Regression of logit A on logit s and ln τ.
    let (c1, c2) = (covariance[1], covariance[2])
    let slopes = (c1 * inverse[0] + c2 * inverse[2], c1 * inverse[1] + c2 * inverse[3])
    let rest = max(1e-12, covariance[0] - slopes.0 * c1 - slopes.1 * c2).squareRoot()
    let spreadS = covariance[4].squareRoot()
    let tilt = covariance[5] / covariance[4]
    let spreadT = max(1e-12, covariance[8] - tilt * covariance[5]).squareRoot()
    var (sum, weights) = (0.0, 0.0)
    for i in -20...20 {
      let z = Double(i) / 4
      for j in -20...20 {
        let y = Double(j) / 4
        let weight = exp(-(z * z + y * y) / 2)
        let awayS = z * spreadS
        let awayT = tilt * awayS + y * spreadT
        let edge = limit(logistic(place[1] + awayS), exp(place[2] + awayT))
        let middle = place[0] + slopes.0 * awayS + slopes.1 * awayT
        sum += weight * normalProbability((edge - middle) / rest)
        weights += weight
      }
    }
    return sum / weights
  }

  private var outerCovariance: [Double] {
    [covariance[4], covariance[5], covariance[7], covariance[8]]
  }

  private func logitClamped(_ p: Double) -> Double {
    p >= 1 ? .infinity : p <= 0 ? -.infinity : logit(p)
  }
}

/// How many more trials until a target, and how sure that is.
package struct TrialsNeeded: Hashable, Sendable {
  /// On the most plausible curve; nil where that never reaches the target.
  package let expected: Double?
  /// With 5 % and with 95 % probability reached by then; `high` is nil where 95 % never is.
  package let low: Double?
  package let high: Double?
  /// Probability that the target is reached at all.
  package let reachable: Double

  package var sentence: String {
    guard let expected, let low else {
      return "The target is not reachable at this pace: the curve levels off below it "
        + "(probability of getting there: \(percent(reachable)))."
    }
    if expected == 0 { return "The target is reached." }
    let range =
      high.map { "90 % interval \(count(low)) to \(count($0))" }
      ?? "at least \(count(low)); perhaps never"
    return "About \(count(expected)) more answers until the target (\(range))."
  }

  private func count(_ trials: Double) -> String { String(Int(trials.rounded(.up))) }
}

/// A share in whole per cent.
func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

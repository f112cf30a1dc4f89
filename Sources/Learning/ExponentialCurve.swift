import Glibc
import Statistics

/// The learning curve p(n) = A - (A - s) e^(-n/τ): where it starts, where it ends, how fast.
package struct ExponentialCurve: Hashable, Sendable {
  /// Chance of success long after and at the start, 0...1.
  package var asymptote: Double
  package var start: Double
  /// τ: trials until 63 % of the way is gone.
  package var trials: Double

  package init(asymptote: Double, start: Double, trials: Double) {
    self.asymptote = asymptote
    self.start = start
    self.trials = trials
  }

  package func chance(at trial: Double) -> Double {
    asymptote - (asymptote - start) * exp(-trial / trials)
  }

  /// The trial at which a chance is reached; nil where the curve never gets there.
  package func trial(reaching target: Double) -> Double? {
    if start >= target { return 0 }
    guard asymptote > target else { return nil }
    return -trials * log((asymptote - target) / (asymptote - start))
  }
}

/// A block of trials: where its middle lies and how many succeeded.
package struct TrialBlock: Hashable, Sendable {
  package var midtrial: Double
  package var trials: Double
  /// Graded results count as effective successes.
  package var successes: Double

  package init(midtrial: Double, trials: Double, successes: Double) {
    self.midtrial = midtrial
    self.trials = trials
    self.successes = successes
  }

  package var isSound: Bool {
    midtrial.isFinite && midtrial >= 0 && trials.isFinite && trials > 0 && 0 <= successes
      && successes <= trials
  }
}

extension [TrialBlock] {
  /// Binomial log-likelihood of a curve, with the binomial coefficients.
  func logLikelihood(_ curve: ExponentialCurve) -> Double {
    reduce(0) { sum, block in
      let p = Swift.min(1, Swift.max(0, curve.chance(at: block.midtrial)))
      let failures = block.trials - block.successes
      return sum + (block.successes > 0 ? block.successes * log(p) : 0)
        + (failures > 0 ? failures * log1p(-p) : 0) + logChoose(block.trials, block.successes)
    }
  }

  var trialCount: Double { reduce(0) { $0 + $1.trials } }
}

/// What is thought of a curve before any answer: weak, and in logits and logarithms.
package struct CurvePrior: Hashable, Sendable {
  /// Of logit A, logit s and ln τ.
  package var asymptote = Belief(mean: 2, spread: 0.7)
  package var start = Belief(mean: 0, spread: 1)
  package var trials = Belief(mean: log(80), spread: 0.8)

  package init() {}

  /// A normal distribution.
  package struct Belief: Hashable, Sendable {
    package var mean: Double
    package var spread: Double

    package init(mean: Double, spread: Double) {
      self.mean = mean
      self.spread = spread
    }
  }

  /// No opinion at all: what is left is likelihood.
  static var flat: Self {
    var prior = Self()
    prior.asymptote.spread = .infinity
    prior.start.spread = .infinity
    prior.trials.spread = .infinity
    return prior
  }

  var all: [Belief] { [asymptote, start, trials] }
}

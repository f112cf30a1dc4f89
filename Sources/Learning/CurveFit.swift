import Glibc
package import Statistics

/// One skill's curve fitted: where it ends with and without a prior, whether it has levelled off, and
/// what follows from that.
package struct CurveFit: Sendable {
  /// Trials answered so far.
  package let trials: Double
  package let posterior: CurvePosterior
  /// Nil with fewer than three blocks.
  package let likelihood: CurveLikelihood?
  /// The fallback with two parameters: logit p = a + b ln n.
  package let logitLog: LogisticRegression?
  package let plateau: Plateau
  /// Nil without a target.
  package let needed: TrialsNeeded?

  /// - Parameter target: the chance of success asked for, 0...1.
  package static func of(_ blocks: [TrialBlock], target: Double? = nil) -> Figure<Self> {
    guard blocks.allSatisfy(\.isSound) else {
      return .none("A block has no trials, more successes than trials or a place below 0.")
    }
    let trials = blocks.trialCount
    guard trials >= Double(LearningCurve.window) else {
      return .none(
        "No judgement before \(LearningCurve.window) answers; there are \(Int(trials)).")
    }
    guard let posterior = CurvePosterior(blocks) else {
      return .none("No curve settles on these answers.")
    }
    return .success(Self(blocks, posterior, target))
  }

  private init(_ blocks: [TrialBlock], _ posterior: CurvePosterior, _ target: Double?) {
    trials = blocks.trialCount
    self.posterior = posterior
    likelihood = CurveLikelihood(blocks)
    logitLog = LogisticRegression(
      blocks.filter { $0.midtrial > 0 }.map {
        BinomialRow(
          predictors: [1, log($0.midtrial)], successes: $0.successes, trials: $0.trials)
      })
    plateau = Plateau(of: posterior, after: trials, target: target)
    needed = target.map { posterior.trialsNeeded(to: $0, after: blocks.trialCount) }
  }

  /// The two-parameter curve describes the answers better than one whose ends are not determined.
  package var prefersLogitLog: Bool {
    guard let logitLog, let likelihood else { return false }
    return likelihood.boundary != nil && logitLog.aic < likelihood.aic
  }
}

/// Whether a curve has levelled off, and what to do about it.
package struct Plateau: Hashable, Sendable {
  /// Probability that the next fifty answers gain less than two points.
  package let probability: Double
  package let isReached: Bool
  package let advice: Advice

  package enum Advice: String, Hashable, Codable, Sendable {
    /// Still climbing: more of the same.
    case goOn
    /// Levelled off at or above the target: refreshers suffice.
    case maintain
    /// Levelled off below the target: contrast pairs and more feedback, not more of the same.
    case changeTask
    /// Levelled off, and nobody named a target.
    case nameTarget
  }

  init(of posterior: CurvePosterior, after trials: Double, target: Double?) {
    probability = posterior.probabilityOfGain(after: trials)
    isReached = probability > CurvePosterior.plateauCertainty
    let here = posterior.curve.chance(at: trials)
    advice = !isReached ? .goOn : target.map { here >= $0 ? .maintain : .changeTask } ?? .nameTarget
  }

  package var sentence: String {
    let odds = "probability \(percent(probability)) that 50 more answers gain less than 2 points"
    return switch advice {
    case .goOn: "Still climbing (\(odds))."
    case .maintain: "Levelled off at or above the target (\(odds)): refreshers keep it."
    case .changeTask:
      "Levelled off below the target (\(odds)): change the task, with contrast pairs and more "
        + "feedback, rather than more of the same."
    case .nameTarget: "Levelled off (\(odds))."
    }
  }
}

/// One case read twice: alone, then with an AI's answer in view.
package struct RelianceCase: Hashable, Sendable {
  /// Whether the first answer, the AI's and the last were right.
  package var unaidedIsRight: Bool
  package var aiIsRight: Bool
  package var aidedIsRight: Bool
  /// Whether the first and the last answer were the AI's.
  package var unaidedIsAI: Bool
  package var aidedIsAI: Bool
  /// Whether the case is positive; nil where truth has more than two values.
  package var isPositive: Bool?

  package init(
    unaidedIsRight: Bool, aiIsRight: Bool, aidedIsRight: Bool, unaidedIsAI: Bool, aidedIsAI: Bool,
    isPositive: Bool? = nil
  ) {
    self.unaidedIsRight = unaidedIsRight
    self.aiIsRight = aiIsRight
    self.aidedIsRight = aidedIsRight
    self.unaidedIsAI = unaidedIsAI
    self.aidedIsAI = aidedIsAI
    self.isPositive = isPositive
  }

  /// Answers of any kind that can be compared.
  package init<Answer: Equatable>(
    truth: Answer, unaided: Answer, ai: Answer, aided: Answer, isPositive: Bool? = nil
  ) {
    self.init(
      unaidedIsRight: unaided == truth, aiIsRight: ai == truth, aidedIsRight: aided == truth,
      unaidedIsAI: unaided == ai, aidedIsAI: aided == ai, isPositive: isPositive)
  }
}

/// How a reader uses an AI's advice, from sequential reads whose first answer was locked.
///
/// Accuracy alone hides it: the net effect can be good while half of all wrong advice is followed.
/// Reference: Schemmer et al., *Appropriate Reliance on AI Advice* (IUI, 2023). Intervals of shares are
/// Wilson's.
package struct Reliance: Hashable, Sendable {
  /// Chances at wrong advice below which nothing is said about over-reliance.
  package static let chancesForJudgement = 10

  package let cases: Int
  package let unaidedAccuracy: Proportion
  package let aidedAccuracy: Proportion
  package let aiAccuracy: Proportion
  /// Relative AI reliance: first answer wrong, AI right → last answer right.
  package let rair: Proportion
  /// Relative self-reliance: first answer right, AI wrong → last answer right.
  package let rsr: Proportion
  /// 1 − RSR: right answers given up for wrong advice. 1 − RAIR: right advice not taken.
  package let overReliance: Proportion
  package let underReliance: Proportion
  /// Last answer the AI's, among first answers that were not.
  package let switchFraction: Proportion
  /// Last answer the AI's, among all.
  package let agreement: Proportion
  /// Advice followed where it differed from the first answer: where it was right, and where wrong.
  package let followedRight: Proportion
  package let followedWrong: Proportion
  /// Wrong to right, and right to wrong, whatever the AI said.
  package let beneficialSwitches: Int
  package let harmfulSwitches: Int
  /// Of both kinds, those no advice called for: the AI agreed with the first answer being right or
  /// wrong.
  package let selfInflictedChanges: Int
  package let sensitivityGain: Figure<Double>
  package let specificityGain: Figure<Double>

  package init(_ cases: [RelianceCase]) {
    func share(
      of chosen: (RelianceCase) -> Bool, _ holds: (RelianceCase) -> Bool
    ) -> Proportion {
      let among = cases.filter(chosen)
      return Proportion(successes: Double(among.count(where: holds)), trials: among.count)
    }
    self.cases = cases.count
    unaidedAccuracy = share(of: { _ in true }, \.unaidedIsRight)
    aidedAccuracy = share(of: { _ in true }, \.aidedIsRight)
    aiAccuracy = share(of: { _ in true }, \.aiIsRight)
    rair = share(of: { !$0.unaidedIsRight && $0.aiIsRight }, \.aidedIsRight)
    rsr = share(of: { $0.unaidedIsRight && !$0.aiIsRight }, \.aidedIsRight)
    overReliance = share(of: { $0.unaidedIsRight && !$0.aiIsRight }) { !$0.aidedIsRight }
    underReliance = share(of: { !$0.unaidedIsRight && $0.aiIsRight }) { !$0.aidedIsRight }
    switchFraction = share(of: { !$0.unaidedIsAI }, \.aidedIsAI)
    agreement = share(of: { _ in true }, \.aidedIsAI)
    followedRight = share(of: { !$0.unaidedIsAI && $0.aiIsRight }, \.aidedIsAI)
    followedWrong = share(of: { !$0.unaidedIsAI && !$0.aiIsRight }, \.aidedIsAI)
    beneficialSwitches = cases.count { !$0.unaidedIsRight && $0.aidedIsRight }
    harmfulSwitches = cases.count { $0.unaidedIsRight && !$0.aidedIsRight }
    selfInflictedChanges = cases.count {
      $0.unaidedIsRight != $0.aidedIsRight && $0.unaidedIsRight == $0.aiIsRight
    }
    sensitivityGain = gain(cases.filter { $0.isPositive == true }, "positive")
    specificityGain = gain(cases.filter { $0.isPositive == false }, "negative")
  }

  /// Beneficial less harmful switches.
  package var netBenefit: Int { beneficialSwitches - harmfulSwitches }

  /// Whether accuracy changed, on the cases where it did.
  package var mcNemar: McNemar {
    McNemar(firstOnly: harmfulSwitches, secondOnly: beneficialSwitches)
  }

  /// RSR once there were enough chances at wrong advice to be misled.
  package var judgedSelfReliance: Figure<Proportion> {
    rsr.trials >= Self.chancesForJudgement
      ? .success(rsr)
      : .none(
        "Not enough evidence: needs \(Self.chancesForJudgement) chances at wrong advice after a right "
          + "answer, and there were \(rsr.trials).")
  }

  /// P(follow | advice right) − P(follow | advice wrong) among disagreements, with Newcombe's
  /// interval; above 0 good advice is told from bad, otherwise only trust moved.
  package func discrimination(confidence: Double = 0.95) throws(Undefined) -> (
    value: Double, interval: Interval
  ) {
    guard let right = followedRight.value, let wrong = followedWrong.value,
      let a = followedRight.wilson(confidence: confidence),
      let b = followedWrong.wilson(confidence: confidence)
    else { throw Undefined("Needs right and wrong advice that differed from the first answer.") }
    func apart(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
    let value = right - wrong
    return (
      value,
      Interval(
        low: value - apart(right - a.low, b.high - wrong),
        high: value + apart(a.high - right, wrong - b.low))
    )
  }
}

/// Aided less unaided share of right answers.
private func gain(_ cases: [RelianceCase], _ kind: String) -> Figure<Double> {
  guard !cases.isEmpty else { return .none("There is no \(kind) case, or truth has more values.") }
  let change = cases.count(where: \.aidedIsRight) - cases.count(where: \.unaidedIsRight)
  return .success(Double(change) / Double(cases.count))
}

/// The weight of advice: the share of the way from the first rating to the AI's that the last rating
/// went. 0 keeps one's own, 1 takes the AI's.
package struct WeightOfAdvice: Hashable, Sendable {
  package let mean: Double
  package let count: Int
  /// Of the mean, on t; nil with one case.
  package let interval: Interval?

  /// - Parameter ratings: first, the AI's, last; cases where the first two are equal say nothing, and
  ///   each weight is held to -1...2.
  package init(_ ratings: [(unaided: Double, ai: Double, aided: Double)], confidence: Double = 0.95)
    throws(Undefined)
  {
    let weights = ratings.filter { $0.ai != $0.unaided }.map {
      min(2, max(-1, ($0.aided - $0.unaided) / ($0.ai - $0.unaided)))
    }
    guard let mean = Statistics.mean(weights) else {
      throw Undefined("The AI's rating never differed from the first one.")
    }
    let n = Double(weights.count)
    self.mean = mean
    count = weights.count
    guard weights.count > 1 else {
      interval = nil
      return
    }
    let reach =
      studentQuantile(0.5 + confidence / 2, df: n - 1) * (sampleVariance(weights) / n).squareRoot()
    interval = Interval(low: mean - reach, high: mean + reach)
  }
}

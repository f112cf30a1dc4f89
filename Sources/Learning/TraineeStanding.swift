package import Statistics

/// Where one trainee stands, kept up answer by answer.
///
/// A small value that can be stored: taking in an answer costs the same after ten thousand answers as
/// after ten, and gives the same state as working it out anew from all of them. Only first, unaided
/// answers count as evidence; repeats feed the memory of pattern families, aided reads the reliance.
package struct TraineeStanding: Hashable, Codable, Sendable {
  /// Cases the quotas look back on, and severe under-calls the certificate does.
  package static let quotaWindow = 40
  package static let underCallWindow = 50

  /// All answers, and those that count.
  package private(set) var answers = 0
  package private(set) var counted = 0
  package private(set) var lastOrder: Int?
  package private(set) var lastDay: Double?
  package private(set) var skills: [SkillKey: SkillStanding] = [:]
  /// Per pattern family.
  package private(set) var memories: [String: PatternMemory] = [:]
  package private(set) var exposures: [String: Int] = [:]
  /// Families of the last two answers, oldest first.
  package private(set) var lastFamilies: [String] = []
  /// The last forty cases, oldest first.
  package private(set) var recent: [CaseKind] = []
  /// Of the last fifty counted answers: a severe under-call.
  package private(set) var underCalls: [Bool] = []
  package private(set) var probes = ProbeTally()
  package private(set) var calibration = LikelihoodTally()
  package private(set) var reliance = RelianceMap()

  package init() {}

  /// Worked out anew. Answers may come in any order.
  package init(of attempts: [LearningAttempt], policy: LearningPolicy) {
    for attempt in attempts.sorted(by: { $0.order < $1.order }) { take(attempt, policy) }
  }

  /// Takes in the next answer.
  ///
  /// - Returns: false, and nothing is changed, when a later answer has been taken in already: then the
  ///   standing must be worked out anew.
  @discardableResult
  package mutating func take(_ attempt: LearningAttempt, _ policy: LearningPolicy) -> Bool {
    guard attempt.day.isFinite, lastOrder.map({ $0 < attempt.order }) ?? true else { return false }
    answers += 1
    lastOrder = attempt.order
    lastDay = max(lastDay ?? attempt.day, attempt.day)
    keep(CaseKind(attempt.profile), in: &recent, last: Self.quotaWindow)
    remember(attempt)
    if let exchange = attempt.exchange { reliance.add(exchange) }
    if attempt.counts { count(attempt, policy) }
    return true
  }

  private mutating func remember(_ attempt: LearningAttempt) {
    guard let family = attempt.profile.family else { return }
    keep(family, in: &lastFamilies, last: 2)
    exposures[family, default: 0] += 1
    guard let rating = attempt.rating, !attempt.profile.isProbe else { return }
    if memories[family] == nil {
      memories[family] = PatternMemory(rating, day: attempt.day)
    } else {
      memories[family]?.review(rating, day: attempt.day)
    }
  }

  private mutating func count(_ attempt: LearningAttempt, _ policy: LearningPolicy) {
    counted += 1
    keep(attempt.isSevereUnderCall, in: &underCalls, last: Self.underCallWindow)
    if attempt.profile.isProbe { probes.add(attempt) }
    if let likelihood = attempt.likelihood, (0...1).contains(likelihood) {
      calibration.add(likelihood, isMalignant: attempt.profile.isMalignant)
    }
    for (key, result) in attempt.results where (0...1).contains(result) {
      skills[key, default: SkillStanding(policy)].take(
        result, attempt.profile.items[key], isProbe: attempt.profile.isProbe, day: attempt.day,
        policy)
    }
  }

  private func keep<Value>(_ value: Value, in list: inout [Value], last count: Int) {
    list.append(value)
    if list.count > count { list.removeFirst(list.count - count) }
  }
}

/// What kind of case was seen, for the quotas.
package struct CaseKind: Hashable, Codable, Sendable {
  package var isMalignant: Bool
  package var isHardNegative: Bool
  package var isProbe: Bool
  package var isAIWrong: Bool

  package init(_ profile: CaseProfile) {
    isMalignant = profile.isMalignant
    isHardNegative = profile.isHardNegative
    isProbe = profile.isProbe
    isAIWrong = profile.aiError != nil
  }
}

/// Counted answers on probe cases against pathology.
package struct ProbeTally: Hashable, Codable, Sendable {
  package private(set) var malignant = 0
  package private(set) var other = 0
  package private(set) var hits = 0
  package private(set) var correctNegatives = 0
  package private(set) var lastDay: Double?

  package init() {}

  mutating func add(_ attempt: LearningAttempt) {
    if attempt.profile.isMalignant {
      malignant += 1
      if attempt.calledPositive { hits += 1 }
    } else {
      other += 1
      if !attempt.calledPositive { correctNegatives += 1 }
    }
    lastDay = max(lastDay ?? attempt.day, attempt.day)
  }

  package var count: Int { malignant + other }
  package var sensitivity: Proportion { Proportion(successes: Double(hits), trials: malignant) }
  package var specificity: Proportion {
    Proportion(successes: Double(correctNegatives), trials: other)
  }
}

/// Stated likelihoods of malignancy in whole per cent, against pathology.
package struct LikelihoodTally: Hashable, Codable, Sendable {
  /// Per cent → cases, and malignant ones among them.
  package private(set) var cases: [Int: Int] = [:]
  package private(set) var malignant: [Int: Int] = [:]

  package init() {}

  mutating func add(_ likelihood: Double, isMalignant: Bool) {
    let percent = Int((likelihood * 100).rounded())
    cases[percent, default: 0] += 1
    if isMalignant { malignant[percent, default: 0] += 1 }
  }

  package var count: Int { cases.values.reduce(0, +) }

  /// Cox's calibration: logit P(malignant) = a + b logit(stated). A slope below 1 is over-confident.
  /// Likelihoods of 0 and 100 % count as 0.1 and 99.9 %.
  package var cox: Figure<(intercept: Double, slope: Double)> {
    let rows = cases.keys.sorted().map { percent in
      BinomialRow(
        predictors: [1, logit(min(0.999, max(0.001, Double(percent) / 100)))],
        successes: Double(malignant[percent] ?? 0), trials: Double(cases[percent] ?? 0))
    }
    guard let fit = LogisticRegression(rows) else {
      return .none(
        "Calibration needs several stated likelihoods with both outcomes that are not perfectly "
          + "separated; there are \(count) answers.")
    }
    return .success((fit.coefficients[0], fit.coefficients[1]))
  }
}

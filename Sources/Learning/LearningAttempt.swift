package import Sonography

/// One answered case as learning sees it: facts of the case and results of the answer.
///
/// Difficulties and expert scores are those in force when the answer was given, so that a standing
/// kept up answer by answer equals one worked out anew.
package struct LearningAttempt: Hashable, Codable, Sendable {
  package var id: String
  /// Ascending along the trainee's answers.
  package var order: Int
  /// When it was given; any day count, with fractions.
  package var day: Double
  package var profile: CaseProfile
  /// The trainee had not answered this case before.
  package var isFirst: Bool
  /// No AI output had been seen for this case when the counted answer was locked.
  package var isUnaided: Bool
  /// 0...1 per skill the case exercised.
  package var results: [SkillKey: Double]
  /// The read called for tissue.
  package var calledPositive: Bool
  /// Stated probability of malignancy, 0...1.
  package var likelihood: Double?
  /// A lesion that pathology or the panel puts at 4C or 5 was called below biopsy.
  package var isSevereUnderCall: Bool
  /// How this review of the pattern went; nil where families are not scheduled.
  package var rating: PatternMemory.Rating?
  /// What happened once the AI was shown; nil where it was not.
  package var exchange: AIExchange?

  package init(
    id: String, order: Int, day: Double, profile: CaseProfile, isFirst: Bool, isUnaided: Bool,
    results: [SkillKey: Double], calledPositive: Bool, likelihood: Double? = nil,
    isSevereUnderCall: Bool = false, rating: PatternMemory.Rating? = nil,
    exchange: AIExchange? = nil
  ) {
    self.id = id
    self.order = order
    self.day = day
    self.profile = profile
    self.isFirst = isFirst
    self.isUnaided = isUnaided
    self.results = results
    self.calledPositive = calledPositive
    self.likelihood = likelihood
    self.isSevereUnderCall = isSevereUnderCall
    self.rating = rating
    self.exchange = exchange
  }

  /// Counts as evidence of ability: first and unaided.
  package var counts: Bool { isFirst && isUnaided }
}

/// What learning needs to know about a case. It holds truth: never shown before the answer.
package struct CaseProfile: Hashable, Codable, Sendable, Identifiable {
  package var id: String
  /// The family of looks it belongs to; nil where nobody sorted it.
  package var family: String?
  package var isMalignant: Bool
  /// Normal or benign, and easily taken for cancer.
  package var isHardNegative: Bool
  /// Kept for testing: no feedback, never used for teaching.
  package var isProbe: Bool
  /// How the AI errs on it; nil where it is right or not asked.
  package var aiError: AIErrorKind?
  /// Per skill the case exercises.
  package var items: [SkillKey: Item]

  package init(
    id: String, family: String? = nil, isMalignant: Bool, isHardNegative: Bool = false,
    isProbe: Bool = false, aiError: AIErrorKind? = nil, items: [SkillKey: Item]
  ) {
    self.id = id
    self.family = family
    self.isMalignant = isMalignant
    self.isHardNegative = isHardNegative
    self.isProbe = isProbe
    self.aiError = aiError
    self.items = items
  }

  /// One skill on one case.
  package struct Item: Hashable, Codable, Sendable {
    /// In logits.
    package var difficulty: Double
    /// Chance of success by guessing: 0 for free marks, 1/m for a forced choice.
    package var guess: Double
    /// What the experts are expected to score here, 0...1.
    package var expertScore: Double

    package init(difficulty: Double, guess: Double = 0, expertScore: Double) {
      self.difficulty = difficulty
      self.guess = guess
      self.expertScore = expertScore
    }
  }
}

/// How an AI reader can be wrong about a case.
package enum AIErrorKind: String, Hashable, Codable, Sendable, CaseIterable {
  case miss, falseAlarm, wrongCategory
}

/// A sequential read: locked unaided answer, then the AI, then the final answer.
package struct AIExchange: Hashable, Codable, Sendable {
  package var mode: AIMode
  /// Nil where the AI was right.
  package var error: AIErrorKind?
  package var unaidedRight: Bool
  package var finalRight: Bool
  /// The trainee's answer equalled the AI's, before and after it was shown.
  package var agreedBefore: Bool
  package var agreedAfter: Bool

  package init(
    mode: AIMode, error: AIErrorKind?, unaidedRight: Bool, finalRight: Bool, agreedBefore: Bool,
    agreedAfter: Bool
  ) {
    self.mode = mode
    self.error = error
    self.unaidedRight = unaidedRight
    self.finalRight = finalRight
    self.agreedBefore = agreedBefore
    self.agreedAfter = agreedAfter
  }

  package var aiRight: Bool { error == nil }
}

/// One named number with its unit and one sentence a trainee understands.
package struct Measure: Hashable, Codable, Sendable {
  /// Stable camelCase name, such as `lesionLocalizationFraction`.
  package var name: String
  /// Nil with `reason` when it cannot be said.
  package var value: Double?
  /// `fraction`, `perMinute`, `seconds`, `millimetres`, `percent`, `frames`, `steps`, `count`,
  /// `nats`.
  package var unit: String
  package var sentence: String
  /// Why there is no value.
  package var reason: String?

  package init(name: String, value: Double?, unit: String, sentence: String, reason: String? = nil) {
    self.name = name
    self.value = value
    self.unit = unit
    self.sentence = sentence
    self.reason = reason
  }
}

/// The measures of one read, and everything needed to compute them again.
package struct Score: Hashable, Codable, Sendable {
  /// Name and version of the rubric, such as `sonodrill-2`.
  package var rubric: String
  /// The whole of it with its digest; nil in scores from before it was kept.
  package var rule: ScoredRule?
  package var lexicon: String
  /// SHA-256 of the lexicon; nil in scores from before it was kept.
  package var lexiconDigest: String?
  package var measures: [Measure]
  package var lesions: [LesionOutcome]
  package var falseMarks: [FalseMark]
  /// Marks that count neither for nor against: further marks on a lesion already found, and marks
  /// on a place only some experts accept.
  package var setAside: [String]
  /// Evidence for learning: skill → graded result, 0...1. Only skills this case exercises.
  package var skills: [String: Double]
  /// Answer against pathology: the read called for tissue (`positive`) and the case is malignant.
  package var calledPositive: Bool
  package var isMalignant: Bool
  /// The category that counted for the case.
  package var assessment: Assessment?
  /// One sentence that opens the feedback.
  package var verdict: String

  package init(
    rubric: String, rule: Rubric? = nil, lexicon: String, lexiconDigest: String? = nil,
    measures: [Measure], lesions: [LesionOutcome],
    falseMarks: [FalseMark], setAside: [String] = [], skills: [String: Double],
    calledPositive: Bool, isMalignant: Bool, assessment: Assessment?, verdict: String
  ) {
    self.rubric = rubric
    self.rule = rule.map(ScoredRule.init)
    self.lexicon = lexicon
    self.lexiconDigest = lexiconDigest
    self.measures = measures
    self.lesions = lesions
    self.falseMarks = falseMarks
    self.setAside = setAside
    self.skills = skills
    self.calledPositive = calledPositive
    self.isMalignant = isMalignant
    self.assessment = assessment
    self.verdict = verdict
  }

  package func measure(_ name: String) -> Measure? { measures.first { $0.name == name } }
}

/// The parameters a score was made with.
package struct ScoredRule: Hashable, Codable, Sendable {
  package var digest: String
  package var matching: MatchingRule
  package var grading: GradingRule

  package init(_ rubric: Rubric) {
    digest = rubric.digest
    matching = rubric.matching
    grading = rubric.grading
  }
}

/// What became of one true lesion in a read.
package struct LesionOutcome: Hashable, Codable, Sendable {
  package var lesion: String
  /// The mark that localized it; nil when missed.
  package var mark: String?
  /// Why it was missed: `coverage`, `search`, `missWhileVisible`; `decision` when found but taken
  /// for something that leads elsewhere than any expert's call; nil otherwise.
  package var errorKind: String?
  /// Credit per lexicon feature, 0...1.
  package var descriptorCredit: [String: Double]
  /// Seconds it was on screen before it was marked.
  package var timeToMark: Double?
  /// Seconds it was on screen in all: where a miss is censored. Nil in scores from before it was kept.
  package var visibleTime: Double?
  /// Overlap of the reader's outline with the reference in that frame; nil for points.
  package var outlineOverlap: Double?
  /// What happened to this lesion, for the reader.
  package var sentence: String

  package init(
    lesion: String, mark: String?, errorKind: String?, descriptorCredit: [String: Double],
    timeToMark: Double?, visibleTime: Double? = nil, outlineOverlap: Double?, sentence: String
  ) {
    self.lesion = lesion
    self.mark = mark
    self.errorKind = errorKind
    self.descriptorCredit = descriptorCredit
    self.timeToMark = timeToMark
    self.visibleTime = visibleTime
    self.outlineOverlap = outlineOverlap
    self.sentence = sentence
  }
}

/// Marks that lie on no lesion, merged into one non-lesion localization.
package struct FalseMark: Hashable, Codable, Sendable {
  package var marks: [String]
  /// The highest rating among them.
  package var rating: Rating
  package var sentence: String

  package init(marks: [String], rating: Rating, sentence: String) {
    self.marks = marks
    self.rating = rating
    self.sentence = sentence
  }
}

/// What trainees are judged on, one by one.
package enum Skill: String, CaseIterable, Hashable, Codable, Sendable {
  case find, place, measure, describe, categorise, manage, calibrate, keyPlane, imageQuality
  case useOfAI
}

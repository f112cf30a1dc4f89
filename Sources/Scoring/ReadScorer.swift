package import Sonography

/// Scores reads under one rubric and one lexicon.
///
/// Cost: well below a millisecond for a read of a few marks on a loop of a few hundred frames.
package struct ReadScorer: Sendable {
  package let rubric: Rubric
  package let lexicon: Lexicon

  package init(rubric: Rubric, lexicon: Lexicon) {
    self.rubric = rubric
    self.lexicon = lexicon
  }

  package func score(_ read: Read, of reading: Case, against truth: ReferenceStandard) -> Score {
    let comparison = Comparison(
      read: read, reading: reading, truth: truth, rubric: rubric, lexicon: lexicon)
    let measures = comparison.measures
    return Score(
      rubric: rubric.name,
      rule: rubric,
      lexicon: lexicon.id,
      lexiconDigest: lexicon.digest,
      measures: measures,
      lesions: comparison.lesionOutcomes,
      falseMarks: comparison.falseMarks,
      setAside: comparison.matching.setAside.map(\.id),
      skills: comparison.skills(measures),
      calledPositive: comparison.calledPositive,
      isMalignant: truth.outcome == .malignant,
      assessment: comparison.assessment,
      verdict: comparison.verdict)
  }
}

/// One read beside its truth, matched once; the measures are extensions of this, by theme.
struct Comparison {
  let read: Read
  let reading: Case
  let truth: ReferenceStandard
  let rubric: Rubric
  let lexicon: Lexicon
  let matching: LesionMatching
  /// The lesions that count.
  let lesions: [Lesion]
  /// One per lesion that counts, in the same order.
  let outlines: [OutlineAgreement?]

  init(
    read: Read, reading: Case, truth: ReferenceStandard, rubric: Rubric, lexicon: Lexicon
  ) {
    self.read = read
    self.reading = reading
    self.truth = truth
    self.rubric = rubric
    self.lexicon = lexicon
    let matching = LesionMatching(
      read.marks, to: truth.lesions, in: reading.views, rule: rubric.matching)
    self.matching = matching
    lesions = truth.lesions.filter(\.isScored)
    outlines = lesions.map { lesion in
      OutlineAgreement(of: matching.marks(on: lesion.id), with: lesion)
    }
  }

  var measures: [Measure] {
    [
      lesionLocalizationFraction, nonLesionLocalizations, nonLesionLocalizationsPerMinute,
      duplicateMarks, ignoredMarks, caseHit, correctRejection,
    ] + descriptorMeasures + [
      assessmentCredit, managementConcordance, pathologyConcordance,
    ] + scaleMeasures + keyPlaneMeasures + caliperMeasures + outlineMeasures + [
      imageQuality, brier, logScore,
    ] + timeMeasures
  }

  /// Whether marks can be judged at all: the case is normal, or somebody outlined what is in it.
  var hasPlaces: Bool {
    truth.outcome == .normal
      || truth.lesions.contains { $0.views.contains { !$0.outlines.isEmpty } }
  }

  /// Marks on no lesion, merged; empty where nobody can say.
  var strayPlaces: [[Mark]] { hasPlaces ? matching.nonLesion : [] }

  func view(_ id: String) -> Case.View? { reading.views.first { $0.id == id } }

  /// The matched mark of each lesion found, with its lesion.
  var foundLesions: [(lesion: Lesion, mark: Mark)] {
    lesions.compactMap { lesion in matching.found[lesion.id].map { (lesion, $0) } }
  }
}

/// The mean in the order given; nil of nothing.
func mean(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}

extension Measure {
  /// A measure that cannot be said, and why; the reason is also what the reader sees.
  static func unknown(_ name: String, _ unit: String, because reason: String) -> Measure {
    Measure(name: name, value: nil, unit: unit, sentence: reason, reason: reason)
  }
}

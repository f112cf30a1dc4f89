import Foundation
import Learning
import Records
import Sonography
import Statistics
import Teaching

/// A share with its 90 % interval and count.
struct ShareMessage: Encodable {
  var value: Double
  var low: Double
  var high: Double
  var count: Int

  init?(_ proportion: Proportion) {
    guard let value = proportion.value, let interval = proportion.wilson() else { return nil }
    self.value = value
    low = interval.low
    high = interval.high
    count = proportion.trials
  }

  init(_ standing: Standing) {
    value = standing.mean
    low = standing.interval.low
    high = standing.interval.high
    count = standing.count
  }
}

/// A value with its interval.
struct EstimateMessage: Encodable {
  var value: Double
  @Nullable var low: Double?
  @Nullable var high: Double?

  init?(_ value: Double?, _ interval: Interval?) {
    guard let value else { return nil }
    self.value = value
    low = interval?.low
    high = interval?.high
  }

  init(_ estimate: Estimate) {
    value = estimate.value
    low = estimate.interval.low
    high = estimate.interval.high
  }
}

struct DetectionMessage: Encodable {
  var malignant: Int
  var notMalignant: Int
  @Nullable var sensitivity: ShareMessage?
  @Nullable var specificity: ShareMessage?
  @Nullable var dPrime: EstimateMessage?
  @Nullable var criterion: EstimateMessage?
  @Nullable var auc: EstimateMessage?
  @Nullable var aucReason: String?

  init(_ detection: Detection) {
    malignant = detection.sensitivity.trials
    notMalignant = detection.specificity.trials
    sensitivity = ShareMessage(detection.sensitivity)
    specificity = ShareMessage(detection.specificity)
    dPrime = EstimateMessage(detection.sharpness, detection.sharpnessInterval)
    criterion = EstimateMessage(detection.criterion, detection.criterionInterval)
    auc = EstimateMessage(detection.area?.area, detection.area?.interval(confidence: 0.90))
    aucReason = detection.areaReason
  }
}

struct BlockMessage: Encodable {
  var from: Int
  var to: Int
  var mean: Double
  var low: Double
  var high: Double
  var count: Int

  init(_ block: LearningCurve.Block) {
    from = block.first
    to = block.last
    mean = block.standing.mean
    low = block.standing.interval.low
    high = block.standing.interval.high
    count = block.standing.count
  }
}

/// How advice was taken, with the counts behind it.
struct RelianceMessage: Encodable {
  var cases: Int
  var wrongAdvice: Int
  var neededWrongAdvice: Int
  @Nullable var tookGoodAdvice: ShareMessage?
  @Nullable var tookGoodAdviceReason: String?
  @Nullable var heldAgainstWrong: ShareMessage?
  @Nullable var heldAgainstWrongReason: String?
  var cells: [Cell]
  var errors: [ErrorKind]

  /// So many cases on which the unaided answer, the AI and the final answer were right or not.
  struct Cell: Encodable {
    var unaidedRight: Bool
    var aiRight: Bool
    var finalRight: Bool
    var count: Int
  }

  struct ErrorKind: Encodable {
    var kind: AIErrorKind
    var cases: Int
    /// Right unaided, wrong at the end.
    var gaveUp: Int
    var wasRight: Int
  }

  init(_ map: RelianceMap) {
    let tally = map.tally()
    cases = tally.total
    wrongAdvice = tally.wrongAdvice
    neededWrongAdvice = RelianceTally.leastWrongAdvice
    tookGoodAdvice = tally.relativeAIReliance.value.flatMap(ShareMessage.init)
    tookGoodAdviceReason = tally.relativeAIReliance.reason
    heldAgainstWrong = tally.relativeSelfReliance.value.flatMap(ShareMessage.init)
    heldAgainstWrongReason = tally.relativeSelfReliance.reason
    cells = [true, false].flatMap { unaided in
      [true, false].flatMap { ai in
        [true, false].map { final in
          Cell(
            unaidedRight: unaided, aiRight: ai, finalRight: final,
            count: tally.count(unaidedRight: unaided, aiRight: ai, finalRight: final))
        }
      }
    }
    errors = map.rows.compactMap { row in
      row.error.map { kind in
        let gaveUp = row.tally.count(unaidedRight: true, aiRight: false, finalRight: false)
        let kept = row.tally.count(unaidedRight: true, aiRight: false, finalRight: true)
        return ErrorKind(
          kind: kind, cases: row.tally.total, gaveUp: gaveUp, wasRight: gaveUp + kept)
      }
    }
  }
}

/// What a competence chart rests on, printed beside it.
struct ChartRuleMessage: Encodable {
  var limit: Double
  var adequate: Double
  var inadequate: Double
  var horizon: Int
  var falseSignal: Double
  var trueSignal: Double
  @Nullable var medianCases: Int?
  var noJudgementBefore: Int
  var monitoringLimit: Double

  init(_ policy: LearningPolicy) {
    let chart = policy.competence
    let promise = chart.characteristics
    limit = chart.limit
    adequate = chart.design.adequate
    inadequate = chart.design.inadequate
    horizon = chart.design.horizon
    falseSignal = promise.falseSignal
    trueSignal = promise.trueSignal
    medianCases = promise.medianCases
    noJudgementBefore = LearningCurve.window
    monitoringLimit = policy.monitoring.limit
  }
}

struct CertificationMessage: Encodable {
  var isMet: Bool
  var conditions: [Condition]

  struct Condition: Encodable {
    var name: String
    var isMet: Bool
    var sentence: String
  }

  init(_ certification: Certification) {
    isMet = certification.isMet
    conditions = certification.conditions.map {
      Condition(name: $0.name.rawValue, isMet: $0.isMet, sentence: $0.sentence)
    }
  }
}

/// Shares held over the last forty cases, the next one included.
///
/// Teaching sets are kept near even between malignant and other cases, with enough look-alikes, cases
/// on which the AI errs, and probes.
package struct CaseQuotas: Hashable, Codable, Sendable {
  package var malignant = Share(least: 0.35, most: 0.50)
  package var hardNegative = Share(least: 0.10, most: 1)
  /// Only where the AI is shown.
  package var aiWrong = Share(least: 0.15, most: 0.25)
  package var probe = Share(least: 0.15, most: 0.15)
  /// Of malignant cases among the probes: near practice, not near even.
  package var malignantProbe = Share(least: 0.20, most: 0.30)

  package init() {}

  package struct Share: Hashable, Codable, Sendable {
    package var least: Double
    package var most: Double

    package init(least: Double, most: Double) {
      self.least = least
      self.most = most
    }
  }

  /// What a quota says of the next case.
  package enum Demand: String, Hashable, Codable, Sendable { case required, excluded, free }

  /// - Parameter had: of the last cases, which counted towards the share; at most 39 are looked at.
  package func demand(of share: Share, had: [Bool]) -> Demand {
    let window = had.suffix(TraineeStanding.quotaWindow - 1)
    let count = window.count(where: \.self)
    let size = Double(window.count + 1)
    // Rounded towards freedom, so that the first cases of all are not dictated.
    if Double(count + 1) > (share.most * size - 1e-9).rounded(.up) { return .excluded }
    if Double(count) < (share.least * size + 1e-9).rounded(.down) { return .required }
    return .free
  }
}

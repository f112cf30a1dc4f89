package import Sonography
package import Statistics

/// What a trainee did with the AI's advice, counted.
///
/// Kept per AI mode and kind of AI error, so that leaning on a missing mark and following a false
/// alarm are not mixed. Below ten cases on which the AI was wrong there is not enough evidence.
package struct RelianceTally: Hashable, Codable, Sendable {
  package static let leastWrongAdvice = 10

  /// Index: 4 × unaided right + 2 × AI right + final right.
  package private(set) var cells = [Int](repeating: 0, count: 8)
  /// Unaided answers that differed from the AI's, and those of them that became the AI's.
  package private(set) var disagreements = 0
  package private(set) var switches = 0
  /// Final answers that equal the AI's.
  package private(set) var agreements = 0

  package init() {}

  package init(of exchanges: some Sequence<AIExchange>) {
    for exchange in exchanges { add(exchange) }
  }

  package mutating func add(_ exchange: AIExchange) {
    cells[
      (exchange.unaidedRight ? 4 : 0) + (exchange.aiRight ? 2 : 0) + (exchange.finalRight ? 1 : 0)] += 1
    if !exchange.agreedBefore {
      disagreements += 1
      if exchange.agreedAfter { switches += 1 }
    }
    if exchange.agreedAfter { agreements += 1 }
  }

  package mutating func merge(_ other: Self) {
    cells = zip(cells, other.cells).map(+)
    disagreements += other.disagreements
    switches += other.switches
    agreements += other.agreements
  }

  package func count(unaidedRight: Bool, aiRight: Bool, finalRight: Bool) -> Int {
    cells[(unaidedRight ? 4 : 0) + (aiRight ? 2 : 0) + (finalRight ? 1 : 0)]
  }

  package var total: Int { cells.reduce(0, +) }
  package var wrongAdvice: Int { cells[0] + cells[1] + cells[4] + cells[5] }

  /// Relative AI reliance: right advice taken when one's own answer was wrong.
  package var relativeAIReliance: Figure<Proportion> {
    share(cells[3], of: cells[2] + cells[3], "where the trainee was wrong and the AI right")
  }

  /// Relative self-reliance: one's own right answer kept when the advice was wrong.
  package var relativeSelfReliance: Figure<Proportion> {
    share(cells[5], of: cells[4] + cells[5], "where the trainee was right and the AI wrong")
  }

  private func share(_ part: Int, of whole: Int, _ kind: String) -> Figure<Proportion> {
    guard wrongAdvice >= Self.leastWrongAdvice else {
      return .none(
        "Not enough evidence: the AI was wrong on \(wrongAdvice) cases; "
          + "\(Self.leastWrongAdvice) are needed.")
    }
    guard whole > 0 else { return .none("There is no case \(kind).") }
    return .success(Proportion(successes: Double(part), trials: whole))
  }
}

/// Reliance of one trainee per mode, and per kind of AI error within it.
package struct RelianceMap: Hashable, Codable, Sendable {
  package private(set) var rows: [Row] = []

  package struct Row: Hashable, Codable, Sendable {
    package var mode: AIMode
    /// Nil for the cases on which the AI was right.
    package var error: AIErrorKind?
    package var tally: RelianceTally
  }

  package init() {}

  package mutating func add(_ exchange: AIExchange) {
    if let index = rows.firstIndex(where: { $0.mode == exchange.mode && $0.error == exchange.error }
    ) {
      rows[index].tally.add(exchange)
    } else {
      rows.append(Row(mode: exchange.mode, error: exchange.error, tally: .init(of: [exchange])))
      rows.sort { ($0.mode.rawValue, $0.error?.rawValue ?? "") < ($1.mode.rawValue, $1.error?.rawValue ?? "") }
    }
  }

  /// All cases of a mode; nil means every mode.
  package func tally(_ mode: AIMode? = nil) -> RelianceTally {
    rows.filter { mode == nil || $0.mode == mode }.reduce(into: RelianceTally()) {
      $0.merge($1.tally)
    }
  }

  /// Cases of a mode on which the AI erred this way.
  package func tally(_ mode: AIMode, error: AIErrorKind) -> RelianceTally {
    rows.first { $0.mode == mode && $0.error == error }?.tally ?? RelianceTally()
  }
}

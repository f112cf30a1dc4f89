import Glibc
package import Statistics

/// How one case behaves in one skill, for the instructor: how hard, how telling, what people answer.
package struct ItemStatistics: Sendable {
  /// Answers below which a case's discrimination is chance.
  package static let leastAnswers = 10
  /// The share of trainees in the upper and in the lower group (Kelley, *J. Educ. Psychol.*, 1939).
  package static let groupShare = 0.27

  package let item: String
  /// Mean result, with Wilson's 90 % interval; nil of nothing.
  package let passed: Standing?
  /// In logits, as calibrated.
  package let difficulty: Figure<Double>
  /// What an answer tells about a trainee of the cohort's mean ability, per squared logit.
  package let information: Figure<Double>
  /// Corrected point-biserial: correlation of this result with the trainee's mean on the *other*
  /// items, with Fisher's 90 % interval.
  package let discrimination: Figure<Estimate>
  /// Mean of the upper group minus mean of the lower, by the mean on the other items.
  package let upperMinusLower: Figure<Double>
  /// Share of each answer given, most frequent first.
  package let answers: [AnswerShare]

  package struct AnswerShare: Hashable, Sendable {
    package let word: String
    package let count: Int
    package let share: Double
    /// Wilson's, 90 %.
    package let interval: Interval
  }

  /// Every item, by name. Results outside 0...1 are left out.
  ///
  /// - Parameters:
  ///   - calibrated: per item, its difficulty and chance of guessing.
  ///   - ability: the cohort's mean, in logits.
  package static func all(
    _ answers: [FirstAnswer], calibrated: [String: ReferenceSet.Item] = [:], ability: Double = 0
  ) -> [Self] {
    let sound = answers.filter { (0...1).contains($0.result) }
      .sorted { ($0.item, $0.trainee) < ($1.item, $1.trainee) }
    let totals = Dictionary(grouping: sound, by: \.trainee).mapValues { mine in
      (sum: mine.reduce(0) { $0 + $1.result }, count: mine.count)
    }
    let byItem = Dictionary(grouping: sound, by: \.item)
    return byItem.keys.sorted().map { item in
      let mine = byItem[item] ?? []
      let pairs = mine.compactMap { answer -> (rest: Double, result: Double)? in
        guard let total = totals[answer.trainee], total.count > 1 else { return nil }
        return ((total.sum - answer.result) / Double(total.count - 1), answer.result)
      }
      return Self(item, mine, pairs, calibrated[item], ability)
    }
  }

  private init(
    _ item: String, _ answers: [FirstAnswer], _ pairs: [(rest: Double, result: Double)],
    _ calibrated: ReferenceSet.Item?, _ ability: Double
  ) {
    self.item = item
    passed = Standing(of: answers.map(\.result))
    let none = Figure<Double>.none("The case has not been calibrated yet.")
    difficulty = calibrated.map { .success($0.difficulty) } ?? none
    information =
      calibrated.map { .success(Learning.information(ability, $0.difficulty, guess: $0.guess)) } ?? none
    discrimination = Self.correlation(pairs)
    upperMinusLower = Self.difference(pairs)
    let words = answers.compactMap(\.word)
    let counts = Dictionary(grouping: words, by: \.self).mapValues(\.count)
    self.answers = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.compactMap {
      word, count in
      Proportion(successes: Double(count), trials: words.count).wilson().map {
        AnswerShare(
          word: word, count: count, share: Double(count) / Double(words.count), interval: $0)
      }
    }
  }

  private static func correlation(_ pairs: [(rest: Double, result: Double)]) -> Figure<Estimate> {
    guard pairs.count >= leastAnswers else { return .none(tooFew(pairs.count)) }
    let n = Double(pairs.count)
    let middle = (
      pairs.reduce(0) { $0 + $1.rest } / n, pairs.reduce(0) { $0 + $1.result } / n
    )
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for pair in pairs {
      let (x, y) = (pair.rest - middle.0, pair.result - middle.1)
      (xx, yy, xy) = (xx + x * x, yy + y * y, xy + x * y)
    }
    guard xx > 1e-12, yy > 1e-12 else {
      return .none("Everybody has the same result, so nothing can be told apart.")
    }
    let r = max(-1, min(1, xy / (xx * yy).squareRoot()))
    let z = atanh(max(-1 + 1e-12, min(1 - 1e-12, r)))
    let half = normalQuantile(0.95) / (n - 3).squareRoot()
    return .success(
      Estimate(value: r, interval: Interval(low: tanh(z - half), high: tanh(z + half))))
  }

  private static func difference(_ pairs: [(rest: Double, result: Double)]) -> Figure<Double> {
    guard pairs.count >= leastAnswers else { return .none(tooFew(pairs.count)) }
    let size = max(1, Int((groupShare * Double(pairs.count)).rounded()))
    let sorted = pairs.sorted { ($0.rest, $0.result) < ($1.rest, $1.result) }
    func average(_ part: ArraySlice<(rest: Double, result: Double)>) -> Double {
      part.reduce(0) { $0 + $1.result } / Double(part.count)
    }
    return .success(average(sorted.suffix(size)) - average(sorted.prefix(size)))
  }

  private static func tooFew(_ count: Int) -> String {
    "Needs \(leastAnswers) trainees who also answered other cases; there are \(count)."
  }
}

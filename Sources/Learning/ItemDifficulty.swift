import Statistics

/// A first guess at an item's difficulty, from how many of the experts passed it.
///
/// The pass rate is shrunk, (k + 1) / (n + 2), so that a panel of few never makes an item infinitely
/// easy or hard; with nobody asked the guess is `offset`.
///
/// - Parameter offset: where the panel's own ability lies on the trainees' scale, in logits.
package func difficultyFromPanel(passed: Int, of experts: Int, offset: Double = 0) -> Double {
  let n = max(0, experts)
  let k = min(n, max(0, passed))
  return logit(1 - Double(k + 1) / Double(n + 2)) + offset
}

/// Item difficulties learned together with the cohort's abilities.
///
/// Joint maximum a posteriori on first answers: ability ~ N(mean, 1) per trainee, difficulty ~
/// N(b₀, 1) per item around the panel's guess. Run nightly; within a sitting difficulties stand still.
package struct DifficultyCalibration: Sendable {
  /// What the panel said of an item.
  package struct Prior: Hashable, Sendable {
    package var difficulty: Double
    package var guess: Double

    package init(difficulty: Double, guess: Double = 0) {
      self.difficulty = difficulty
      self.guess = guess
    }
  }

  /// One line of the log of changes.
  package struct Change: Hashable, Codable, Sendable {
    package var item: String
    package var before: Double
    package var after: Double
    /// Standard deviation of `after`, given the abilities.
    package var deviation: Double
    package var answers: Int
  }

  package let difficulties: [String: Double]
  package let abilities: [String: Double]
  /// Items with answers, by name.
  package let changes: [Change]

  /// Answers to unknown items and results outside 0...1 are left out.
  ///
  /// - Parameters:
  ///   - priors: per item, the panel's guess.
  ///   - current: per item, the difficulty used until now; the prior's where absent.
  ///   - mean: mean ability of the cohort, in logits.
  package init(
    _ answers: [FirstAnswer], priors: [String: Prior], current: [String: Double] = [:], mean: Double = 0
  ) {
    let sound = answers.filter { priors[$0.item] != nil && (0...1).contains($0.result) }
      .sorted { ($0.item, $0.trainee, $0.result) < ($1.item, $1.trainee, $1.result) }
    let byItem = Dictionary(grouping: sound, by: \.item)
    let byTrainee = Dictionary(grouping: sound, by: \.trainee)
    var difficulties = priors.mapValues(\.difficulty)
    var abilities = byTrainee.mapValues { _ in mean }
    func guess(_ item: String) -> Double { priors[item]?.guess ?? 0 }
    for _ in 0..<500 {
      var reach = 0.0
      for trainee in byTrainee.keys.sorted() {
        let old = abilities[trainee] ?? mean
        var pull = Pull(mean - old)
        for answer in byTrainee[trainee] ?? [] {
          pull.add(answer.result, old, difficulties[answer.item] ?? 0, guess(answer.item), toAbility: 1)
        }
        abilities[trainee] = old + pull.step
        reach = max(reach, abs(pull.step))
      }
      for item in byItem.keys.sorted() {
        let old = difficulties[item] ?? 0
        var pull = Pull((priors[item]?.difficulty ?? 0) - old)
        for answer in byItem[item] ?? [] {
          pull.add(answer.result, abilities[answer.trainee] ?? mean, old, guess(item), toAbility: -1)
        }
        difficulties[item] = old + pull.step
        reach = max(reach, abs(pull.step))
      }
      if reach < 1e-10 { break }
    }
    self.difficulties = difficulties
    self.abilities = abilities
    changes = byItem.keys.sorted().map { item in
      let (after, answers) = (difficulties[item] ?? 0, byItem[item] ?? [])
      let told = answers.reduce(1.0) {
        $0 + information(abilities[$1.trainee] ?? mean, after, guess: guess(item))
      }
      return Change(
        item: item, before: current[item] ?? priors[item]?.difficulty ?? after, after: after,
        deviation: 1 / told.squareRoot(), answers: answers.count)
    }
  }
}

/// Slope and information of one unknown with a standard normal prior, for one scoring step.
private struct Pull {
  var slope: Double
  var information = 1.0

  init(_ fromPrior: Double) { slope = fromPrior }

  mutating func add(
    _ result: Double, _ ability: Double, _ difficulty: Double, _ guess: Double,
    toAbility sign: Double
  ) {
    let p = chance(ability, difficulty, guess: guess)
    guard p > 0, p < 1 else { return }
    let rise = (1 - guess) * logistic(ability - difficulty) * logistic(difficulty - ability)
    slope += sign * (result - p) * rise / (p * (1 - p))
    information += rise * rise / (p * (1 - p))
  }

  /// Held to one logit, so that early rounds do not overshoot.
  var step: Double { min(1, max(-1, slope / information)) }
}

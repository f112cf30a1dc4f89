package import Sonography
import Statistics

/// What one answer says about one case, for the pass rule of a unit.
package struct CaseAnswer: Hashable, Sendable {
  package var caseID: String
  package var skills: [Skill: Double]
  package var isFirst: Bool
  package var isUnaided: Bool

  package init(caseID: String, skills: [Skill: Double], isFirst: Bool, isUnaided: Bool) {
    self.caseID = caseID
    self.skills = skills
    self.isFirst = isFirst
    self.isUnaided = isUnaided
  }
}

/// Where one trainee stands in one unit.
///
/// Answers count by case, wherever they were given: a case that two units share is new only once.
package struct UnitProgress: Hashable, Sendable {
  package let unit: String
  /// The unit's cases already answered and still open, both in written order.
  package let answered: [String]
  package let remaining: [String]
  /// First, unaided answers to the unit's cases.
  package let evidenceCount: Int
  package let minimumCases: Int
  /// One per skill of the pass rule, in the order of `Skill`.
  package let requirements: [Requirement]
  /// Units that must be passed first and are not.
  package let closedGates: [String]

  /// - Parameters:
  ///   - cases: ids of the unit's cases, resolved and in written order.
  ///   - answers: all answers of the trainee, oldest first.
  ///   - passed: ids of the units already passed.
  package init(
    of unit: Curriculum.Unit, cases: [String], answers: [CaseAnswer], passed: Set<String>
  ) {
    let known = Set(cases)
    let mine = answers.filter { known.contains($0.caseID) }
    let seen = Set(mine.map(\.caseID))
    var counted: Set<String> = []
    let evidence = mine.filter {
      $0.isFirst && $0.isUnaided && counted.insert($0.caseID).inserted
    }
    self.unit = unit.id
    answered = cases.filter(seen.contains)
    remaining = cases.filter { !seen.contains($0) }
    evidenceCount = evidence.count
    minimumCases = unit.passRule.minimumCases
    requirements = Skill.allCases.compactMap { skill in
      unit.passRule.minimumScores[skill].map { minimum in
        let results = evidence.compactMap { $0.skills[skill] }
        return Requirement(
          skill: skill, minimum: minimum, mean: mean(results), count: results.count)
      }
    }
    closedGates = unit.gates.filter { !passed.contains($0) }
  }

  package var isOpen: Bool { closedGates.isEmpty }
  package var isComplete: Bool { remaining.isEmpty }

  /// Enough first answers, and every required skill at its mean or above.
  package var isPassed: Bool {
    evidenceCount >= minimumCases && requirements.allSatisfy(\.isMet)
  }

  /// One skill of the pass rule.
  package struct Requirement: Hashable, Sendable {
    package let skill: Skill
    package let minimum: Double
    /// Nil while no answer exercised the skill.
    package let mean: Double?
    package let count: Int

    /// A mean that equals the minimum but for rounding meets it.
    package var isMet: Bool { (mean ?? -1) + 1e-9 >= minimum }
  }

  /// All units of a curriculum, with the gates that their passing opens.
  ///
  /// - Parameter cases: unit id → ids of its cases in written order.
  package static func all(
    of curriculum: Curriculum, cases: [String: [String]], answers: [CaseAnswer]
  ) -> [UnitProgress] {
    let alone = curriculum.units.map {
      UnitProgress(of: $0, cases: cases[$0.id] ?? [], answers: answers, passed: [])
    }
    let passed = Set(alone.filter(\.isPassed).map(\.unit))
    return curriculum.units.map {
      UnitProgress(of: $0, cases: cases[$0.id] ?? [], answers: answers, passed: passed)
    }
  }
}

/// The next case of a unit, or nil when all are answered.
///
/// A shuffled unit has one fixed order per seed, so that asking twice gives the same case; the seed
/// should differ between trainees.
package func nextCase(
  of cases: [String], in order: CaseOrder, answered: Set<String>, seed: UInt64
) -> String? {
  var random = SplitMix64(seed: seed)
  let sequence = order == .asWritten ? cases : cases.shuffled(using: &random)
  return sequence.first { !answered.contains($0) }
}

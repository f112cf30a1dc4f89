package import Sonography

/// Learning: how results over many attempts become a curve, a passed unit, the next case.
///
/// Values in, values out. Results arrive as numbers; nothing here knows how a result was made, looks
/// at an image, reads a clock or draws an unseeded number.
///
/// Evidence is the *first, unaided* answer of a trainee to a case. Repeats and answers given with
/// the AI in view are kept elsewhere and weigh nothing here: `Evidence.counting` drops them.

/// One graded result of one answer.
package struct Evidence: Hashable, Sendable {
  package var skill: Skill
  /// 0...1.
  package var value: Double
  /// The trainee had not answered this case before.
  package var isFirst: Bool
  /// No AI output had been seen for this case.
  package var isUnaided: Bool
  /// Position among the trainee's answers; any ascending number.
  package var order: Int

  package init(skill: Skill, value: Double, isFirst: Bool, isUnaided: Bool, order: Int) {
    self.skill = skill
    self.value = value
    self.isFirst = isFirst
    self.isUnaided = isUnaided
    self.order = order
  }
}

extension Sequence<Evidence> {
  /// First, unaided results of one skill in the order they were given, held to 0...1.
  package func counting(_ skill: Skill) -> [Double] {
    filter { $0.skill == skill && $0.isFirst && $0.isUnaided && $0.value.isFinite }
      .sorted { ($0.order, $0.value) < ($1.order, $1.value) }
      .map { $0.value.held }
  }
}

extension Double {
  /// Held to 0...1.
  fileprivate var held: Double { min(1, max(0, self)) }
}

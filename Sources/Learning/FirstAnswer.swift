/// One trainee's first, unaided answer to a case in one skill, as the nightly figures of a cohort take
/// it: difficulties, pace, and how single cases behave.
package struct FirstAnswer: Hashable, Sendable {
  package var trainee: String
  package var item: String
  /// Place among the trainee's answers, from 1.
  package var sequence: Int
  /// 0...1.
  package var result: Double
  /// What was answered, such as a category; nil where there is no word for it.
  package var word: String?

  package init(
    trainee: String, item: String, sequence: Int = 1, result: Double, word: String? = nil
  ) {
    self.trainee = trainee
    self.item = item
    self.sequence = sequence
    self.result = result
    self.word = word
  }
}
